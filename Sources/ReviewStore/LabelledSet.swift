public import Annotations
public import Foundation

/// A set of annotations that the store holds, in sum.
public struct LabelledSet: Sendable, Equatable {
  public var key: TransactionLogKey
  /// Where its record was seen last.
  public var path: String?
  /// The annotator or file that it is based on; nil where it began empty.
  public var source: String?
  public var transactions: Int
  /// Of the last transaction; nil before the first.
  public var changed: Date?
  /// How many marks there are of each label.
  public var counts: [Label: Int]
}

extension DecisionStore {
  /// The sets of annotations of a record, by name.
  public func sets(ofRecord digest: String) throws(DecisionStoreError) -> [LabelledSet] {
    try sets("WHERE record.digest = ?", [digest])
  }

  /// All sets of annotations, by the places of their records and by name.
  public func allSets() throws(DecisionStoreError) -> [LabelledSet] { try sets("", []) }

  private func sets(_ condition: String, _ arguments: [any StoreStorable])
    throws(DecisionStoreError) -> [LabelledSet]
  {
    try read { database in
      let rows = try database.rows(
        """
        SELECT record.digest, labelSet.name, record.lastPath, labelSet.source,
          (SELECT count(*) FROM labelTransaction WHERE labelSet = labelSet.id),
          (SELECT time FROM labelTransaction WHERE labelSet = labelSet.id
            ORDER BY id DESC LIMIT 1), labelSet.id
        FROM labelSet JOIN record ON record.id = labelSet.record \(condition)
        ORDER BY record.lastPath, record.digest, labelSet.name
        """, arguments)
      return try rows.map { row in
        try LabelledSet(
          key: TransactionLogKey(record: row[0], set: row[1]), path: row[2], source: row[3],
          transactions: row[4],
          changed: (row[5] as Double?).map(Date.init(timeIntervalSince1970:)),
          counts: LabelCounts.of(row[6], database).counts)
      }
    }
  }

  // MARK: Files that were written

  /// Notes that a set was written to a file.
  public func exported(_ key: TransactionLogKey, to path: String, digest: String)
    throws(DecisionStoreError)
  {
    try write { database in
      let set = try LabelSetRow.known(key, database)
      try database.run(
        """
        INSERT INTO labelExport (path, labelSet, digest) VALUES (?, ?, ?)
        ON CONFLICT (path, labelSet) DO UPDATE SET digest = excluded.digest
        """,
        [path, set.id, digest])
    }
  }

  /// What a set has written to a file; nil where it has not.
  public func exportDigest(of key: TransactionLogKey, at path: String) throws(DecisionStoreError)
    -> String?
  {
    try read { database in
      guard let set = try LabelSetRow.find(key, database) else { return nil }
      return try
        (database.value(
          "SELECT digest FROM labelExport WHERE path = ? AND labelSet = ?", [path, set.id])
        as String?)
    }
  }
}
