/// The order in which a reader sees a family's members.
public enum ReadingOrder: String, Sendable, CaseIterable {
  /// The most typical ones first.
  case typicalFirst
  /// The least typical ones first: where strangers are.
  case oddFirst
  /// The ten most typical ones, which say what the family is, then the least typical ones.
  case bothEnds
  /// As they come in the record.
  case time

  /// Typical members at the top, where both ends are shown: half a screen.
  private static let typicalCount = 10

  /// The members in this order.
  /// - Parameter distances: how far each is from the family's middle.
  public func arranged(_ members: [Int], distances: [Float]) -> [Int] {
    let order = members.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }
    let typical = order.map { members[$0] }
    return switch self {
    case .typicalFirst: typical
    case .oddFirst: typical.reversed()
    case .bothEnds:
      Array(typical.prefix(Self.typicalCount))
        + typical.dropFirst(Self.typicalCount).reversed()
    case .time: members
    }
  }
}
