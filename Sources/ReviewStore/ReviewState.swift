/// How far a reader has come with a record.
public enum ReviewState: String, Sendable, Codable, CaseIterable, Comparable {
  case new, opened, reviewed

  public static func < (first: ReviewState, second: ReviewState) -> Bool {
    first.rank < second.rank
  }

  private var rank: Int {
    switch self {
    case .new: 0
    case .opened: 1
    case .reviewed: 2
    }
  }
}
