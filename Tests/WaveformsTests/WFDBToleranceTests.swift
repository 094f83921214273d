import Foundation
import Testing
import Waveforms

/// Records as other programs and media leave them: what is meant is clear, or is said.
@Suite("WFDBTolerance") struct WFDBToleranceTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A record of two signals and four frames, of which a part of the header may be another.
  private func write(
    _ record: String = "r 2 128 4", _ signal: String = "r.dat 16 200/mV 16 0 0 0 0"
  ) throws {
    try folder.write("\(record)\n\(signal) I\n\(signal) II\n", "r.hea")
    try folder.write((0..<16).map { UInt8($0) }, "r.dat")
  }

  private func open() throws -> Record { try Recording(path: folder.file("r")).record }

  // MARK: Headers

  @Test(
    "Whole numbers written with a point are whole numbers",
    arguments: [
      ("r 2 128 4.0", "r.dat 16 200/mV 16 0 0 0 0"), ("r 2.0 128 4", "r.dat 16 200/mV 16 0 0 0 0"),
      ("r 2 128 4", "r.dat 16 200.0(0.0)/mV 16 0 0 0 0"),
      ("r 2 128 4", "r.dat 16 200/mV 16.0 0.0 0.00 0. 0"),
    ])
  func realNumbers(record: String, signal: String) throws {
    try write(record, signal)
    let read = try open()
    #expect(read.frameCount == 4)
    #expect(read.channels.map(\.name) == ["I", "II"])
    #expect(read.channels[0].calibration.baseline == 0)
  }

  @Test("Numbers that are not whole are refused as before")
  func fractions() throws {
    try write("r 2 128 4.5")
    #expect(throws: WFDBError.self) { try open() }
  }

  @Test("A record's name may be a path, and files may have been taken out of their folder")
  func pathAsName() throws {
    try write("set/r 2 128 4", "set/r.dat 16 200/mV 16 0 0 0 0")
    #expect(try open().frameCount == 4)
    #expect(try RecordFolder(path: folder.path).recordNames == ["r"])
    #expect(try Recording(path: folder.file("r")).ownPaths().contains(folder.file("r.dat")))
  }

  @Test(
    "Names in capitals, as media without small letters give them", arguments: ["R.DAT", "r.dat"])
  func capitals(named: String) throws {
    try folder.write("r 1 128 4\n\(named) 16 200/mV 16 0 0 0 0 I\n", "R.HEA")
    try folder.write((0..<8).map { UInt8($0) }, "R.DAT")
    for name in ["R.HEA", "R", "R.DAT"] {
      #expect(try Recording(path: folder.file(name)).record.frameCount == 4, "\(name)")
    }
    #expect(try RecordFolder(path: folder.path).recordNames == ["R"])
  }

  // MARK: Files that are not what they seem

  @Test(
    "A pointer to a file that was not fetched is no samples",
    arguments: [
      ("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 65\n", "git lfs pull"),
      ("/annex/objects/SHA256E-s65--00.dat\n", "git annex get"),
    ])
  func pointers(text: String, cure: String) throws {
    try write()
    for name in ["r.dat", "r.hea", "r.atr"] {
      try write()
      try folder.write(text, name)
      let error = #expect(throws: (any Error).self) {
        let recording = try Recording(path: folder.file("r"))
        _ = try recording.annotations("atr")
      }
      #expect(error.map { "\($0)" }?.contains(cure) == true, "\(name)")
    }
  }

  @Test(
    "Backups and editors' files are no annotators, nor is text",
    arguments: ["hea-", "atr-", "atr~", "atr.bak", "bak", "orig", "swp", "#"])
  func backups(ending: String) throws {
    try write()
    let beats: [UInt8] = [0x02, 0x04, 0x02, 0x04, 0, 0]
    try folder.write(beats, "r.atr")
    try folder.write(beats, "r." + ending)
    #expect(try Recording(path: folder.file("r")).annotators == ["atr"])
  }

  @Test("Text is no annotator, whatever its name")
  func text() throws {
    try write()
    try folder.write("notes of the night, none of them for a machine to read", "r.notes")
    try folder.write("notes of the night, none of them for a machine to read", "r.st")
    #expect(try Recording(path: folder.file("r")).annotators == [])
  }

  // MARK: Annotations

  @Test("Annotations behind the record's end are told of; those on it are in their place")
  func behindTheEnd() throws {
    try write()
    // Beats at 2, 4 (the very end), and 903 frames.
    try folder.write([0x02, 0x04, 0x02, 0x04, 0x83, 0x07, 0, 0], "r.atr")
    let set = try Recording(path: folder.file("r")).annotations("atr")
    #expect(set.annotations.map(\.time) == [2, 4, 903])
    #expect(
      set.warnings == [
        "atr: expected annotations up to the record's end at 0:00:00, found 1 of 3 behind it, the "
          + "last at 0:00:07"
      ])
  }

  @Test("A record of annotations alone ends with the last of them")
  func annotationsAlone() throws {
    try folder.write("r 0 128\n", "r.hea")
    try folder.write([0x64, 0x04, 0x64, 0x04, 0, 0], "r.ecg")
    let recording = try Recording(path: folder.file("r"))
    #expect(recording.record.frameCount == 201)
    #expect(try recording.annotations("ecg").warnings == [])
  }

  @Test("Annotations may stand beside a file of any format")
  func besideEDF() throws {
    try folder.write(Self.edf, "e.edf")
    try folder.write([0x02, 0x04, 0x02, 0x04, 0, 0], "e.qrs")
    let recording = try Recording(path: folder.file("e.edf"))
    #expect(recording.annotators == ["qrs"])
    #expect(try recording.annotations("qrs").annotations.map(\.time) == [2, 4])
    #expect(try recording.ownPaths().sorted() == [folder.file("e.edf"), folder.file("e.qrs")])
  }

  private static var edf: [UInt8] {
    var file = EDFFileBuilder()
    file.signals = [EDFFileBuilder.Signal(label: "II", samples: [[0, 100, -100, 0]])]
    return file.bytes
  }

  // MARK: Compression

  /// Wraps the program `gzip`.
  private func compress(_ name: String) throws {
    let gzip = Process()
    gzip.executableURL = URL(filePath: "/bin/gzip")
    gzip.arguments = [folder.file(name)]
    try gzip.run()
    gzip.waitUntilExit()
    try #require(gzip.terminationStatus == 0)
  }

  @Test("A file that is compressed opens as what it holds, by all its names")
  func compressed() throws {
    try folder.write(Self.edf, "e.edf")
    let plain = try Recording(path: folder.file("e")).record
    let values = try plain.physical(channels: [0], frames: 0..<4)
    try compress("e.edf")
    #expect(try RecordFolder(path: folder.path).recordNames == ["e.edf.gz"])
    for name in ["e.edf.gz", "e"] {
      let record = try Recording(path: folder.file(name)).record
      #expect(record.name == "e")
      #expect(try record.physical(channels: [0], frames: 0..<4) == values)
    }
  }

  @Test("A compressed file that is cut is refused, as is a compressed header")
  func damagedCompression() throws {
    try folder.write(Self.edf, "e.edf")
    try compress("e.edf")
    let whole = try Data(contentsOf: URL(filePath: folder.file("e.edf.gz")))
    try folder.write([UInt8](whole.dropLast(20)), "e.edf.gz")
    let error = #expect(throws: (any Error).self) { try Recording(path: folder.file("e.edf.gz")) }
    #expect(error.map { "\($0)" }?.contains("gzip") == true)
    try write()
    try compress("r.hea")
    let header = #expect(throws: RecordingError.self) {
      try Recording(path: folder.file("r.hea.gz"))
    }
    #expect(header?.description.contains("gunzip") == true)
  }

  // MARK: Paths

  @Test(
    "What is no file is told apart",
    arguments: [
      ("https://physionet.org/x.edf", "download it first"), ("s3://a/b", "download it first"),
    ])
  func addresses(path: String, cure: String) {
    let error = #expect(throws: RecordingError.self) { try Recording(path: path) }
    #expect(error?.description.contains(cure) == true)
  }

  @Test("A zip archive is told apart")
  func archives() throws {
    try folder.write([0x50, 0x4B, 3, 4] + [UInt8](repeating: 0, count: 60), "all.zip")
    let error = #expect(throws: RecordingError.self) { try Recording(path: folder.file("all.zip")) }
    #expect(error?.description.contains("unzip it first") == true)
  }
}
