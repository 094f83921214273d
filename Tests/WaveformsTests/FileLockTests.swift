import Foundation
import Testing
import Waveforms

@Suite("Locks of files")
struct FileLockTests {
  /// Of many that begin at once, where there is no file yet, one at a time goes on: each adds one to
  /// a number that nothing else guards.
  @Test func `Where nobody has made the file yet one at a time has the lock`() throws {
    for round in 0..<20 {
      let folder = try TemporaryFolder()
      let path = folder.path + "/lock-\(round)"
      let number = folder.path + "/number"
      try Data("0".utf8).write(to: URL(filePath: number))
      DispatchQueue.concurrentPerform(iterations: 8) { _ in
        guard let lock = try? FileLock(path: path, seconds: 30) else { return }
        defer { lock.release() }
        let text = (try? String(contentsOfFile: number, encoding: .utf8)) ?? ""
        try? "\((Int(text) ?? 0) + 1)".write(toFile: number, atomically: false, encoding: .utf8)
      }
      #expect(try String(contentsOfFile: number, encoding: .utf8) == "8")
    }
  }

  @Test func `Who waits in vain is told so, and what cannot be made too`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/lock"
    let lock = try FileLock(path: path, seconds: 1)
    #expect(throws: FileLock.Failure.busy) { try FileLock(path: path, seconds: 0.05) }
    lock.release()
    try FileLock(path: path, seconds: 0.05).release()
    #expect(throws: FileLock.Failure.cannotBeWritten) {
      try FileLock(path: folder.path + "/none/lock", seconds: 0.05)
    }
  }
}
