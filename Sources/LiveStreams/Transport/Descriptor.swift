import Foundation
import Glibc

/// An open file descriptor: a pipe, or one end of a connection. Closed with the value's last use.
final class Descriptor: Sendable {
  let number: Int32
  private let isOwned: Bool

  init(_ number: Int32, isOwned: Bool = true) {
    (self.number, self.isOwned) = (number, isOwned)
  }

  deinit { if isOwned { close(number) } }

  /// What is there, up to `most` bytes; empty at the end of the stream, nil where nothing can be
  /// read now. Wraps `read`.
  func read(most: Int = 1 << 16) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: most)
    let count = unsafe Glibc.read(number, &bytes, bytes.count)
    if count < 0 { return errno == EINTR || errno == EAGAIN ? nil : [] }
    return Array(bytes.prefix(count))
  }

  /// Writes all bytes, waiting where the other end is slow; false where it is gone or `stop` says
  /// so. Wraps `send`, or `write` for what is no socket.
  func write(_ bytes: [UInt8], until stop: StopSignal) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      guard !stop.isStopped else { return false }
      let written = unsafe rest.withUnsafeBytes { buffer in
        let sent = unsafe send(number, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
        return unsafe sent < 0 && errno == ENOTSOCK
          ? Glibc.write(number, buffer.baseAddress, buffer.count) : sent
      }
      if written >= 0 {
        rest = rest.dropFirst(written)
      } else if errno == EAGAIN {
        waitForRoom()
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }

  private func waitForRoom() {
    var source = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
    unsafe _ = poll(&source, 1, 100)
  }
}

/// Random bytes that nobody can foresee: the system's own.
enum RandomBytes {
  static func make(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }
}
