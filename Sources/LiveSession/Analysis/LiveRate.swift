/// The heart's rate from beats as they come.
public struct LiveRate: Sendable, Equatable {
  /// The last beats, in seconds.
  public private(set) var beats: [Double] = []

  /// The mean of so many intervals: steady to read, and it follows within eight beats.
  private static let intervals = 8
  /// Beats further apart belong to no rate.
  private static let longest = 3.0

  public init() {}

  public mutating func take(_ seconds: Double) {
    if let last = beats.last, seconds - last > Self.longest { beats = [] }
    beats.append(seconds)
    if beats.count > Self.intervals + 1 { beats.removeFirst() }
  }

  /// A stretch is missing: what comes next follows on nothing.
  public mutating func restart() { beats = [] }

  /// Beats a minute; nil where fewer than three beats follow on each other.
  public var perMinute: Double? {
    guard beats.count > 2, let first = beats.first, let last = beats.last, last > first else {
      return nil
    }
    return 60 * Double(beats.count - 1) / (last - first)
  }

  /// The last interval, in seconds.
  public var interval: Double? {
    beats.count > 1 ? beats[beats.count - 1] - beats[beats.count - 2] : nil
  }
}
