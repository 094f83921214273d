import Synchronization

/// A log that lasts as long as the program: for tests, and for what is not to be kept.
public final class MemoryTransactionLog: TransactionLog {
  private let kept = Mutex<[TransactionLogKey: [Transaction]]>([:])

  public init() {}

  public func append(_ transactions: [Transaction], to key: TransactionLogKey) {
    kept.withLock { $0[key, default: []] += transactions }
  }

  public func transactions(of key: TransactionLogKey) -> [Transaction] {
    kept.withLock { $0[key] ?? [] }
  }
}
