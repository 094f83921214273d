import Foundation
import Testing
import Waveforms

/// Damaged and odd records that a trial by hand found: each must say what is wrong and invent
/// nothing.
@Suite("Damaged records")
struct DamagedRecordsTests {
  private func header(_ format: WFDBSignalFormat, frames: Int) -> WFDBHeader {
    WFDBHeader(
      name: "r", frameRateHz: 250, frameCount: frames,
      signals: [
        .init(
          fileName: "r.dat", format: format, calibration: Calibration(gain: 200, baseline: 1000),
          name: "II")
      ])
  }

  /// Writes a ramp that never is 0 nor a missing value.
  private func write(_ format: WFDBSignalFormat, frames: Int, _ folder: TemporaryFolder) throws {
    try WFDBWriter.write(header(format, frames: frames), folder: folder.path) { _, part in
      var block = ChannelBlock<Int32>(frames: part.count, samplesPerFrame: [1], repeating: 0)
      for (offset, frame) in part.enumerated() {
        block.samples[offset] = Int32(1 + frame * 7 % 900)
      }
      return block
    }
  }

  private func bytes(_ folder: TemporaryFolder, _ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: folder.file(name))))
  }

  @Test(
    "a damaged FLAC frame is missing, not zeros", arguments: [0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95])
  func damagedFLAC(place: Double) throws {
    let folder = try TemporaryFolder()
    try write(.flac16, frames: 100_000, folder)
    var stream = try bytes(folder, "r.dat")
    stream[Int(Double(stream.count) * place)] ^= 0x10
    try folder.write(stream, "r.dat")
    let record = try WFDBReader.open(path: folder.file("r"))
    let samples = try record.digital(channels: [0], frames: 0..<100_000)[0]
    let missing = samples.count { $0 == -32768 }
    #expect((1...9000).contains(missing))
    let isRight = samples.enumerated().allSatisfy {
      $0.element == -32768 || $0.element == Int32(1 + $0.offset * 7 % 900)
    }
    #expect(isRight)
  }

  @Test("a FLAC stream that was cut short is told of, and shown as far as it goes")
  func shortFLAC() throws {
    let folder = try TemporaryFolder()
    try write(.flac16, frames: 100_000, folder)
    let stream = try bytes(folder, "r.dat")
    try folder.write(Array(stream.prefix(stream.count / 2)), "r.dat")
    let record = try WFDBReader.open(path: folder.file("r"))
    #expect(record.warnings.contains { $0.contains("expected 100000 samples") })
    #expect(try record.digital(channels: [0], frames: 0..<1)[0].first == 1)
  }

  @Test(
    "a plain file that was cut short, at every byte",
    arguments: [
      WFDBSignalFormat.int16, .int24, .packed12, .packed10, .packed10Word,
    ])
  func shortFiles(format: WFDBSignalFormat) throws {
    let folder = try TemporaryFolder()
    let frames = 24
    try WFDBWriter.write(header(format, frames: frames), folder: folder.path) { _, part in
      var block = ChannelBlock<Int32>(frames: part.count, samplesPerFrame: [1], repeating: 0)
      for index in 0..<part.count { block.samples[index] = Int32(1 + index) }
      return block
    }
    let whole = try bytes(folder, "r.dat")
    for length in 1..<whole.count {
      try folder.write(Array(whole.prefix(length)), "r.dat")
      let held = format.sampleCount(bytes: length)
      guard held > 0 else {
        #expect(throws: WFDBError.self) { try WFDBReader.open(path: folder.file("r")) }
        continue
      }
      let record = try WFDBReader.open(path: folder.file("r"))
      #expect(record.frameCount == held)
      #expect(record.warnings.count == 1)
      let samples = try record.digital(channels: [0], frames: 0..<held)[0]
      let expected: [Int32] = Array(1...Int32(held))
      #expect(Array(samples) == expected)
    }
  }

  @Test("a file that is cut short while it is open reads as missing, and says so")
  func shortenedWhileOpen() throws {
    let folder = try TemporaryFolder()
    try write(.int16, frames: 100_000, folder)
    let record = try WFDBReader.open(path: folder.file("r"))
    #expect(record.shortenedFiles == [])
    let handle = try #require(FileHandle(forWritingAtPath: folder.file("r.dat")))
    try handle.truncate(atOffset: 10_000)
    let samples = try record.digital(channels: [0], frames: 0..<100_000)[0]
    #expect(samples.prefix(5000).allSatisfy { $0 > 0 })
    #expect(samples.dropFirst(5000).allSatisfy { $0 == -32768 })
    #expect(record.shortenedFiles == ["r.dat"])
  }

  @Test("names of one character, in the current folder or not", arguments: ["f", "é", "心"])
  func shortNames(name: String) throws {
    let folder = try TemporaryFolder()
    try write(.int16, frames: 10, folder)
    try folder.write(try bytes(folder, "r.hea"), name + ".hea")
    #expect(try Recording(path: folder.file(name)).record.name == name)
    // Not there, but asked for by a name alone: Foundation's own path functions trap on these.
    #expect(throws: RecordingError.self) { try Recording(path: name) }
    #expect(name.folderPath == "" && "/\(name)".folderPath == "/")
    #expect("a/\(name)".fileName == name && "a.b/\(name)".fileExtension == "")
  }

  @Test(
    "headers that promise what no file holds are refused",
    arguments: [
      "n 1 250 1099511627776\n~ 0 200 12 0 0 0 0 a\n", "n/2 1 250\n~ 1099511627776\n~ 5\n",
      "n 4 250 1024\n" + String(repeating: "~ 0x16777216 200 12 0 0 0 0 a\n", count: 4),
    ])
  func promises(text: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(text, "n.hea")
    #expect(throws: WFDBError.self) { try WFDBReader.open(path: folder.file("n")) }
  }

  // MARK: Multi-segment

  private func segment(
    _ name: String, rate: Int = 250, signals: [(name: String, gain: String, first: Int16)],
    _ folder: TemporaryFolder
  ) throws {
    let lines = signals.map { "\(name).dat 16 \($0.gain) 16 0 \($0.first) 7 0 \($0.name)\n" }
    try folder.write("\(name) \(signals.count) \(rate) 10\n" + lines.joined(), "\(name).hea")
    let samples = (0..<10).flatMap { frame in signals.map { $0.first + Int16(frame) } }
    try folder.write(
      samples.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] },
      "\(name).dat")
  }

  @Test("a segment of another rate, or in another unit, is left out and told of")
  func strangeSegments() throws {
    let folder = try TemporaryFolder()
    try segment("s1", signals: [("a", "200/mV", 100)], folder)
    try segment("s2", rate: 500, signals: [("a", "200/mV", 100)], folder)
    try segment("s3", signals: [("a", "200/uV", 100)], folder)
    try folder.write("m/3 1 250 30\ns1 10\ns2 10\ns3 10\n", "m.hea")
    let record = try WFDBReader.open(path: folder.file("m"))
    let samples = try record.physical(channels: [0], frames: 0..<30)[0]
    #expect(samples.prefix(10).first == 0.5)
    #expect(samples.dropFirst(10).allSatisfy { $0.isNaN })
    #expect(record.warnings.contains { $0.contains("2 of 3 segments") })
    #expect(record.channels[0].checksum == nil)
  }

  @Test("channels of one name in a variable layout stay apart, each with its segment's gain")
  func variableLayout() throws {
    let folder = try TemporaryFolder()
    let two = [("ECG", "100/mV", Int16(10)), ("ECG", "100/mV", Int16(1000))]
    try segment("s1", signals: two, folder)
    try segment("s2", signals: [("ECG", "200/mV", 10)], folder)
    try folder.write("l 2 250 0\n~ 0 100/mV 12 0 0 0 0 ECG\n~ 0 100/mV 12 0 0 0 0 ECG\n", "l.hea")
    try folder.write("m/4 2 250 25\nl 0\ns1 10\n~ 5\ns2 10\n", "m.hea")
    let record = try WFDBReader.open(path: folder.file("m"))
    let block = try record.physical(channels: [0, 1], frames: 0..<25)
    #expect(block[0].first == 0.1)
    #expect(block[1].first == 10)
    #expect(Array(block[0])[10..<15].allSatisfy { $0.isNaN })
    #expect(Array(block[0])[15] == 0.05)
    #expect(Array(block[1])[15].isNaN)
    #expect(!record.hasUniformCalibration)
    #expect(try RecordVerification(of: record).digitalSHA256 == nil)
  }

  @Test("without its layout the channels of the segments are shown")
  func lostLayout() throws {
    let folder = try TemporaryFolder()
    try segment("s1", signals: [("a", "200/mV", 5), ("b", "200/mV", 9)], folder)
    try folder.write("m/2 2 250 10\nlost 0\ns1 10\n", "m.hea")
    let record = try WFDBReader.open(path: folder.file("m"))
    #expect(record.channels.map(\.name) == ["a", "b"])
    #expect(record.warnings.contains { $0.contains("lost.hea") })
  }

  // MARK: Annotations

  @Test("a damaged annotation file is offered, with what is wrong with it")
  func damagedAnnotations() throws {
    let folder = try TemporaryFolder()
    try write(.int16, frames: 10_000, folder)
    let set = AnnotationSet(
      annotator: "dr",
      annotations: (1..<50).map { WFDBAnnotation(time: $0 * 200, code: .normalBeat) })
    let whole = try WFDBAnnotationWriter.encode(set)
    try folder.write(Array(whole.dropLast(2)), "r.dr")
    try folder.write(Array(whole.prefix(20)) + [0x05, 0xd4] + whole, "r.atr")
    try folder.write([UInt8](repeating: 0, count: 5000), "r.sig")
    let recording = try Recording(path: folder.file("r"))
    #expect(recording.annotators == ["atr", "dr"])
    let cut = try recording.annotations("dr")
    #expect(cut.annotations == set.annotations)
    #expect(cut.warnings.count == 1)
    let broken = try recording.annotations("atr")
    #expect(broken.annotations.count == 10)
    #expect(broken.warnings.contains { $0.contains("expected a code") })
  }

  @Test("what cannot be read back is not written", arguments: ["my rec", "#r", "a\tb", ""])
  func unreadableNames(name: String) throws {
    let folder = try TemporaryFolder()
    var header = header(.int16, frames: 3)
    header.name = name
    #expect(throws: WFDBError.self) {
      try WFDBWriter.write(header, folder: folder.path) { _, part in
        ChannelBlock<Int32>(frames: part.count, samplesPerFrame: [1], repeating: 0)
      }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
  }
}
