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
      let source: Int64? = try database.value(
        "SELECT id FROM record WHERE digest = ?", [old.digest])
      guard let source else { throw DecisionStoreError.nothingOf(record: old.digest) }
      let target = try Self.row(of: new, at: path, database)
      var moved = Moved()
      moved.staying =
        try
        (database.values(
          """
          SELECT name FROM labelSet WHERE record = ?
          AND name IN (SELECT name FROM labelSet WHERE record = ?) ORDER BY name
          """, [source, target]) as [String])
      for (table, count) in [
        ("labelSet", \Moved.sets), ("bookmark", \.bookmarks), ("interval", \.intervals),
      ] {
        let free =
          table == "labelSet"
          ? "AND name NOT IN (SELECT name FROM labelSet WHERE record = ?1)" : ""
        moved[keyPath: count] = try database.run(
          "UPDATE \(table) SET record = ?1 WHERE record = ?2 \(free)", [target, source])
      }
      try Self.moveVersions(from: source, to: target, database)
      return moved
    }
  }

  /// Versions are numbered within their record: they stay where the other one has some.
  private static func moveVersions(
    from source: Int64, to target: Int64, _ database: any StoreAccess
  )
    throws
  {
    let own: Int? = try database.value(
      "SELECT count(*) FROM modelVersion WHERE record = ?", [target])
    guard own == 0 else { return }
    for table in ["modelVersion", "modelUse"] {
      try database.run("UPDATE \(table) SET record = ?1 WHERE record = ?2", [target, source])
    }
  }

  /// The record that was seen last at a path; nil where none was.
  public func identity(lastSeenAt path: String) throws(DecisionStoreError) -> RecordIdentity? {
    try read { database in
      try
        (database.value(
          """
          SELECT digest FROM record LEFT JOIN place ON place.record = record.id
          WHERE place.path = ?1 OR record.lastPath = ?1 OR record.digest = ?1
          """, [path]) as String?).map(RecordIdentity.init)
    }
  }
}
