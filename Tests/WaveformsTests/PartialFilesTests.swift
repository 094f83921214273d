import Foundation
import Testing
import Waveforms

@Suite("Files that are not whole yet") struct PartialFilesTests {
  @Test("two that are begun at once have names of their own, and go where they are left")
  func names() throws {
    let folder = try TemporaryFolder()
    func files() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: folder.path)
    }
    var two: [AtomicFile] = try (0..<2).map { _ in try AtomicFile(path: folder.file("r")) }
    #expect(Set(two.map(\.temporaryPath)).count == 2)
    #expect(try files().count == 2)
    try two[0].append([1])
    try two[0].commit()
    two = []
    #expect(try files() == ["r"])
  }

  /// More than there are places for are written all the same.
  @Test("hundreds may be begun at once") func many() throws {
    let folder = try TemporaryFolder()
    let all = try (0..<400).map { try AtomicFile(path: folder.file("\($0)")) }
    for file in all {
      try file.append([1])
      try file.commit()
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 400)
  }
}
