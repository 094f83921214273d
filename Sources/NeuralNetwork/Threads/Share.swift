/// One thread's share of a computation that several carry out together, step by step.
public struct Share: Sendable {
  /// Which of the threads this is, from 0.
  public let rank: Int
  /// How many there are.
  public let count: Int
  private let barrier: Barrier?

  /// The share of a thread that works alone.
  public static let whole = Share(rank: 0, count: 1, barrier: nil)

  /// The share of one of several threads, which meet at a barrier.
  public init(rank: Int, count: Int, barrier: Barrier?) {
    (self.rank, self.count, self.barrier) = (rank, count, barrier)
  }

  /// This thread's part of `total` rows.
  public func rows(_ total: Int) -> Range<Int> {
    total * rank / count..<total * (rank + 1) / count
  }

  /// Waits until every thread's rows of the step are written.
  public func wait() { barrier?.wait() }
}
