public import Foundation
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

  // MARK: Windows that are shared out

  /// Holds windows for a reader until an instant, so that others are not asked for them: those
  /// that nobody else holds now. A reader who holds them already holds them longer.
  /// - Returns: the windows that the reader holds.
  public func hold(
    _ places: [WorklistPlace], reader: String, until end: Date, at now: Date
  ) throws(DecisionStoreError) -> [WorklistPlace] {
    for place in places { try Self.requireFinite(place.seconds, "window") }
    return try write { database in
      try places.filter { place in
        let record = try Self.row(of: RecordIdentity(digest: place.record), at: nil, database)
        let ends = end.timeIntervalSince1970
        return try database.run(
          """
          INSERT INTO worklistHold (record, seconds, reader, ends) VALUES (?1, ?2, ?3, ?4)
          ON CONFLICT (record, seconds) DO UPDATE SET reader = excluded.reader, ends = excluded.ends
          WHERE worklistHold.reader = excluded.reader OR worklistHold.ends <= ?5
          """, [record, place.seconds, reader, ends, now.timeIntervalSince1970]) == 1
      }
    }
  }

  /// The windows that others hold.
  public func held(byOthersThan reader: String, at now: Date) throws(DecisionStoreError)
    -> Set<WorklistPlace>
  {
    try read { database in
      let rows = try database.rows(
        """
        SELECT record.digest, worklistHold.seconds
        FROM worklistHold JOIN record ON record.id = worklistHold.record
        WHERE worklistHold.reader != ? AND worklistHold.ends > ?
        """, [reader, now.timeIntervalSince1970])
      return Set(try rows.map { try WorklistPlace(record: $0[0], seconds: $0[1]) })
    }
  }
}
