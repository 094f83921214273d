/// One of several parts of a work, counted from 1: every `count`-th piece of it.
public struct Shard: Sendable, Equatable {
  public let number: Int
  public let count: Int

  /// Of `2/8`; nil of anything else, and of a part that there is not.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1], number >= 1,
      number <= count
    else { return nil }
    (self.number, self.count) = (number, count)
  }

  /// All of it.
  public static let whole = Shard(number: 1, count: 1)

  private init(number: Int, count: Int) { (self.number, self.count) = (number, count) }

  /// Whether a piece, counted from 0, is in this part.
  public func holds(_ piece: Int) -> Bool { piece % count == number - 1 }
}
