/// Whose transactions a log is asked for: one record's, in one set of annotations.
public struct TransactionLogKey: Sendable, Hashable {
  /// A digest of what the record holds, not where it lies.
  public var record: String
  /// The name of the annotation set.
  public var set: String

  public init(record: String, set: String) {
    self.record = record
    self.set = set
  }
}

/// Where transactions are kept. Nothing that was appended is changed or lost.
public protocol TransactionLog: Sendable {
  /// Keeps transactions behind those of their record and set, all of them or none. Throws where they could
  /// not be kept.
  func append(_ transactions: [Transaction], to key: TransactionLogKey) throws

  /// The transactions of a record and set, in the order in which they were appended.
  func transactions(of key: TransactionLogKey) throws -> [Transaction]
}
