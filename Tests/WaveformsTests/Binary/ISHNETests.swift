import Foundation
import Testing
import Waveforms

@Suite("ISHNE Holter recordings")
struct ISHNETests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func open(_ sample: ISHNESample) throws -> Record {
    try folder.write(sample.bytes, "night.ecg")
    return try Recording(path: folder.file("night.ecg")).record
  }

  @Test("Leads, samples, scales, time and texts")
  func whole() throws {
    let record = try open(ISHNESample())
    #expect(record.container == "ISHNE Holter" && record.name == "night")
    #expect(record.frameRateHz == 200 && record.frameCount == 100)
    #expect(record.channels.map(\.name) == ["X", "II", "Lead 3"])
    #expect(record.channels.map(\.calibration.gain) == [400, 1000, 100])
    #expect(record.channels.allSatisfy { $0.calibration.unit == "mV" })
    #expect(record.start == RecordStart(time: "23:59:58", date: "29/02/2024"))
    #expect(record.warnings == [])
    let digital = try record.digital(channels: [0, 1, 2], frames: 0..<100)
    for (index, lead) in ISHNESample().leads.enumerated() {
      #expect(Array(digital[index]) == lead.samples.map { Int32($0) })
    }
    let physical = try record.physical(channels: [0, 2], frames: 7..<8)
    #expect(physical[0].first == -32.25 && physical[1].first?.isNaN == true)
    for line in [
      "patient: Anna Muster", "patient: id: H-17", "patient: sex: female",
      "patient: born: 03/04/1950", "patient: pacemaker: dual chamber, unipolar",
      "device: digital", "recording: owner: owner", "recording: second remark",
      "recording: lead quality: X good, II frequent noise, Lead 3 good",
    ] { #expect(record.comments.contains(line), "\(line)") }
  }

  @Test("A wrong checksum is a warning, none at all is not")
  func checksum() throws {
    var sample = ISHNESample(checksum: 0x1234)
    #expect(try open(sample).warnings.first?.contains("the checksum 1234") == true)
    sample.checksum = 0
    #expect(try open(sample).warnings == [])
  }

  @Test("Samples are counted by the lead or in all; the file's length is what counts")
  func length() throws {
    #expect(try open(ISHNESample(statedSamples: 300)).warnings == [])
    let record = try open(ISHNESample(statedSamples: 90))
    #expect(record.frameCount == 100 && record.warnings.count == 1)
    let cut = Array(ISHNESample().bytes.dropLast(7))
    try folder.write(cut, "cut.ecg")
    let short = try Recording(path: folder.file("cut.ecg")).record
    #expect(short.frameCount == 98 && short.warnings.count == 1)
  }

  @Test("What is absurd in the header is told in a sentence, or warned of")
  func damaged() throws {
    for sample in [
      ISHNESample(leadCount: 0), ISHNESample(leadCount: 13), ISHNESample(rate: 0),
      ISHNESample(textLength: -1), ISHNESample(textLength: .max),
    ] {
      #expect(throws: FileError.self) { try open(sample) }
    }
    for offset in [0, -5, 521, .max] as [Int32] {
      let record = try open(ISHNESample(dataOffset: offset))
      #expect(record.frameCount == 100 && record.warnings.count == 1)
    }
    let bytes = ISHNESample().bytes
    for count in [8, 9, 271, 521, 530, 548] {
      try folder.write(Array(bytes.prefix(count)), "cut.ecg")
      #expect(throws: FileError.self) { try Recording(path: folder.file("cut.ecg")) }
    }
    var flat = ISHNESample()
    flat.leads[0].resolution = 0
    let record = try open(flat)
    #expect(!record.channels[0].calibration.isCalibrated && record.warnings.count == 1)
  }

  @Test("Two days of three channels are opened without being read")
  func days() throws {
    let sample = ISHNESample(statedSamples: 200 * 40 * 3600)
    try folder.write(sample.bytes, "days.ecg")
    let handle = try #require(FileHandle(forWritingAtPath: folder.file("days.ecg")))
    try handle.truncate(atOffset: UInt64(548 + 200 * 40 * 3600 * 6))
    try handle.close()
    let start = ContinuousClock.now
    let record = try Recording(path: folder.file("days.ecg")).record
    #expect(ContinuousClock.now - start < .milliseconds(100))
    #expect(record.durationSeconds == 40 * 3600 && record.warnings == [])
    #expect(try record.digital(channels: [0], frames: 28_799_999..<28_800_000)[0] == [0])
  }

  @Test("It is known by content: WFDB has annotators named ecg")
  func recognition() throws {
    try folder.write(ISHNESample().bytes, "a.ecg")
    try folder.write("b 1 250 50\nb.dat 16 200 16 0 0 0 0 II\n", "b.hea")
    try folder.write([UInt8](repeating: 1, count: 100), "b.dat")
    try folder.write([0x64, 0x04, 0x64, 0x04, 0, 0], "b.ecg")
    try folder.write(ISHNESample().bytes, "c")
    #expect(try RecordFolder(path: folder.path).recordNames == ["a.ecg", "b", "c"])
    #expect(try Recording(path: folder.file("b.ecg")).format.name == "WFDB")
    #expect(try Recording(path: folder.file("b")).annotators == ["ecg"])
    #expect(try Recording(path: folder.file("c")).format.name == "ISHNE")
    #expect(try Recording(path: folder.file("a")).record.name == "a")
  }
}

@Suite("ISHNE annotations")
struct ISHNEAnnotationTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(ISHNESample().bytes, "night.ecg")
  }

  private func read(_ bytes: [UInt8], _ name: String = "night.ann") throws -> AnnotationSet {
    try folder.write(bytes, name)
    return try Recording(path: folder.file("night.ecg")).annotations("ann")
  }

  /// Warnings but that of beats behind the end of the short recording beside them.
  private func damage(_ set: AnnotationSet) -> [String] {
    set.warnings.filter { !$0.contains("behind it") }
  }

  @Test("Beats beside a recording, their times by the samples between them")
  func beats() throws {
    let bytes = ISHNESample.annotations([
      ("N", 0, 50), ("V", 0x31, 40), ("!", 0, 65_535), ("S", 0, 40_000), ("X", 0, 1), ("P", 0, 1),
      ("C", 0, 1), ("z", 0, 1), ("B", 0, 1),
    ])
    let set = try read(bytes)
    #expect(try Recording(path: folder.file("night.ecg")).annotators == ["ann"])
    #expect(set.timeResolutionHz == 200 && damage(set) == [])
    #expect(
      set.annotations.map(\.time)
        == [150, 190, 105_725, 105_726, 105_727, 105_728, 105_729, 105_730])
    #expect(
      set.annotations.map { set.symbol($0.code) } == ["N", "V", "S", "|", "/", "\"", "\"", "B"])
    #expect(set.annotations[1].subtype == 0x31)
    #expect(set.annotations[5].text == "calibration pulse" && set.annotations[6].text == "z")
  }

  @Test("A file of beats that is marked as a recording is read where its ending tells what it is")
  func mark() throws {
    let set = try read(ISHNESample.annotations([("N", 0, 9)], mark: "ISHNE1.0"))
    #expect(set.annotations.map(\.time) == [109])
  }

  @Test("A file that is cut off is told of")
  func damaged() throws {
    let bytes = ISHNESample.annotations([("N", 0, 50), ("V", 0, 40)])
    let set = try read(Array(bytes.dropLast()))
    #expect(set.annotations.count == 1 && damage(set).count == 1)
    for count in [8, 100, 548, 551] {
      #expect(throws: WFDBError.self) { try read(Array(bytes.prefix(count))) }
    }
  }
}
