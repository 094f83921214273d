public import Annotations
import Foundation
import Waveforms

/// The log of what readers do to labels: only ever appended to. Each change is on the disk when its
/// function returns.
extension DecisionStore: TransactionLog {
  public func beginning(of key: TransactionLogKey) throws -> SetBeginning? {
    try read { database in
      guard let set = try LabelSetRow.find(key, database) else { return nil }
      let first = try LabelSnapshot.first(of: set, database)
      return SetBeginning(
        source: set.source, marks: try first.index(set.timeLine), definitions: set.definitions)
    }
  }

  public func begin(_ key: TransactionLogKey, with beginning: SetBeginning) throws {
    let isNew = try write { database in
      let record = try Self.row(of: RecordIdentity(digest: key.record), at: nil, database)
      let definitions = try JSONEncoder().encode(beginning.definitions)
      let set: Int64? = try database.value(
        """
        INSERT INTO labelSet (record, name, source, ticksPerSecond, definitions)
        VALUES (?, ?, ?, ?, ?) ON CONFLICT (record, name) DO NOTHING RETURNING id
        """,
        [
          record, key.set, beginning.source, beginning.marks.timeLine.ticksPerSecond,
          String(decoding: definitions, as: UTF8.self),
        ])
      guard let set else { return false }
      try LabelSnapshot(after: 0, basis: nil, marks: beginning.marks).insert(of: set, database)
      try LabelCounts(beginning.marks).add(to: set, database)
      return true
    }
    guard isNew else { throw LogHasGrown() }
  }

  public func append(
    _ transactions: [Transaction], to key: TransactionLogKey, behind position: LogPosition,
    leadingTo marks: MarkIndex
  ) throws -> LogPosition {
    let fields = transactions.map(LoggedTransaction.Fields.init)
    let kept: LogPosition? = try write { database in
      let set = try LabelSetRow.known(key, database)
      guard try Self.position(of: set, database) == position else { return nil }
      var (counts, newest) = (LabelCounts(), position)
      for (transaction, fields) in zip(transactions, fields) {
        newest = try Self.insert(fields, edits: transaction.edits.count, set, database)
        counts.add(transaction.edits)
      }
      try counts.add(to: set.id, database)
      // Undoing and redoing go to revisions that lie before.
      if let basis = transactions.last.flatMap(Self.revision),
        try LabelSnapshot.isDue(of: set.id, database)
      {
        try LabelSnapshot(after: newest, basis: basis, marks: marks).insert(of: set.id, database)
        try LabelSnapshot.thin(of: set, database)
      }
      return newest
    }
    guard let kept else { throw LogHasGrown() }
    settle()
    return kept
  }

  public func position(of key: TransactionLogKey) throws -> LogPosition {
    try read { database in
      try LabelSetRow.find(key, database).map { try Self.position(of: $0, database) } ?? 0
    }
  }

  public func transactions(of key: TransactionLogKey, behind position: LogPosition) throws
    -> [Transaction]
  {
    try read { database in
      guard let set = try LabelSetRow.find(key, database) else { return [] }
      return try Self.logged(of: set, behind: position, database).map(\.transaction)
    }
  }

  public func tail(of key: TransactionLogKey, atLeast count: Int) throws -> LogTail? {
    try read { database in
      guard let set = try LabelSetRow.find(key, database) else { return nil }
      let places = try LabelSnapshot.places(of: set, database)
      let wanted = try Self.position(of: set, back: count, database)
      var tail: LogTail?
      // From the newest that is old enough to the first, which every undo lies behind.
      for place in places where place <= wanted {
        let found = try Self.tail(of: set, behind: place, database)
        tail = found
        if found.isWhole || found.isSelfContained { break }
      }
      return tail
    }
  }

  // MARK: Rows

  /// The revision that a new transaction stands for; nil for moves between earlier ones.
  private static func revision(_ transaction: Transaction) -> Int64? {
    switch transaction.cause {
    case .edit, .revert: LoggedTransaction.Fields.signed(transaction.id)
    case .undo, .redo: nil
    }
  }

  private static func insert(
    _ fields: LoggedTransaction.Fields, edits: Int, _ set: LabelSetRow, _ database: any StoreAccess
  ) throws -> LogPosition {
    let id: Int64? = try database.value(
      """
      INSERT INTO labelTransaction
        (labelSet, key, author, time, basis, cause, other, editCount, edits, checksum)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
      """,
      [
        set.id, fields.key, fields.author, fields.time, fields.basis, fields.cause, fields.other,
        edits, fields.edits, fields.checksum,
      ])
    guard let id else { throw ByteReader.DamagedBytes() }
    return id
  }

  static func position(of set: LabelSetRow, _ database: any StoreAccess) throws -> LogPosition {
    try database.value("SELECT max(id) FROM labelTransaction WHERE labelSet = ?", [set.id]) ?? 0
  }

  /// Where some transactions lie behind; 0 where there are not so many.
  private static func position(of set: LabelSetRow, back count: Int, _ database: any StoreAccess)
    throws
    -> LogPosition
  {
    try database.value(
      """
      SELECT id FROM labelTransaction WHERE labelSet = ? ORDER BY id DESC LIMIT 1 OFFSET ?
      """, [set.id, count]) ?? 0
  }

  static func logged(of set: LabelSetRow, behind position: LogPosition, _ database: any StoreAccess)
    throws -> [LoggedTransaction]
  {
    let rows = try database.rows(
      """
      SELECT \(LoggedTransaction.columns) FROM labelTransaction
      WHERE labelSet = ? AND id > ? ORDER BY id
      """, [set.id, position])
    return try rows.map(LoggedTransaction.init)
  }

  static func tail(of set: LabelSetRow, behind place: LogPosition, _ database: any StoreAccess)
    throws
    -> LogTail
  {
    let snapshot = try LabelSnapshot.at(place, of: set, database)
    let logged = try logged(of: set, behind: place, database)
    return LogTail(
      marks: try snapshot.index(set.timeLine),
      basis: snapshot.basis.map(LoggedTransaction.Fields.identity), isWhole: place == 0,
      transactions: logged.map(\.transaction), position: logged.last?.id ?? place)
  }
}

extension LogTail {
  /// Whether all that it takes back, repeats or rests on lies within it.
  fileprivate var isSelfContained: Bool {
    var known = Set<Transaction.ID>(basis.map { [$0] } ?? [])
    for transaction in transactions {
      switch transaction.cause {
      case .undo(let id), .redo(let id):
        guard known.contains(id), id != basis else { return false }
      case .edit, .revert:
        guard transaction.basis.map(known.contains) ?? false else { return false }
        known.insert(transaction.id)
      }
    }
    return true
  }
}
