public import Foundation

/// Two moments, each on a channel, and what lies between them.
public struct Caliper: Sendable, Equatable {
  /// Seconds from the record's start, on samples; in no order.
  public var fixed: Double
  public var moving: Double
  /// Numbers of the channels that the ends lie on.
  public var fixedChannel: Int
  public var movingChannel: Int
  /// Whether keys move the calipers.
  public var isHeld = true
  /// Whether the distance is repeated over the view.
  public var marches = false
  /// The pinned interval that is in the hand; nil for calipers without a name.
  public var pinned: UUID?

  public init(at seconds: Double, channel: Int) {
    (fixed, moving) = (seconds, seconds)
    (fixedChannel, movingChannel) = (channel, channel)
  }

  public var first: Double { min(fixed, moving) }
  public var last: Double { max(fixed, moving) }
  public var seconds: Double { last - first }

  /// Takes hold of the other end.
  mutating func swapEnds() {
    (fixed, moving) = (moving, fixed)
    (fixedChannel, movingChannel) = (movingChannel, fixedChannel)
  }

  /// `342 ms  175/min`
  var label: String {
    let milliseconds = seconds * 1000
    let rate = seconds > 0.02 ? "  \(decimal(60 / seconds, 0))/min" : ""
    return decimal(milliseconds, seconds < 1 ? 1 : 0, trimmed: true) + " ms" + rate
  }

  /// The moments at which lines stand in a span: both ends, and where it marches each multiple.
  func lines(from start: Double, to end: Double) -> [Double] {
    guard marches, seconds > 0.02 else { return [first, last].filter { $0 >= start && $0 <= end } }
    let lower = Int(((start - first) / seconds).rounded(.up))
    let upper = Int(((end - first) / seconds).rounded(.down))
    guard lower <= upper else { return [] }
    return (lower...upper).map { first + Double($0) * seconds }
  }
}
