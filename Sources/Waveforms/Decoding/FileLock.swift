import Foundation

/// Lets one program at a time do something, by a file that all of them lock. Wraps `flock`.
public struct FileLock {
  /// Why there is no lock.
  public enum Failure: Error, Sendable {
    /// The file can be neither made nor written.
    case cannotBeWritten
    /// Another program held it for as long as this one waited.
    case busy
  }

  private let handle: FileHandle

  /// Waits until nobody else holds the lock, for so many seconds at most. A file system without locks
  /// has no second program to guard against but by luck: there the lock is had at once.
  public init(path: String, seconds: Double) throws(Failure) {
    Self.make(path)
    guard let handle = FileHandle(forUpdatingAtPath: path) else { throw .cannotBeWritten }
    self.handle = handle
    for _ in 0..<max(1, Int(seconds * 100)) {
      if flock(handle.fileDescriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK { return }
      usleep(10_000)
    }
    throw .busy
  }

  /// Where there is none yet. `FileManager.createFile` would put a new file in the place of one that
  /// another program has just made and locked: both would hold a lock, each of a file of its own.
  private static func make(_ path: String) {
    let isMade =
      (try? Data().write(to: URL(filePath: path), options: .withoutOverwriting)) != nil
    guard isMade else { return }
    try? FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
  }

  /// Lets others go on. The lock ends with the open file.
  public func release() { _ = flock(handle.fileDescriptor, LOCK_UN) }
}
