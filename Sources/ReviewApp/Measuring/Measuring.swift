/// What is measured on the screen, and shown of it.
public struct Measuring: Sendable, Equatable {
  public var caliper: Caliper?
  public var showsIntervals = false
  public var showsTrend = false
  public var showsDetector = false
  /// Beats laid over one another instead of the traces.
  public var showsTrigger = false

  public init() {}

  /// Views longer than this are not measured: there is no room for the figures.
  static let longestSeconds = 60.0
}
