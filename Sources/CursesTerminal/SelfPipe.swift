import Glibc
import Synchronization

/// Wakes `CursesScreen.waitForEvents()` from any thread.
public struct TerminalWaker: Sendable {
  /// Returns at once; several calls before the wait returns count as one.
  public func wake() { SelfPipe.write(SelfPipe.wakeByte) }
}

/// The pipe that signal handlers and other threads write to and `poll` watches.
///
/// There is one in the process and it is never closed: a late write must not reach a descriptor
/// that has since become a file.
enum SelfPipe {
  static let wakeByte: UInt8 = 0

  private static let readEnd = Atomic<Int32>(-1)
  private static let writeEnd = Atomic<Int32>(-1)

  static var descriptor: Int32 { readEnd.load(ordering: .acquiring) }

  /// Makes the pipe, once. The C functions are `pipe` and `fcntl`.
  static func open() {
    if descriptor >= 0 { return }
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { return }
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    writeEnd.store(ends[1], ordering: .releasing)
    readEnd.store(ends[0], ordering: .releasing)
  }

  /// Writes one byte; async-signal-safe. A full pipe already wakes, so the byte may be lost.
  static func write(_ byte: UInt8) {
    let saved = errno
    var byte = byte
    unsafe _ = Glibc.write(writeEnd.load(ordering: .acquiring), &byte, 1)
    errno = saved
  }
}
