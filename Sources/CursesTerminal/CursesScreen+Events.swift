import Glibc
public import TerminalGraphics

extension CursesScreen {
  /// Blocks until something happens and returns all that has come; empty after `waker.wake()`, and
  /// when `instant` is past: up to a millisecond after it, never before.
  public func waitForEvents(until instant: ContinuousClock.Instant?) -> [TerminalEvent] {
    while true {
      let arrival = input.wait(until: instant)
      let events = answer(arrival.notices) + arrival.events
      if !events.isEmpty || arrival.isEmpty || arrival.notices.contains(SelfPipe.wakeByte) {
        return events
      }
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
}
