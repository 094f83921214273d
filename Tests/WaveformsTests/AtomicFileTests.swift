import Foundation
import Testing
import Waveforms

@Suite("Files that appear whole")
struct AtomicFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("What is there is replaced by what is written, and nothing is left beside it")
  func replaced() throws {
    try folder.write("before", "f")
    try AtomicFile.write(Array("after".utf8), path: folder.file("f"))
    #expect(FileManager.default.contents(atPath: folder.file("f")) == Data("after".utf8))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["f"])
  }

  @Test("A device or a folder is never replaced, nor through a link")
  func devices() throws {
    let device = folder.file("null")
    try FileManager.default.createSymbolicLink(
      atPath: device, withDestinationPath: "/dev/null")
    for (path, reason) in [
      (device, "it is not a regular file"), (folder.path, "it is a folder"),
    ] {
      let error = #expect(throws: FileError.self) { try AtomicFile.write([1], path: path) }
      #expect(error == .cannotWrite(file: path, reason: reason))
      #expect(error.map { "\($0)" } == "cannot write \(path): \(reason)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["null"])
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: device) == "/dev/null")
  }
}
