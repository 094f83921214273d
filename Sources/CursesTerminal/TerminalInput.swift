import CNCurses
import Glibc
public import TerminalGraphics

/// What comes from a terminal, and from the pipe that signal handlers and other threads write to.
public struct TerminalInput: Sendable {
  /// What has come at once. It is empty where an instant was waited for and is past.
  public struct Arrival: Sendable, Equatable {
    /// Bytes from the pipe: numbers of signals, and 0 of a waker.
    public var notices: [UInt8] = []
    /// What the terminal says; that it hangs up where it is gone.
    public var events: [TerminalEvent] = []

    /// Whether nothing has come.
    public var isEmpty: Bool { notices.isEmpty && events.isEmpty }
  }

  private let terminal: Int32
  private let pipe: Int32
  private var decoder: KeyDecoder

  /// Reads from two open descriptors, which stay the caller's.
  public init(terminal: Int32, pipe: Int32, decoder: KeyDecoder) {
    self.terminal = terminal
    self.pipe = pipe
    self.decoder = decoder
  }

  /// Blocks until something has come or, of no nil, the instant is past. The C function is `poll`,
  /// which counts in milliseconds: this returns up to one after the instant, never before.
  public mutating func wait(until instant: ContinuousClock.Instant?) -> Arrival {
    while true {
      let ends = [instant, decoder.deadline].compactMap { $0 }
      let wait = ends.min().map { Self.milliseconds(ContinuousClock.now.duration(to: $0)) } ?? -1
      var sources = [
        pollfd(fd: terminal, events: Int16(POLLIN), revents: 0),
        pollfd(fd: pipe, events: Int16(POLLIN), revents: 0),
      ]
      let ready = unsafe poll(&sources, nfds_t(sources.count), wait)
      // A signal that interrupts has also written to the pipe.
      if ready < 0 { continue }
      let now = ContinuousClock.now
      var arrival = Arrival()
      if sources[1].revents != 0 { arrival.notices = Self.waitingBytes(pipe) ?? [] }
      // A key that is unfinished goes on with what is there, however late it is read.
      arrival.events = sources[0].revents != 0 ? read(at: now) : decoder.expire(at: now)
      if !arrival.isEmpty || instant.map({ now >= $0 }) == true { return arrival }
    }
  }

  private mutating func read(at instant: ContinuousClock.Instant) -> [TerminalEvent] {
    guard let bytes = Self.waitingBytes(terminal) else { return [.terminate(signal: SIGHUP)] }
    return decoder.decode(bytes, at: instant)
  }

  /// What can be read without waiting; nil where nothing can and nothing will. A terminal that is
  /// gone is always ready to be read and has nothing to read. The C functions are `ioctl(FIONREAD)`
  /// and `read`.
  private static func waitingBytes(_ descriptor: Int32) -> [UInt8]? {
    let waiting = Int(tawara_bytes_waiting(descriptor))
    guard waiting > 0 else { return nil }
    var bytes = [UInt8](repeating: 0, count: waiting)
    let count = unsafe Glibc.read(descriptor, &bytes, waiting)
    if count < 0 { return errno == EINTR || errno == EAGAIN ? [] : nil }
    return count == 0 ? nil : Array(bytes.prefix(count))
  }

  private static func milliseconds(_ duration: Duration) -> Int32 {
    let (seconds, attoseconds) = duration.components
    let exact = Double(seconds) * 1000 + Double(attoseconds) / 1e15
    return Int32(max(0, min(exact.rounded(.up), Double(Int32.max))))
  }
}
