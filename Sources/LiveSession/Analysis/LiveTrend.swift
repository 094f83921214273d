/// Rate and class of the last minutes, a value every two seconds.
public struct LiveTrend: Sendable, Equatable {
  /// One stretch.
  public struct Point: Sendable, Equatable {
    public var rate: Double?
    /// The class that was shown in it.
    public var name: String?
  }

  public static let stepSeconds = 2.0
  /// Five minutes.
  public static let count = 150

  /// The oldest first.
  public private(set) var points: [Point] = []
  private var next = LiveTrend.stepSeconds

  public init() {}

  /// Notes what holds at a moment of the stream.
  public mutating func note(_ seconds: Double, rate: Double?, name: String?) {
    while next <= seconds {
      points.append(Point(rate: rate, name: name))
      next += Self.stepSeconds
      if points.count > Self.count { points.removeFirst() }
      if seconds - next > Self.stepSeconds * Double(Self.count) {
        next = seconds - Self.stepSeconds * Double(Self.count)
      }
    }
  }
}
