/// Whose transactions a log is asked for: one record's, in one set of annotations.
public struct TransactionLogKey: Sendable, Hashable {
  /// A digest of what the record holds, not where it lies.
  public var record: String
  /// The name of the annotation set: the reader's, or another.
  public var set: String

  public init(record: String, set: String) {
    self.record = record
    self.set = set
  }
}

/// How far a log has come: grows with every transaction of a set. 0 before the first.
public typealias LogPosition = Int64

/// What a set of annotations begins with.
public struct SetBeginning: Sendable, Equatable {
  /// The annotator or file that it is based on; nil where it begins empty.
  public var source: String?
  public var marks: MarkIndex
  /// Types that the source itself defines, beside or instead of the standard ones.
  public var definitions: [LabelDefinition]

  public init(source: String?, marks: MarkIndex, definitions: [LabelDefinition] = []) {
    (self.source, self.marks, self.definitions) = (source, marks, definitions)
  }
}

/// A type of label that a file defines by a number of its own.
public struct LabelDefinition: Sendable, Hashable, Codable {
  public var code: UInt8
  public var symbol: String
  public var text: String

  public init(code: UInt8, symbol: String, text: String) {
    (self.code, self.symbol, self.text) = (code, symbol, text)
  }
}

/// The newest part of a log, from a state of the marks on.
public struct LogTail: Sendable {
  /// The marks before the first of `transactions`.
  public var marks: MarkIndex
  /// The transaction that led to `marks`; nil for what the set began with.
  public var basis: Transaction.ID?
  /// Whether nothing lies before it.
  public var isWhole: Bool
  /// In the order in which they were appended.
  public var transactions: [Transaction]
  /// Of the last of them.
  public var position: LogPosition

  public init(
    marks: MarkIndex, basis: Transaction.ID?, isWhole: Bool, transactions: [Transaction],
    position: LogPosition
  ) {
    (self.marks, self.basis, self.isWhole) = (marks, basis, isWhole)
    (self.transactions, self.position) = (transactions, position)
  }

  /// Makes the history of them again. Throws where a mark is not as a transaction expects it.
  public func history() throws(MarkConflict) -> History {
    var history = History(marks, basis: basis)
    for transaction in transactions { try history.take(transaction) }
    return history
  }
}

/// Another program has appended to a log since it was read.
public struct LogHasGrown: Error, Sendable, Hashable {
  public init() {}
}

/// Where transactions are kept. Nothing that was appended is changed or lost.
public protocol TransactionLog: Sendable {
  /// What a set began with; nil where it has not begun.
  func beginning(of key: TransactionLogKey) throws -> SetBeginning?

  /// Begins a set. Throws `LogHasGrown` where it has begun already.
  func begin(_ key: TransactionLogKey, with beginning: SetBeginning) throws

  /// Keeps transactions behind those of their set, all of them or none.
  /// - Parameters:
  ///   - position: how far the log is thought to have come; `LogHasGrown` is thrown where it has
  ///     come further.
  ///   - marks: what the last of them led to.
  /// - Returns: how far it has come with them.
  func append(
    _ transactions: [Transaction], to key: TransactionLogKey, behind position: LogPosition,
    leadingTo marks: MarkIndex
  ) throws -> LogPosition

  /// How far the log of a set has come.
  func position(of key: TransactionLogKey) throws -> LogPosition

  /// The transactions of a set behind a position, in the order in which they were appended.
  func transactions(of key: TransactionLogKey, behind position: LogPosition) throws -> [Transaction]

  /// The newest part of a set's log that can be undone and redone within itself.
  /// - Parameter count: how many transactions it holds at least, if there are so many.
  func tail(of key: TransactionLogKey, atLeast count: Int) throws -> LogTail?
}
