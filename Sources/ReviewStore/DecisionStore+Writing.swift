public import Foundation
public import Waveforms

extension DecisionStore {
  /// Says how far the reader has come with a record.
  /// - Parameter path: where it was seen, if that is known: absolute, and the same for all
  ///   programs that list the record.
  public func set(
    reviewState: ReviewState, of identity: RecordIdentity, lastSeen path: String? = nil
  ) throws(DecisionStoreError) {
    try write { database in
      let record = try Self.row(of: identity, at: path, database)
      try database.run("UPDATE record SET state = ? WHERE id = ?", [reviewState.rawValue, record])
    }
  }

  /// Remembers that a record was opened, from where, and when; a new one becomes an opened one.
  public func opened(_ identity: RecordIdentity, at instant: Date, path: String)
    throws(DecisionStoreError)
  {
    try write { database in
      let record = try Self.row(of: identity, at: path, database)
      try Self.raise(record, to: .opened, lastOpened: instant, database)
    }
  }

  /// Adds a bookmark to a record, or puts it in the place of the one of its identity.
  public func addBookmark(_ bookmark: Bookmark, to identity: RecordIdentity)
    throws(DecisionStoreError)
  {
    try Self.requireFinite(bookmark.seconds)
    try write { database in
      let record = try Self.row(of: identity, at: nil, database)
      try Self.insert(bookmark, record, database)
    }
  }

  /// Forgets a bookmark; nothing happens where another program has done so already.
  public func removeBookmark(_ id: Bookmark.ID) throws(DecisionStoreError) {
    try write { database in
      try database.run("DELETE FROM bookmark WHERE id = ?", [id.uuidString])
    }
  }

  static func requireFinite(_ seconds: Double, _ what: String = "bookmark")
    throws(DecisionStoreError)
  {
    guard seconds.isFinite else { throw .placeWithoutNumber(seconds: seconds, of: what) }
  }

  static func insert(_ bookmark: Bookmark, _ record: Int64, _ database: any StoreAccess) throws {
    try database.run(
      """
      INSERT INTO bookmark (id, record, seconds, text) VALUES (?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET record = excluded.record, seconds = excluded.seconds,
        text = excluded.text
      """,
      [bookmark.id.uuidString, record, bookmark.seconds, bookmark.text])
  }

  /// The row of a record, which is made where there is none; notes where the record was seen.
  static func row(of identity: RecordIdentity, at path: String?, _ database: any StoreAccess) throws
    -> Int64
  {
    try database.run(
      """
      INSERT INTO record (digest, lastPath) VALUES (?1, ?2)
      ON CONFLICT (digest) DO UPDATE SET lastPath = coalesce(excluded.lastPath, record.lastPath)
      """, [identity.digest, path])
    let record: Int64? = try database.value(
      "SELECT id FROM record WHERE digest = ?", [identity.digest])
    guard let record else { throw ByteReader.DamagedBytes() }
    if let path {
      try database.run(
        """
        INSERT INTO place (path, record) VALUES (?, ?)
        ON CONFLICT (path) DO UPDATE SET record = excluded.record
        """, [path, record])
    }
    return record
  }

  /// Never takes back what was decided, or opened, later.
  static func raise(
    _ record: Int64, to state: ReviewState, lastOpened: Date?, _ database: any StoreAccess
  ) throws {
    let earlier = ReviewState.allCases.filter { $0 < state }.map(\.rawValue)
    let instant = lastOpened?.timeIntervalSince1970
    if !earlier.isEmpty {
      try database.run(
        """
        UPDATE record SET state = ? WHERE id = ?
        AND state IN (\(earlier.map { "'\($0)'" }.joined(separator: ", ")))
        """, [state.rawValue, record])
    }
    guard let instant else { return }
    try database.run(
      """
      UPDATE record SET lastOpened =
        CASE WHEN lastOpened > ?1 THEN lastOpened ELSE ?1 END WHERE id = ?2
      """,
      [instant, record])
  }
}
