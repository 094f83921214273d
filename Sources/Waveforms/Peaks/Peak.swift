/// The smallest and the largest physical value of some samples; empty where there are none, or
/// all are missing.
public struct Peak: Sendable, Equatable {
  public var minimum: Float
  public var maximum: Float

  public init(minimum: Float, maximum: Float) {
    self.minimum = minimum
    self.maximum = maximum
  }

  public static let empty = Peak(minimum: .infinity, maximum: -.infinity)

  public var isEmpty: Bool { !(minimum <= maximum) }

  /// The smallest span that holds both.
  public mutating func formUnion(_ other: Peak) {
    minimum = min(minimum, other.minimum)
    maximum = max(maximum, other.maximum)
  }
}
