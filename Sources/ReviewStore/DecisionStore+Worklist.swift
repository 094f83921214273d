import GRDB
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
        return try Self.execute(
          "DELETE FROM worklistMark WHERE record = ? AND reader = ? AND seconds = ?",
          [record, reader, seconds], database)
      }
      try Self.execute(
        "INSERT OR REPLACE INTO worklistMark (record, reader, seconds, state) VALUES (?, ?, ?, ?)",
        [record, reader, seconds, state], database)
    }
  }

  /// What a reader has set aside.
  public func worklist(reader: String) throws(DecisionStoreError) -> [WorklistPlace: String] {
    try read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT record.digest, worklistMark.seconds, worklistMark.state
          FROM worklistMark JOIN record ON record.id = worklistMark.record WHERE reader = ?
          """, arguments: [reader])
      return Dictionary(
        rows.map { (WorklistPlace(record: $0[0], seconds: $0[1]), $0[2]) }
      ) { $1 }
    }
  }
}
