import Foundation
import Testing
import Waveforms

@Suite("EDF files with faults that do no harm")
struct EDFToleranceTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func open(_ builder: EDFFileBuilder) throws -> Record {
    try EDFReader.open(path: builder.write(in: folder)).record
  }

  private func opens(_ change: (inout EDFFileBuilder) -> Void, warning: String) throws -> Record {
    var builder = EDFFileBuilder.twoChannels(records: 3)
    change(&builder)
    let record = try open(builder)
    #expect(record.warnings.count == 1, "\(record.warnings)")
    #expect(record.warnings.first?.contains(warning) == true, "\(record.warnings)")
    return record
  }

  @Test("A decimal comma is a point", arguments: ["-1,0", " -1,0", "-1,"])
  func comma(text: String) throws {
    let record = try opens({ $0.signals[0].physical = (text, "1") }, warning: "it is read as -1.0")
    #expect(record.channels[0].calibration == Calibration(gain: 1000, unit: "mV"))
  }

  @Test("Whole numbers may have a point", arguments: ["4.0", "4,0", "4.", " 4", "+4"])
  func wholeNumbers(text: String) throws {
    var builder = EDFFileBuilder.twoChannels(records: 3)
    builder.signals[0].samplesPerRecord = text
    let record = try open(builder)
    #expect(record.channels[0].sampleCount == 12)
    #expect(record.warnings.count == (Int(text.trimmingCharacters(in: .whitespaces)) == 4 ? 0 : 1))
  }

  @Test("Digital limits, data records, duration and signals as decimal numbers")
  func otherNumbers() throws {
    let limits = try opens(
      { $0.signals[0].digital = ("-1000.0", "1000") }, warning: "digital minimum of signal 1")
    #expect(limits.channels[0].calibration.gain == 1000)
    #expect(try opens({ $0.dataRecords = "3.0" }, warning: "data records").frameCount == 6)
    #expect(try opens({ $0.duration = "1,0" }, warning: "duration").frameRateHz == 2)
    #expect(try opens({ $0.signalCount = "2.0" }, warning: "signals").channels.count == 2)
  }

  @Test(
    "The header's length follows from the signals", arguments: ["", "512", "abc", "-1", "1e99"])
  func headerLength(text: String) throws {
    let record = try opens(
      { $0.headerBytes = text }, warning: "expected 768 as length of the header of 2 signals")
    #expect(record.frameCount == 6)
    #expect(!record.warnings[0].contains("from 768 to 768"))
  }

  @Test(
    "The file's size tells a number of data records that is not there",
    arguments: [
      "0", "", "-2", "abc", "1e9", "2.5",
    ])
  func noRecordCount(text: String) throws {
    let record = try opens({ $0.dataRecords = text }, warning: "number of data records")
    #expect(record.frameCount == 6)
    let slow = try record.digital(channels: [1], frames: 0..<6)
    #expect(slow.samples == [-100, -101, -102, -103, -104, -105])
  }

  @Test("Too many and too few data records are told of, and what there is, is shown")
  func wrongRecordCount() throws {
    #expect(try opens({ $0.dataRecords = "9" }, warning: "Expected 9").frameCount == 6)
    #expect(try opens({ $0.dataRecords = "2" }, warning: "all are shown").frameCount == 6)
  }

  @Test("A file that holds no data record says so by 0")
  func nothingRecorded() throws {
    var builder = EDFFileBuilder.twoChannels(records: 1)
    builder.dataRecords = "0"
    let record = try EDFReader.open(path: builder.write(in: folder, keeping: 768)).record
    #expect(record.frameCount == 0 && record.warnings.isEmpty)
  }

  @Test("A signal without samples is left out")
  func emptySignal() throws {
    var builder = EDFFileBuilder.twoChannels(records: 2)
    builder.signals.insert(
      .init(label: "spare", physical: ("", ""), samplesPerRecord: "0", samples: [[], []]), at: 1)
    let record = try open(builder)
    #expect(record.channels.map(\.name) == ["fast", "slow"])
    #expect(record.frameCount == 4)
    #expect(record.warnings == ["Signal 2 (spare) is left out: it has no samples"])
    #expect(try record.digital(channels: [1], frames: 0..<2).samples == [-100, -101])
  }

  @Test("A file without any samples is refused")
  func noSamples() throws {
    var builder = EDFFileBuilder.twoChannels(records: 0)
    builder.signals[0].samplesPerRecord = "0"
    builder.signals[1].samplesPerRecord = "0"
    #expect(throws: EDFError.self) { try open(builder) }
  }

  @Test("Data records of no length hold annotations; what else is in them is left out")
  func noDuration() throws {
    var builder = EDFFileBuilder.annotated(
      ["+0\u{14}\u{14}\0", "+12.5\u{15}10\u{14}apnea\u{14}\0"], reserved: "EDF+D")
    builder.duration = "0"
    let (record, annotations) = try EDFReader.open(path: builder.write(in: folder))
    #expect(record.channels.isEmpty && record.frameCount == 23)
    #expect(record.warnings.count == 2)
    #expect(annotations?.annotations.map(\.time) == [12_500_000])
    #expect(annotations?.warnings == [])
  }

  @Test(
    "Dates that no calendar has are no dates",
    arguments: [
      "31.02.19", "29.02.19", "31.04.20", "00.00.00", "32.01.20", "01.13.20",
    ])
  func impossibleDate(text: String) throws {
    let record = try opens({ $0.date = text }, warning: "Expected a start date")
    #expect(record.start == RecordStart(time: "05:06:07", date: nil))
  }

  @Test func leapDays() throws {
    var builder = EDFFileBuilder.twoChannels()
    builder.date = "29.02.20"
    #expect(try open(builder).start?.date == "29/02/2020")
    builder.date = "29.02.00"
    #expect(try open(builder).start?.date == "29/02/2000")
    builder.recording = "Startdate 29-FEB-2100 X X X"
    #expect(try open(builder).start?.date == "29/02/2000")
    #expect(try open(builder).warnings.count == 1)
  }

  @Test(
    "A long date that is none gives way to the short one, with a warning",
    arguments: [
      "31-FEB-2019", "12-AUX-2019", "2019-02-03",
    ])
  func impossibleLongDate(text: String) throws {
    let record = try opens(
      { $0.recording = "Startdate \(text) X X X" }, warning: "Startdate 31-DEC-1999")
    #expect(record.start?.date == "02/03/2004")
  }

  @Test("Texts that are not UTF-8 are ISO Latin 1")
  func latinAnnotation() throws {
    let lists = ["+0\u{14}\u{14}\0+0.2\u{14}#bung ~\u{14}\0+0,4\u{14}Grüße\u{14}\0"]
    var bytes = EDFFileBuilder.annotated(lists, reserved: "EDF+C").bytes
    bytes[try #require(bytes.lastIndex(of: UInt8(ascii: "#")))] = 0xDC
    bytes[try #require(bytes.lastIndex(of: UInt8(ascii: "~")))] = 0xB5
    let set = try #require(
      try EDFReader.open(path: EDFFileBuilder.write(bytes, in: folder)).annotations)
    #expect(set.annotations.map(\.text) == ["Übung µ", "Grüße"])
    #expect(set.annotations.map(\.aux) == [Array("Übung µ".utf8), Array("Grüße".utf8)])
    #expect(set.annotations.map(\.time) == [200_000, 400_000])
    #expect(set.warnings.count == 2)
    #expect(WFDBAnnotation(time: 0, code: .note, aux: [0xDC, 0x62, 0]).text == "Üb")
  }

  @Test("A file whose header states a wrong length is found by its content")
  func recognition() throws {
    var builder = EDFFileBuilder.twoChannels()
    builder.headerBytes = ""
    try folder.write(builder.bytes, "night.raw")
    #expect(try Recording(path: folder.file("night.raw")).record.frameCount == 6)
  }
}
