/// Places that were left by a jump, to go back to and forward again.
public struct JumpHistory: Sendable, Equatable {
  public struct Place: Sendable, Equatable {
    public var start: Double
    public var cursor: Double?
  }

  private var behind: [Place] = []
  private var ahead: [Place] = []

  public init() {}

  /// Most places that are kept.
  private static let limit = 100

  /// Remembers the place that a jump leaves.
  mutating func leave(_ place: Place) {
    ahead = []
    guard behind.last != place else { return }
    behind.append(place)
    if behind.count > Self.limit { behind.removeFirst() }
  }

  /// The place before, where there is one; `place` is where it is left from.
  mutating func back(from place: Place) -> Place? {
    guard let last = behind.popLast() else { return nil }
    ahead.append(place)
    return last
  }

  mutating func forward(from place: Place) -> Place? {
    guard let next = ahead.popLast() else { return nil }
    behind.append(place)
    return next
  }
}
