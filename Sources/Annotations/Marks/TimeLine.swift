/// The ticks that times of marks are counted in: a record's frames, or finer ones where a file
/// has its own. Tick 0 is the record's first frame.
public struct TimeLine: Sendable, Hashable {
  public let ticksPerSecond: Double

  /// Traps where `ticksPerSecond` is not a number above 0.
  public init(ticksPerSecond: Double) {
    precondition(
      ticksPerSecond.isFinite && ticksPerSecond > 0,
      "Expected ticks per second above 0, found \(ticksPerSecond)")
    self.ticksPerSecond = ticksPerSecond
  }

  /// Seconds from the record's start.
  public func seconds(_ tick: Int) -> Double { Double(tick) / ticksPerSecond }

  /// The tick nearest to a moment in seconds; the first or last that there is for one beyond.
  public func tick(nearest seconds: Double) -> Int {
    Self.whole((seconds * ticksPerSecond).rounded())
  }

  /// The first tick at a moment in seconds or after it.
  public func tick(atOrAfter seconds: Double) -> Int {
    let tick = Self.whole((seconds * ticksPerSecond).rounded(.down))
    // By the same division as `seconds(_:)`, so that the two never disagree about a tick.
    return self.seconds(tick) < seconds && tick < Int.max ? tick + 1 : tick
  }

  private static func whole(_ value: Double) -> Int {
    Int(exactly: value) ?? (value < 0 ? Int.min : Int.max)
  }
}
