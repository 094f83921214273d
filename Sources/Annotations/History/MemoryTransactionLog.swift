import Synchronization

/// A log that lasts as long as the program: for tests, and for what is not to be kept.
public final class MemoryTransactionLog: TransactionLog {
  private struct Kept {
    var beginning: SetBeginning
    var transactions: [Transaction] = []
  }

  private let kept = Mutex<[TransactionLogKey: Kept]>([:])

  public init() {}

  public func beginning(of key: TransactionLogKey) -> SetBeginning? {
    kept.withLock { $0[key]?.beginning }
  }

  public func begin(_ key: TransactionLogKey, with beginning: SetBeginning) throws {
    try kept.withLock {
      guard $0[key] == nil else { throw LogHasGrown() }
      $0[key] = Kept(beginning: beginning)
    }
  }

  public func append(
    _ transactions: [Transaction], to key: TransactionLogKey, behind position: LogPosition,
    leadingTo marks: MarkIndex
  ) throws -> LogPosition {
    try kept.withLock {
      let found = LogPosition($0[key]?.transactions.count ?? 0)
      guard found == position else { throw LogHasGrown() }
      $0[key]?.transactions += transactions
      return found + LogPosition(transactions.count)
    }
  }

  public func position(of key: TransactionLogKey) -> LogPosition {
    kept.withLock { LogPosition($0[key]?.transactions.count ?? 0) }
  }

  public func transactions(of key: TransactionLogKey, behind position: LogPosition) -> [Transaction]
  {
    kept.withLock { Array(($0[key]?.transactions ?? []).dropFirst(Int(position))) }
  }

  public func tail(of key: TransactionLogKey, atLeast count: Int) -> LogTail? {
    kept.withLock {
      $0[key].map {
        LogTail(
          marks: $0.beginning.marks, basis: nil, isWhole: true, transactions: $0.transactions,
          position: LogPosition($0.transactions.count))
      }
    }
  }
}
