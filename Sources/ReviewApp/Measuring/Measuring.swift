/// What is measured on the screen, and shown of it.
public struct Measuring: Sendable, Equatable {
  public var caliper: Caliper?
  /// Calipers over beats that are laid over one another, in seconds from the trigger.
  public var triggerCaliper: Caliper?
  /// Whether the ends of calipers stop at activations.
  public var snaps = true
  /// Whether the mouse is moving an end.
  var isDragged = false
  public var showsIntervals = false
  public var showsTrend = false
  public var showsDetector = false
  /// Beats laid over one another instead of the traces.
  public var showsTrigger = false
  /// The channel whose activations beats are aligned at; nil for the beats' own moments.
  public var triggerChannel: Int?

  public init() {}

  /// Views longer than this are not measured: there is no room for the figures.
  static let longestSeconds = 60.0

  /// The calipers of what is shown: the traces, or beats laid over one another.
  var shownCaliper: Caliper? {
    get { showsTrigger ? triggerCaliper : caliper }
    set { if showsTrigger { triggerCaliper = newValue } else { caliper = newValue } }
  }
}
