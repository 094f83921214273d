import Foundation
import Testing
import Waveforms

@Suite("Headers that name what they should not")
struct HostileHeaderTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["in", "out"] {
      try FileManager.default.createDirectory(
        atPath: folder.file(name), withIntermediateDirectories: true)
    }
    try folder.write([1, 0, 2, 0, 3, 0], "out/x.dat")
  }

  private func write(_ file: String) throws {
    try folder.write("r 1 250 3\n\(file) 16 200/mV 16 0 0 0 0 II\n", "in/r.hea")
  }

  private func open(allowsOutside: Bool = false) throws -> Record {
    try Recording(path: folder.file("in/r"), hints: RecordHints(allowsOutside: allowsOutside))
      .record
  }

  @Test("files outside of the header's folder are opened where that is allowed, and said")
  func outside() throws {
    for file in ["../out/x.dat", folder.file("out/x.dat"), "a/../../out/x.dat"] {
      try write(file)
      let error = #expect(throws: WFDBError.self, "\(file)") { try open() }
      #expect("\(error.map { "\($0)" } ?? "")".contains("--allow-outside opens it"))
      guard !file.hasPrefix("a/") else { continue }
      let record = try open(allowsOutside: true)
      #expect(Array(try record.digital(channels: [0], frames: 0..<3)[0]) == [1, 2, 3])
      #expect(record.warnings.contains { $0.contains("lies outside") })
    }
  }

  @Test("what lies in the folder, or below it, is the record's own")
  func inside() throws {
    try FileManager.default.createDirectory(
      atPath: folder.file("in/data"), withIntermediateDirectories: true)
    try folder.write([7, 0, 8, 0, 9, 0], "in/data/y.dat")
    for file in ["data/y.dat", "./data/y.dat", "data/../data/y.dat"] {
      try write(file)
      #expect(Array(try open().digital(channels: [0], frames: 0..<3)[0]) == [7, 8, 9], "\(file)")
    }
    // A link is the owner's own doing.
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("in/l.dat"), withDestinationPath: folder.file("out/x.dat"))
    try write("l.dat")
    #expect(Array(try open().digital(channels: [0], frames: 0..<3)[0]) == [1, 2, 3])
  }

  @Test("segments as well") func segments() throws {
    try folder.write("s 1 250 3\nx.dat 16 200/mV 16 0 0 0 0 II\n", "out/s.hea")
    try folder.write("r/2 1 250 6\n../out/s 3\n../out/s 3\n", "in/r.hea")
    #expect(throws: (any Error).self) { try open() }
    let record = try open(allowsOutside: true)
    #expect(record.frameCount == 6)
  }

  @Test("channels of a sample a minute are trends", arguments: [1.0 / 60, 0.1, 1e-6, 24])
  func trends(rate: Double) throws {
    try folder.write([1, 0, 2, 0, 3, 0], "in/x.dat")
    try folder.write("r 1 \(rate) 3\nx.dat 16 200/mV 16 0 0 0 0 II\n", "in/r.hea")
    let record = try open()
    #expect(record.channels[0].isTrend && record.channels[0].kind == .unknown)
    #expect(record.warnings.contains { $0.contains("II") && $0.contains("trend") })
    try folder.write("r 1 100 3\nx.dat 16 200/mV 16 0 0 0 0 II\n", "in/r.hea")
    #expect(try open().channels[0].kind == .surface && open().warnings.isEmpty)
  }
}
