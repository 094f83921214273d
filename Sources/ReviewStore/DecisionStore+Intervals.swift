public import Foundation
public import Waveforms

extension DecisionStore {
  /// The intervals that were pinned to a record, in order of time.
  public func intervals(of identity: RecordIdentity) throws(DecisionStoreError) -> [PinnedInterval]
  {
    try read { try Self.intervals(of: identity, $0) }
  }

  static func intervals(of identity: RecordIdentity, _ database: any StoreAccess) throws
    -> [PinnedInterval]
  {
    let rows = try database.rows(
      """
      SELECT interval.id, name, fromChannel, fromSeconds, toChannel, toSeconds
      FROM interval JOIN record ON record.id = interval.record
      WHERE record.digest = ? ORDER BY fromSeconds, toSeconds, interval.id
      """, [identity.digest])
    return try rows.map(PinnedInterval.init)
  }

  /// Pins an interval to a record, or puts it in the place of the one of its identity.
  public func addInterval(_ interval: PinnedInterval, to identity: RecordIdentity)
    throws(DecisionStoreError)
  {
    for end in [interval.from, interval.to] { try Self.requireFinite(end.seconds, "interval") }
    try write { database in
      let record = try Self.row(of: identity, at: nil, database)
      try database.run(
        """
        INSERT INTO interval
          (id, record, name, fromChannel, fromSeconds, toChannel, toSeconds)
          VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET record = excluded.record, name = excluded.name,
          fromChannel = excluded.fromChannel, fromSeconds = excluded.fromSeconds,
          toChannel = excluded.toChannel, toSeconds = excluded.toSeconds
        """,
        [
          interval.id.uuidString, record, interval.name, interval.from.channel,
          interval.from.seconds, interval.to.channel, interval.to.seconds,
        ])
    }
  }

  /// Forgets an interval; nothing happens where another program has done so already.
  public func removeInterval(_ id: PinnedInterval.ID) throws(DecisionStoreError) {
    try write { database in
      try database.run("DELETE FROM interval WHERE id = ?", [id.uuidString])
    }
  }
}

extension PinnedInterval {
  /// Of the columns id, name, fromChannel, fromSeconds, toChannel, toSeconds.
  fileprivate init(_ row: StoreRow) throws {
    guard let id = UUID(uuidString: try row[0]) else {
      throw ByteReader.DamagedBytes()
    }
    try self.init(
      name: row[1], from: End(channel: row[2], seconds: row[3]),
      to: End(channel: row[4], seconds: row[5]), id: id)
  }
}
