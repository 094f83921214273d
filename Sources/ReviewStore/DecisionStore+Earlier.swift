import Waveforms

extension DecisionStore {
  /// Takes in what an earlier version kept by path, once for each path, so that it may be called
  /// again for records that could not be identified before.
  ///
  /// The later of two states and of two openings holds; bookmarks are added. All of it is taken in
  /// or nothing.
  /// - Parameter records: with their paths in `lastSeenPath`; those without one are left out.
  /// - Returns: how many were taken in.
  @discardableResult public func takeIn(earlier records: [RecordDecisions])
    throws(DecisionStoreError) -> Int
  {
    for bookmark in records.flatMap(\.bookmarks) { try Self.requireFinite(bookmark.seconds) }
    return try write { database in
      try records.count { try Self.takeIn($0, database) }
    }
  }

  private static func takeIn(_ decisions: RecordDecisions, _ database: any StoreAccess) throws
    -> Bool
  {
    guard let path = decisions.lastSeenPath else { return false }
    let added = try database.run(
      "INSERT INTO imported (path) VALUES (?) ON CONFLICT DO NOTHING", [path])
    guard added == 1 else { return false }
    let record = try row(of: decisions.identity, at: path, database)
    try raise(record, to: decisions.reviewState, lastOpened: decisions.lastOpened, database)
    for bookmark in decisions.bookmarks { try insert(bookmark, record, database) }
    return true
  }
}
