/// What a search found, in order of time.
public struct SearchResult: Sendable, Equatable {
  public struct Hit: Sendable, Equatable {
    public var seconds: Double
    public var text: String
  }

  public var text: String
  public var hits: [Hit]

  /// The next hit in a direction, and its number.
  func next(forward: Bool, from origin: (seconds: Double, isCursor: Bool)) -> Int? {
    forward
      ? hits.firstIndex {
        origin.isCursor ? $0.seconds > origin.seconds : $0.seconds >= origin.seconds
      }
      : hits.lastIndex { $0.seconds < origin.seconds }
  }
}
