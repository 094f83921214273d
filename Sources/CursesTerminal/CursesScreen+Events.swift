import CNCurses
import Glibc
public import TerminalGraphics

extension CursesScreen {
  /// Blocks until something happens and returns all that has come; empty after `waker.wake()`.
  public func waitForEvents() -> [TerminalEvent] { waitForEvents(timeout: nil) }

  /// As `waitForEvents()`, but returns an empty result when `timeout` has passed. The C function
  /// is `poll`.
  public func waitForEvents(timeout: Duration?) -> [TerminalEvent] {
    let clock = ContinuousClock()
    let deadline = timeout.map { clock.now.advanced(by: $0) }
    while true {
      let wait = deadline.map { Self.milliseconds(clock.now.duration(to: $0)) } ?? -1
      var sources = [
        pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
        pollfd(fd: SelfPipe.descriptor, events: Int16(POLLIN), revents: 0),
      ]
      let ready = unsafe poll(&sources, nfds_t(sources.count), wait)
      if ready == 0 { return [] }
      // A signal that interrupts has also written to the pipe.
      if ready < 0 { continue }
      let bytes = sources[1].revents == 0 ? [] : SelfPipe.drain()
      var events = answer(bytes)
      if sources[0].revents != 0 { events += readEvents() }
      if !events.isEmpty || bytes.contains(SelfPipe.wakeByte) { return events }
    }
  }

  private func answer(_ bytes: [UInt8]) -> [TerminalEvent] {
    let signals = Set(bytes.map(Int32.init))
    var events = signals.intersection([SIGTERM, SIGHUP, SIGINT]).sorted()
      .map { TerminalEvent.terminate(signal: $0) }
    if !events.isEmpty {
      Signals.acknowledge()
      return events
    }
    if signals.contains(SIGTSTP) { suspend() } else if signals.contains(SIGCONT) { resume() }
    let wasAway = signals.contains(SIGTSTP) || signals.contains(SIGCONT)
    if wasAway { events.append(.resumed) }
    if wasAway || signals.contains(SIGWINCH), followSize() { events.append(.resized) }
    return events
  }

  /// A terminal that is gone is always ready to be read and has nothing to read.
  private func readEvents() -> [TerminalEvent] {
    if tawara_bytes_waiting(STDIN_FILENO) <= 0 { return [.terminate(signal: SIGHUP)] }
    return decoder.decode(readKeys())
  }

  private static func milliseconds(_ duration: Duration) -> Int32 {
    let (seconds, attoseconds) = duration.components
    let exact = Double(seconds) * 1000 + Double(attoseconds) / 1e15
    return Int32(max(0, min(exact.rounded(.up), Double(Int32.max))))
  }
}
