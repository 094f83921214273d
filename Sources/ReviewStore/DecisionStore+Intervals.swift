public import Foundation
import GRDB
public import Waveforms

extension DecisionStore {
  /// The intervals that were pinned to a record, in order of time.
  public func intervals(of identity: RecordIdentity) throws(DecisionStoreError) -> [PinnedInterval]
  {
    try read { try Self.intervals(of: identity, $0) }
  }

  static func intervals(of identity: RecordIdentity, _ database: Database) throws
    -> [PinnedInterval]
  {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT interval.id, name, fromChannel, fromSeconds, toChannel, toSeconds
        FROM interval JOIN record ON record.id = interval.record
        WHERE record.digest = ? ORDER BY fromSeconds, toSeconds, interval.id
        """, arguments: [identity.digest])
    var found: [PinnedInterval] = []
    while let row = try rows.next() { found.append(try PinnedInterval(row)) }
    return found
  }

  /// Pins an interval to a record, or puts it in the place of the one of its identity.
  public func addInterval(_ interval: PinnedInterval, to identity: RecordIdentity)
    throws(DecisionStoreError)
  {
    for end in [interval.from, interval.to] { try Self.requireFinite(end.seconds, "interval") }
    try write { database in
      let record = try Self.row(of: identity, at: nil, database)
      try Self.execute(
        """
        INSERT OR REPLACE INTO interval
          (id, record, name, fromChannel, fromSeconds, toChannel, toSeconds)
          VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        [
          interval.id.uuidString, record, interval.name, interval.from.channel,
          interval.from.seconds, interval.to.channel, interval.to.seconds,
        ], database)
    }
  }

  /// Forgets an interval; nothing happens where another program has done so already.
  public func removeInterval(_ id: PinnedInterval.ID) throws(DecisionStoreError) {
    try write { database in
      try Self.execute("DELETE FROM interval WHERE id = ?", [id.uuidString], database)
    }
  }
}

extension PinnedInterval {
  /// Of the columns id, name, fromChannel, fromSeconds, toChannel, toSeconds.
  fileprivate init(_ row: Row) throws {
    guard let id = UUID(uuidString: row[0]) else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT)
    }
    self.init(
      name: row[1], from: End(channel: row[2], seconds: row[3]),
      to: End(channel: row[4], seconds: row[5]), id: id)
  }
}
