import Foundation
public import TerminalGraphics

/// A terminal without a screen that types keys, each when all that the one before set going is
/// done: for pictures and tests of the whole program.
public final class HeadlessTerminal: Terminal {
  public let size: Size
  /// Every picture that was shown.
  public private(set) var frames: [Frame] = []
  /// Whether nothing is going on any more; set once the loop is there.
  public var isSettled: () -> Bool = { true }
  private var events: [TerminalEvent]
  private let patience: Duration
  private let woken = DispatchSemaphore(value: 0)

  /// `patience`: how long work in the background is waited for, for each key.
  public init(size: Size, events: [TerminalEvent], patience: Duration = .seconds(60)) {
    self.size = size
    self.events = events
    self.patience = patience
  }

  public func show(_ frame: Frame) { frames.append(frame) }

  /// How often its bell was sounded.
  public private(set) var rings = 0

  public func ring() { rings += 1 }

  public var wake: @Sendable () -> Void {
    let woken = woken
    return { woken.signal() }
  }

  private var waitingSince: ContinuousClock.Instant?

  /// Hangs up after the last key. A key that may be typed is not kept back until the instant.
  public func waitForEvents(until instant: ContinuousClock.Instant?) -> [TerminalEvent] {
    let since = waitingSince ?? .now
    if !isSettled(), .now - since < patience {
      waitingSince = since
      let left = instant.map { $0 - .now } ?? .seconds(1)
      _ = woken.wait(timeout: .now() + max(0, min(0.02, left / .seconds(1))))
      return []
    }
    waitingSince = nil
    return [events.isEmpty ? .terminate(signal: SIGHUP) : events.removeFirst()]
  }
}
