import Foundation
import Testing
import Waveforms

@Suite("A recording's identity")
struct RecordingIdentityTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func recorder(_ name: String) throws -> RecordAppender {
    try RecordAppender(
      path: folder.file(name), channels: [("II", Calibration(gain: 1000))], frameRateHz: 250,
      start: RecordStart(time: "10:11:12", date: "29/11/2026"))
  }

  private func print(_ name: String) throws -> RecordPrint {
    try RecordPrint(path: folder.file(name))
  }

  @Test("It is the same from its first frame until it has ended, and what is read of it is not")
  func grows() throws {
    let recorder = try recorder("r")
    #expect(throws: FileError.self) { try print("r") }
    try recorder.append([5])
    let first = try print("r")
    try recorder.append(Array(repeating: 7, count: 100_000))
    let second = try print("r")
    try recorder.close()
    let last = try print("r")
    #expect(first.identity == second.identity && second.identity == last.identity)
    #expect(try RecordIdentity(of: Recording(path: folder.file("r")).record) == last.identity)
    #expect(Set([first, second, last].map(\.unseenChanges)).count == 3)
  }

  @Test("Two recordings of the same samples are two records")
  func two() throws {
    for name in ["a", "b"] {
      let recorder = try recorder(name)
      try recorder.append([1, 2, 3])
      try recorder.close()
    }
    #expect(try print("a").identity != print("b").identity)
  }

  @Test("It stays with the files where they are moved, and not with what is made of them")
  func moved() throws {
    let recorder = try recorder("r")
    try recorder.append((0..<1000).map { Int32($0) })
    try recorder.close()
    let identity = try print("r").identity
    try FileManager.default.createDirectory(
      atPath: folder.file("copy"), withIntermediateDirectories: true)
    for ending in ["hea", "dat"] {
      try FileManager.default.copyItem(
        atPath: folder.file("r.\(ending)"), toPath: folder.file("copy/r.\(ending)"))
    }
    #expect(try print("copy/r").identity == identity)
    // Another program has cut the first frames away, and kept the header's remarks.
    try Data(contentsOf: URL(filePath: folder.file("r.dat"))).dropFirst(40).write(
      to: URL(filePath: folder.file("copy/r.dat")))
    #expect(try print("copy/r").identity != identity)
    _ = try RecordConversion(
      Recording(path: folder.file("r")), to: .wfdb(nil), output: folder.file("copy/whole")
    ).write()
    let header = try String(contentsOfFile: folder.file("copy/whole.hea"), encoding: .utf8)
    #expect(!header.contains("tawara recording"))
    #expect(try print("copy/whole").identity != identity)
  }
}
