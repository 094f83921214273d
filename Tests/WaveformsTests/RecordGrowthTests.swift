import Foundation
import Testing
import Waveforms

@Suite("Records that grow while they are read")
struct RecordGrowthTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The samples of a frame of two channels, the second with two samples.
  private static func frame(_ index: Int) -> [Int32] {
    [Int32(index % 1000), Int32(-index % 700), Int32(index * 3 % 900)]
  }

  private static func bytes(_ frames: Range<Int>, width: Int) -> [UInt8] {
    frames.flatMap(frame).flatMap { value in
      (0..<width).map { UInt8(truncatingIfNeeded: value >> Int32(8 * $0)) }
    }
  }

  private func append(_ bytes: [UInt8], to name: String = "r.dat") throws {
    let file = try #require(FileHandle(forWritingAtPath: folder.file(name)))
    try file.seekToEnd()
    try file.write(contentsOf: bytes)
    try file.close()
  }

  private func begin(_ format: Int, length: String = "", bytes: [UInt8]) throws -> Record {
    try folder.write(
      "r 2 250\(length)\nr.dat \(format) 200/mV 16 0 0 0 0 I\n"
        + "r.dat \(format)x2 200/mV 16 0 0 0 0 II\n", "r.hea")
    try folder.write(bytes, "r.dat")
    return try Recording(path: folder.file("r")).record
  }

  private func isRight(_ record: Record) throws -> Bool {
    let block = try record.digital(channels: [0, 1], frames: 0..<record.frameCount)
    let frames = (0..<record.frameCount).map(Self.frame)
    return Array(block[0]) == frames.map { $0[0] }
      && Array(block[1]) == frames.flatMap { $0.dropFirst() }
  }

  @Test("What is appended byte by byte is there frame by frame", arguments: [16, 24, 32])
  func appended(format: Int) throws {
    let width = format / 8
    let all = Self.bytes(0..<12, width: width)
    let size = 3 * width
    var record = try begin(format, bytes: Array(all.prefix(2 * size + 1))).refreshed()
    #expect(record.frameCount == 2)
    for index in 2 * size + 1..<all.count {
      let before = record
      try append([all[index]])
      record = try record.refreshed()
      #expect(record.frameCount == (index + 1) / size)
      #expect(record.channels.map(\.sampleCount) == [record.frameCount, 2 * record.frameCount])
      #expect(try isRight(record) && isRight(before), "a snapshot stays what it was")
    }
    #expect(record.frameCount == 12)
  }

  @Test("A length in the header holds until the file outgrows what it had")
  func stated() throws {
    let record = try begin(16, length: " 5", bytes: Self.bytes(0..<8, width: 2))
    #expect(record.frameCount == 5)
    #expect(try record.refreshed().frameCount == 5)
    try append(Self.bytes(8..<9, width: 2))
    let grown = try record.refreshed()
    #expect(try grown.frameCount == 9 && isRight(grown))
    #expect(try grown.refreshed().frameCount == 9)
  }

  @Test("Of two files the shorter one says how far the record goes")
  func twoFiles() throws {
    try folder.write("r 2 250\na.dat 16 200/mV\nb.dat 16 200/mV\n", "r.hea")
    for name in ["a.dat", "b.dat"] { try folder.write([UInt8](repeating: 1, count: 20), name) }
    var record = try Recording(path: folder.file("r")).record
    try append([2, 2, 2, 2], to: "a.dat")
    record = try record.refreshed()
    #expect(record.frameCount == 10)
    try append([3, 3, 3], to: "b.dat")
    #expect(try record.refreshed().frameCount == 11)
  }

  @Test("A file that shrank is told of in a sentence, and one that is gone")
  func shrank() throws {
    let record = try begin(16, bytes: Self.bytes(0..<8, width: 2)).refreshed()
    let path = folder.file("r.dat")
    try #require(FileHandle(forWritingAtPath: path)).truncate(atOffset: 30)
    let error = #expect(throws: FileError.self) { try record.refreshed() }
    #expect(error == .shortened(file: path, expectedBytes: 48, foundBytes: 30))
    #expect(
      error.map { "\($0)" }
        == "\(path): expected the 48 bytes that it had when it was opened, found 30")
    try FileManager.default.removeItem(atPath: path)
    #expect(throws: FileError.cannotRead(file: path, reason: "there is no such file")) {
      try record.refreshed()
    }
  }

  @Test("An EDF file grows by whole data records", arguments: [false, true])
  func edf(isBDF: Bool) throws {
    var builder = EDFFileBuilder.twoChannels(records: 6, isBDF: isBDF)
    builder.dataRecords = "-1"
    let all = builder.bytes
    let size = 6 * (isBDF ? 3 : 2)
    try folder.write(Array(all.prefix(768 + 2 * size + 3)), "e.edf")
    var record = try Recording(path: folder.file("e.edf")).record.refreshed()
    #expect(record.frameCount == 4)
    try append(Array(all[(768 + 2 * size + 3)..<(768 + 5 * size)]), to: "e.edf")
    record = try record.refreshed()
    #expect(record.frameCount == 10)
    #expect(
      try Array(record.digital(channels: [0], frames: 0..<10)[0]) == (0..<20).map(Int32.init))
  }

  @Test("Peaks of a record that grew are those of a cache made at once", arguments: 1...6)
  func peaks(seed: UInt64) throws {
    var random = SeededSteps(seed: seed)
    let total = 40_000
    var written = 1 + random.next(below: 500)
    var record = try begin(16, bytes: Self.bytes(0..<written, width: 2)).refreshed()
    var reader = PeakReader(record: record)
    while written < total {
      if random.next(below: 3) > 0 { while reader.cache.fillNext() {} }
      let more = min([1, 31, 700, 9000][random.next(below: 4)], total - written)
      try append(Self.bytes(written..<written + more, width: 2))
      written += more
      record = try record.refreshed()
      reader = reader.growing(to: record)
    }
    while reader.cache.fillNext() {}
    // A snapshot without more frames takes nothing away.
    reader = reader.growing(to: try record.refreshed())
    #expect(reader.cache.isComplete && record.frameCount == total)
    let whole = PeakReader(record: try Recording(path: folder.file("r")).record)
    while whole.cache.fillNext() {}
    for width in [128, 129, 512, 2048, 40_000, 140_000] {
      for channel in [0, 1] {
        let count = record.channels[channel].sampleCount
        let edges = Array(stride(from: 0, to: count, by: width)) + [count]
        #expect(
          reader.cache.peaks(channel: channel, edges: edges)
            == whole.cache.peaks(channel: channel, edges: edges), "width \(width)")
      }
    }
  }
}

/// The same steps in every run.
private struct SeededSteps {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next(below limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(limit))
  }
}
