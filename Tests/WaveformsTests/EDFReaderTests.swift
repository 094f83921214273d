import Foundation
import Testing
import Waveforms

@Suite struct EDFReaderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func channelsKeepTheirOwnRates() throws {
    let record = try EDFReader.open(path: EDFFileBuilder.twoChannels().write(in: folder)).record
    #expect(record.name == "made")
    #expect(record.container == "EDF")
    #expect(record.frameRateHz == 2)
    #expect(record.frameCount == 6)
    #expect(record.channels.map(\.name) == ["fast", "slow"])
    #expect(record.channels.map(\.samplesPerFrame) == [2, 1])
    #expect(record.channels.map(\.samplingRateHz) == [4, 2])
    #expect(record.channels.map(\.sampleCount) == [12, 6])
    #expect(record.channels.map(\.fileName) == ["made.edf", "made.edf"])
    #expect(record.warnings.isEmpty)
  }

  @Test(arguments: [false, true]) func everySpanReadsBackAsWritten(isBDF: Bool) throws {
    var builder = EDFFileBuilder.twoChannels(records: 4, isBDF: isBDF)
    let extremes = isBDF ? [-8_388_608, 8_388_607, -1, 65_536] : [-32_768, 32_767, -1, 256]
    builder.signals[0].samples[2] = extremes
    let record = try EDFReader.open(path: builder.write(in: folder)).record
    let fast = builder.signals[0].samples.flatMap { $0 }.map(Int32.init)
    let slow = builder.signals[1].samples.flatMap { $0 }.map(Int32.init)
    for first in 0...record.frameCount {
      for last in first...record.frameCount {
        let block = try record.digital(channels: [1, 0], frames: first..<last)
        #expect(Array(block[0]) == Array(slow[first..<last]))
        #expect(Array(block[1]) == Array(fast[2 * first..<2 * last]))
      }
    }
    #expect(record.container == (isBDF ? "BDF" : "EDF"))
    #expect(record.channels[0].encoding == (isBDF ? .bdf : .edf))
  }

  @Test func calibrationIsTheLineThroughBothLimits() throws {
    let record = try EDFReader.open(path: EDFFileBuilder.twoChannels().write(in: folder)).record
    #expect(record.channels[0].calibration == Calibration(gain: 1000, baseline: 0, unit: "mV"))
    #expect(record.channels[1].calibration == Calibration(gain: 100, baseline: -500, unit: "mV"))
    let values = try record.physical(channels: [1], frames: 0..<2)
    #expect(Array(values[0]) == [4, 3.99])
  }

  @Test(arguments: [("5", "5"), ("1e308", "-1e308")])
  func equalOrAbsurdLimitsLeaveAChannelUncalibrated(limits: (String, String)) throws {
    var builder = EDFFileBuilder.twoChannels()
    builder.signals[1].physical = limits
    let record = try EDFReader.open(path: builder.write(in: folder)).record
    let expected = Calibration(gain: 1, baseline: 0, unit: "mV", isCalibrated: false)
    #expect(record.channels[1].calibration == expected)
    #expect(record.warnings.count == 1)
    #expect(record.warnings.first?.contains("uncalibrated") == true)
  }

  @Test func invertedLimitsAreReadWithAWarning() throws {
    var builder = EDFFileBuilder.twoChannels()
    builder.signals[0].digital = ("1000", "-1000")
    let record = try EDFReader.open(path: builder.write(in: folder)).record
    #expect(record.channels[0].calibration.gain == -1000)
    #expect(record.warnings.count == 1)
  }

  @Test func foreignLettersSurviveAndAreReported() throws {
    var builder = EDFFileBuilder.twoChannels()
    builder.signals[0].unit = "µV"
    let record = try EDFReader.open(path: builder.write(in: folder)).record
    #expect(record.channels[0].calibration.unit == "µV")
    #expect(record.warnings.count == 1)
    #expect(record.warnings.first?.contains("0xB5 in unit of signal 1") == true)
    builder.signals[0].unit = "\u{C2}\u{B5}V"
    let modern = try EDFReader.open(path: builder.write(in: folder)).record
    #expect(modern.channels[0].calibration.unit == "µV")
  }

  @Test func controlCharactersDoNotReachNames() throws {
    var builder = EDFFileBuilder.twoChannels()
    builder.signals[0].label = "\u{1B}[2Jx"
    let record = try EDFReader.open(path: builder.write(in: folder)).record
    #expect(record.channels[0].name == "\u{FFFD}[2Jx")
  }

  @Test(arguments: [
    ("02.03.84", "X", "02/03/2084"), ("02.03.85", "X", "02/03/1985"),
    ("02.03.yy", "Startdate 12-AUG-2107 a", "12/08/2107"),
    ("2.3.4", "Startdate X", "02/03/2004"), ("02/03/04", "Startdate 12-AUX-2107", "02/03/2004"),
  ])
  func yearsAreReadFromBothFields(date: String, recording: String, expected: String) throws {
    var builder = EDFFileBuilder.twoChannels()
    builder.date = date
    builder.recording = recording
    let record = try EDFReader.open(path: builder.write(in: folder)).record
    #expect(record.start == RecordStart(time: "05:06:07", date: expected))
    #expect(
      record.comments == [
        "patient: MCH-0234567 F 02-MAY-1951 Test_Subject", "recording: \(recording)",
      ])
  }

  @Test func damagedDateIsAWarning() throws {
    var builder = EDFFileBuilder.twoChannels()
    builder.date = "32.13.04"
    builder.time = "late"
    let record = try EDFReader.open(path: builder.write(in: folder)).record
    #expect(record.start == nil)
    #expect(record.warnings.count == 2)
  }
}
