import Glibc
import Synchronization

/// Asks a source that waits to come to an end, from any thread or signal handler.
public final class StopSignal: Sendable {
  private let reading: Int32
  private let writing: Int32
  private let flag = Atomic<Bool>(false)

  /// Wraps `pipe`; without descriptors left, a wait ends within a tenth of a second of `stop`.
  public init() {
    var ends: [Int32] = [-1, -1]
    unsafe _ = pipe(&ends)
    for end in ends where end >= 0 {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    (reading, writing) = (ends[0], ends[1])
  }

  deinit {
    close(reading)
    close(writing)
  }

  public func stop() {
    flag.store(true, ordering: .sequentiallyConsistent)
    var byte: UInt8 = 1
    unsafe _ = write(writing, &byte, 1)
  }

  public var isStopped: Bool { flag.load(ordering: .sequentiallyConsistent) }

  /// Sleeps; true where it was not stopped meanwhile.
  public func sleep(seconds: Double) -> Bool {
    _ = wait(for: [], seconds: seconds)
    return !isStopped
  }

  /// Waits until one of the descriptors can be read, it is stopped, or the time is over; nil waits
  /// for ever. Gives the descriptors that are ready. Wraps `poll`.
  func wait(for descriptors: [Int32], seconds: Double?) -> [Int32] {
    var sources = (descriptors + [reading]).map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    let end = seconds.map { ContinuousClock.now + .seconds($0) }
    while !isStopped {
      let left = end.map { ContinuousClock.now.duration(to: $0) }
      let milliseconds = left.map { Int32(max(0, min(1e9, ($0 / .milliseconds(1)).rounded(.up)))) }
      let wait = reading < 0 ? min(100, milliseconds ?? 100) : milliseconds ?? -1
      let ready = unsafe poll(&sources, nfds_t(sources.count), wait)
      if ready > 0 { return sources.dropLast().filter { $0.revents != 0 }.map(\.fd) }
      if let end, ContinuousClock.now >= end { return [] }
    }
    return []
  }
}
