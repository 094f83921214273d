public import Waveforms

/// A window of a record.
public struct WorklistPlace: Sendable, Hashable {
  /// The record's digest.
  public var record: String
  /// Where the window begins.
  public var seconds: Double

  public init(record: String, seconds: Double) { (self.record, self.seconds) = (record, seconds) }
}

/// What a reader has set aside in the list of windows to label.
extension DecisionStore {
  /// Sets a window aside in a word of the list's; nil forgets that.
  public func setWorklist(
    _ state: String?, reader: String, of identity: RecordIdentity, at seconds: Double
  ) throws(DecisionStoreError) {
    try Self.requireFinite(seconds, "window")
    try write { database in
      let record = try Self.row(of: identity, at: nil, database)
      guard let state else {
        try database.run(
          "DELETE FROM worklistMark WHERE record = ? AND reader = ? AND seconds = ?",
          [record, reader, seconds])
        return
      }
      try database.run(
        """
        INSERT INTO worklistMark (record, reader, seconds, state) VALUES (?, ?, ?, ?)
        ON CONFLICT (record, reader, seconds) DO UPDATE SET state = excluded.state
        """,
        [record, reader, seconds, state])
    }
  }

  /// What a reader has set aside.
  public func worklist(reader: String) throws(DecisionStoreError) -> [WorklistPlace: String] {
    try read { database in
      let rows = try database.rows(
        """
        SELECT record.digest, worklistMark.seconds, worklistMark.state
        FROM worklistMark JOIN record ON record.id = worklistMark.record WHERE reader = ?
        """, [reader])
      return Dictionary(
        try rows.map { try (WorklistPlace(record: $0[0], seconds: $0[1]), $0[2]) }
      ) { $1 }
    }
  }
}
