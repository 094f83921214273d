import Foundation
import Testing
import Waveforms

@Suite("MATLAB files")
struct MATLABTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func open(_ bytes: [UInt8]) throws -> Record {
    try folder.write(bytes, "ecg.mat")
    return try Recording(path: folder.file("ecg.mat")).record
  }

  private func failure(_ bytes: [UInt8]) throws -> String? {
    do {
      _ = try open(bytes)
      return nil
    } catch {
      return "\(error)"
    }
  }

  private func digital(_ record: Record) throws -> [Int32] {
    try record.digital(
      channels: Array(record.channels.indices), frames: 0..<record.frameCount
    ).samples
  }

  private static let first: [Int16] = (0..<300).map { Int16($0 * 7 - 1000) }
  private static let second: [Int16] = (0..<300).map { Int16(500 - $0 * 3) }
  /// Two signals of 300 samples, a row each.
  private static let values: [Int16] = zip(first, second).flatMap { [$0, $1] }
  private static let expected: [Int32] = (first + second).map { Int32($0) }

  @Test(
    "Both byte orders, plain and compressed",
    arguments: [
      MATLABSample(), MATLABSample(isBig: true), MATLABSample(isCompressed: true),
      MATLABSample(isBig: true, isCompressed: true),
    ])
  func forms(_ sample: MATLABSample) throws {
    let record = try open(
      sample.file([
        sample.words("val", 2, 300, Self.values), sample.doubles("Fs", 1, 1, [360]),
        sample.cells("names", ["II", "V5"]), sample.text("units", "uV"),
      ]))
    #expect(record.container == "MATLAB")
    #expect(record.frameRateHz == 360)
    #expect(record.channels.map(\.name) == ["II", "V5"])
    let calibration = Calibration(gain: 1, unit: "uV")
    #expect(record.channels.map(\.calibration) == [calibration, calibration])
    #expect(record.warnings == [])
    #expect(try digital(record) == Self.expected)
  }

  @Test("The longer side is time, whichever it is")
  func columns() throws {
    let sample = MATLABSample()
    let first = (0..<300).map { Double($0) / 200 }
    let second = (0..<300).map { $0 == 5 ? Double.nan : -Double($0) / 1000 }
    let record = try open(
      sample.file([
        sample.doubles("ecg", 300, 2, first + second), sample.doubles("sampling_rate", 1, 1, [500]),
      ]))
    let block = try record.physical(channels: [0, 1], frames: 0..<300)
    #expect(Array(block[0]) == first.map { Float($0) })
    #expect(block[1][block.range(1).lowerBound + 5].isNaN)
    #expect(
      record.channels[0].calibration.gain == 1000 || record.channels[0].calibration.gain == 200)
    #expect(record.channels.map(\.name) == ["channel 1", "channel 2"])
    #expect(record.warnings == ["no unit is given: by the size of its values, mV is assumed"])
  }

  @Test("A structure's fields are looked at as variables are")
  func structures() throws {
    let sample = MATLABSample()
    let record = try open(
      sample.file([
        sample.structure(
          "rec",
          [
            ("data", sample.words("", 2, 300, Self.values)),
            ("srate", sample.doubles("", 1, 1, [250])),
          ])
      ]))
    #expect(record.frameRateHz == 250)
    #expect(record.comments == ["variable: rec.data, 2 × 300"])
    #expect(try digital(record) == Self.expected)
  }

  @Test("What is missing is said, and how it is given")
  func sentences() throws {
    let sample = MATLABSample()
    let matrix = sample.words("val", 2, 300, Self.values)
    let rate = sample.doubles("fs", 1, 1, [360])
    #expect(try failure(sample.file([matrix]))?.contains("give it with --rate HZ") == true)
    #expect(try failure(sample.file([rate]))?.contains("found none") == true)
    let two = [
      sample.words("a", 2, 300, Self.values), sample.words("b", 2, 300, Self.values), rate,
    ]
    #expect(try failure(sample.file(two))?.contains("found a, b") == true)
    #expect(
      try failure(sample.file([matrix, rate], version: 0x0200))?.contains("save it with -v7")
        == true)
    let zero = sample.doubles("fs", 1, 1, [0])
    #expect(try failure(sample.file([matrix, zero]))?.contains("--rate HZ") == true)
  }

  @Test("Damaged files give a sentence")
  func damage() throws {
    let plain = MATLABSample()
    let arrays = [plain.words("val", 2, 300, Self.values), plain.doubles("fs", 1, 1, [360])]
    let bytes = plain.file(arrays)
    for count in stride(from: 0, to: bytes.count, by: 5) {
      _ = try failure(Array(bytes.prefix(count)))
    }
    #expect(try failure(Array(bytes.dropLast(200)))?.contains("the file is cut") == true)
    let compressed = MATLABSample(isCompressed: true).file(arrays)
    #expect(try failure(Array(compressed.prefix(700))) != nil)
    var absurd = plain.array("val", kind: 6, [0x7FFF_FFFF, 0x7FFF_FFFF], plain.element(9, [1, 2]))
    #expect(try failure(plain.file([absurd])) != nil)
    absurd = plain.doubles("fs", 1, 1, [360])
    for _ in 0..<2000 { absurd = plain.array("c", kind: 1, [1, 1], absurd) }
    #expect(try failure(plain.file([absurd]))?.contains("at most 8 levels") == true)
  }

  @Test("A signal file of WFDB that is a MATLAB file of version 4 stays one")
  func signalFile() throws {
    let samples = (0..<100).flatMap { MATLABSample().number(Int16($0)) }
    let head = [30, 1, 100, 0, 4].flatMap { MATLABSample().uint32($0) } + Array("val\0".utf8)
    try folder.write(head + samples, "rec.mat")
    try folder.write("rec 1 500 100\nrec.mat 16+24 1000/mV 16 0 0 0 0 II\n", "rec.hea")
    for name in ["rec", "rec.hea", "rec.mat"] {
      let recording = try Recording(path: folder.file(name))
      #expect(recording.format.name == "WFDB")
      #expect(try digital(recording.record) == (0..<100).map { Int32($0) })
    }
    #expect(try RecordFolder(path: folder.path).recordNames == ["rec"])
  }
}
