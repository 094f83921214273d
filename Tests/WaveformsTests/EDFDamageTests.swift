import Foundation
import Testing
import Waveforms

@Suite struct EDFDamageTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Offsets of the numeric fields of a file with two signals, and what each must not hold.
  static let numericFields: [(name: String, byte: Int, length: Int)] = [
    ("duration of a data record", 244, 8), ("number of signals", 252, 4),
    ("physical minimum of signal 1", 464, 8), ("physical maximum of signal 2", 488, 8),
    ("digital minimum of signal 1", 496, 8), ("digital maximum of signal 2", 520, 8),
    ("samples per data record of signal 1", 688, 8),
    ("samples per data record of signal 2", 696, 8),
  ]

  @Test(arguments: numericFields, ["", "abc", "nan", "inf", "0x10", "1,,5", "1 2", "--1"])
  func corruptNumbersAreNamed(
    field: (name: String, byte: Int, length: Int), content: String
  ) throws {
    var bytes = EDFFileBuilder.twoChannels().bytes
    for index in 0..<field.length { bytes[field.byte + index] = 0x20 }
    for (index, byte) in content.utf8.prefix(field.length).enumerated() {
      bytes[field.byte + index] = byte
    }
    let path = try EDFFileBuilder.write(bytes, in: folder)
    let error = #expect(throws: EDFError.self) { try EDFReader.open(path: path) }
    guard case .invalidField(path, field.name, field.byte, _, let found)? = error else {
      Issue.record("found \(String(describing: error))")
      return
    }
    #expect(found == content)
    #expect(error?.description.contains("at byte \(field.byte), found '\(content)'") == true)
  }

  @Test(arguments: [
    ("number of signals", 252, "0"), ("number of signals", 252, "-1"),
    ("duration of a data record", 244, "-1"), ("duration of a data record", 244, "1e-300"),
    ("samples per data record of signal 1", 688, "-4"),
  ])
  func numbersOutOfRangeAreNamed(name: String, byte: Int, content: String) throws {
    var bytes = EDFFileBuilder.twoChannels().bytes
    let length = byte == 252 ? 4 : 8
    for (index, letter) in content.padding(toLength: length, withPad: " ", startingAt: 0).utf8
      .enumerated()
    {
      bytes[byte + index] = letter
    }
    let path = try EDFFileBuilder.write(bytes, in: folder)
    let error = #expect(throws: EDFError.self) { try EDFReader.open(path: path) }
    guard case .invalidField(path, name, byte, _, content)? = error else {
      Issue.record("found \(String(describing: error))")
      return
    }
  }

  @Test func samplesNeedADuration() throws {
    var builder = EDFFileBuilder.twoChannels()
    builder.duration = "0"
    let path = try builder.write(in: folder)
    #expect(throws: EDFError.noRecordDuration(file: path, channels: 2)) {
      try EDFReader.open(path: path)
    }
  }

  @Test func otherFilesAreRefused() throws {
    let text = try EDFFileBuilder.write(Array("100 2 360 650000\n".utf8), in: folder)
    #expect(throws: EDFError.unknownVersion(file: text, found: "100 2 36")) {
      try EDFReader.open(path: text)
    }
    let cut = try EDFFileBuilder.twoChannels().write(in: folder, keeping: 700)
    #expect(throws: EDFError.truncatedHeader(file: cut, expectedBytes: 768, foundBytes: 700)) {
      try EDFReader.open(path: cut)
    }
    let absent = text + ".none"
    #expect(throws: EDFError.unreadable(file: absent, reason: "there is no such file")) {
      try EDFReader.open(path: absent)
    }
  }

  @Test func truncatedFilesKeepWhatTheyHave() throws {
    let builder = EDFFileBuilder.twoChannels(records: 3)
    let whole = builder.bytes
    let fast = builder.signals[0].samples.flatMap { $0 }.map(Int32.init)
    let slow = builder.signals[1].samples.flatMap { $0 }.map(Int32.init)
    for length in 768..<whole.count {
      let record = try EDFReader.open(path: builder.write(in: folder, keeping: length)).record
      #expect(record.warnings.count == 1)
      let block = try record.digital(channels: [0, 1], frames: 0..<record.frameCount)
      let rest = (length - 768) % 12
      let fastCount = (length - 768) / 12 * 4 + min(4, rest / 2)
      let slowCount = (length - 768) / 12 * 2 + max(0, (rest - 8) / 2)
      #expect(Array(block[0].prefix(fastCount)) == Array(fast.prefix(fastCount)))
      #expect(Array(block[1].prefix(slowCount)) == Array(slow.prefix(slowCount)))
      #expect(block[0].dropFirst(fastCount).allSatisfy { $0 == Int32.min })
      #expect(block[1].dropFirst(slowCount).allSatisfy { $0 == Int32.min })
      #expect(record.frameCount == (fastCount + 1) / 2)
    }
  }

  @Test func missingSamplesAreNotNumbers() throws {
    let builder = EDFFileBuilder.twoChannels(records: 1)
    let record = try EDFReader.open(path: builder.write(in: folder, keeping: 768 + 6)).record
    let values = try record.physical(channels: [0, 1], frames: 0..<2)
    #expect(Array(values[0].prefix(3)) == [0, 0.001, 0.002])
    #expect(values[0].last?.isNaN == true)
    #expect(values[1].allSatisfy { $0.isNaN })
  }

  @Test func unknownNumberOfDataRecordsFollowsFromTheSize() throws {
    var builder = EDFFileBuilder.twoChannels(records: 3)
    builder.dataRecords = "-1"
    let record = try EDFReader.open(path: builder.write(in: folder)).record
    #expect(record.frameCount == 6)
    #expect(record.warnings.isEmpty)
  }

  @Test func bytesBeyondTheLastDataRecordAreReported() throws {
    let builder = EDFFileBuilder.twoChannels(records: 3)
    let record = try EDFReader.open(path: builder.write(in: folder, adding: [1, 2, 3])).record
    #expect(record.frameCount == 6)
    #expect(record.warnings.count == 1)
    #expect(record.warnings.first?.contains("3 of 12 bytes and 3 bytes more") == true)
  }

  @Test func promisesOfTheHeaderAllocateNothing() throws {
    var builder = EDFFileBuilder.twoChannels(records: 1)
    builder.signals[0].samplesPerRecord = "99999999"
    builder.signals[1].samplesPerRecord = "99999999"
    builder.dataRecords = "99999999"
    let record = try EDFReader.open(path: builder.write(in: folder)).record
    let block = try record.digital(channels: [0, 1], frames: 0..<1)
    #expect(block.samples.count < 1_000_000)
    #expect(!record.warnings.isEmpty)
  }

  @Test(arguments: 0..<40) func mutatedFilesNeverTrap(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let lists = ["+0\u{14}\u{14}\0+0.5\u{15}1\u{14}note\u{14}\0", "+3\u{14}\u{14}\0"]
    let original = EDFFileBuilder.annotated(lists, reserved: "EDF+D").bytes
    let letters = Array("0123456789 -+.eE\u{14}\u{15}\0Z".utf8)
    for _ in 0..<10 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        let index = Int.random(in: 160..<bytes.count, using: &random)
        bytes[index] = letters[Int.random(in: 0..<letters.count, using: &random)]
      }
      let path = try EDFFileBuilder.write(bytes, in: folder)
      guard let opened = try? EDFReader.open(path: path) else { continue }
      let record = opened.record
      let frames = max(0, record.frameCount - 100)..<record.frameCount
      let block = try record.digital(channels: Array(record.channels.indices), frames: frames)
      #expect(block.channelCount == record.channels.count)
      #expect(record.frameRateHz.isFinite && record.frameRateHz > 0)
    }
  }
}

/// The SplitMix64 generator.
private struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
