/// Limits and spans by which a stream is watched.
public struct LiveSettings: Sendable, Equatable {
  /// Beats a minute at which an alarm is given, of the last beats' mean.
  public var rateLimits: ClosedRange<Double> = 40...150
  /// Seconds without a beat.
  public var asystoleSeconds = 4.0
  /// Seconds without a sample by our clock, after which the signal is lost.
  public var silenceSeconds = 2.0
  /// Seconds that a channel stands still or is missing, after which it is lost.
  public var deadSeconds = 2.0
  /// Findings of one class in a row after which it is shown.
  public var holdFindings = 3
  /// Seconds that are kept to look back.
  public var keptSeconds = 300.0

  public init() {}
}
