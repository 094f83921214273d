import GRDB
public import Waveforms

extension DecisionStore {
  /// What was moved from one record to another.
  public struct Moved: Sendable, Equatable {
    public var sets = 0
    public var bookmarks = 0
    public var intervals = 0
    /// Sets that stay where they are, as the other record has one of their name.
    public var staying: [String] = []
  }

  /// Gives all that was decided of one record to another: for a record whose files have changed, so
  /// that it is known to be another, and whose labels still hold.
  public func move(from old: RecordIdentity, to new: RecordIdentity, at path: String)
    throws(DecisionStoreError) -> Moved
  {
    try write { database in
      let source = try Int64.fetchOne(
        database, sql: "SELECT id FROM record WHERE digest = ?", arguments: [old.digest])
      guard let source else { throw DecisionStoreError.nothingOf(record: old.digest) }
      let target = try Self.row(of: new, at: path, database)
      var moved = Moved()
      moved.staying = try String.fetchAll(
        database,
        sql: """
          SELECT name FROM labelSet WHERE record = ?
          AND name IN (SELECT name FROM labelSet WHERE record = ?) ORDER BY name
          """, arguments: [source, target])
      for (table, count) in [
        ("labelSet", \Moved.sets), ("bookmark", \.bookmarks), ("interval", \.intervals),
      ] {
        let free =
          table == "labelSet"
          ? "AND name NOT IN (SELECT name FROM labelSet WHERE record = ?1)" : ""
        try Self.execute(
          "UPDATE \(table) SET record = ?1 WHERE record = ?2 \(free)", [target, source], database)
        moved[keyPath: count] = database.changesCount
      }
      try Self.moveVersions(from: source, to: target, database)
      return moved
    }
  }

  /// Versions are numbered within their record: they stay where the other one has some.
  private static func moveVersions(from source: Int64, to target: Int64, _ database: Database)
    throws
  {
    let own = try Int.fetchOne(
      database, sql: "SELECT count(*) FROM modelVersion WHERE record = ?", arguments: [target])
    guard own == 0 else { return }
    for table in ["modelVersion", "modelUse"] {
      try execute("UPDATE \(table) SET record = ?1 WHERE record = ?2", [target, source], database)
    }
  }

  /// The record that was seen last at a path; nil where none was.
  public func identity(lastSeenAt path: String) throws(DecisionStoreError) -> RecordIdentity? {
    try read { database in
      try String.fetchOne(
        database,
        sql: """
          SELECT digest FROM record LEFT JOIN place ON place.record = record.id
          WHERE place.path = ?1 OR record.lastPath = ?1 OR record.digest = ?1
          """, arguments: [path]
      ).map(RecordIdentity.init)
    }
  }
}
