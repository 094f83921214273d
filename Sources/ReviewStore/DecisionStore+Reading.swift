import Foundation
public import Waveforms

extension DecisionStore {
  /// What was decided of a record; nil where nothing was.
  public func decisions(of identity: RecordIdentity) throws(DecisionStoreError) -> RecordDecisions?
  {
    try read { database in
      let row = try database.row(
        "SELECT digest, state, lastOpened, lastPath, id FROM record WHERE digest = ?",
        [identity.digest])
      guard let row else { return nil }
      var decisions = try RecordDecisions(row)
      let marks = try database.rows(
        "SELECT id, seconds, text FROM bookmark WHERE record = ? ORDER BY seconds, id",
        [try row[4] as Int64])
      for mark in marks { decisions.bookmarks.append(try Bookmark(mark)) }
      decisions.intervals = try Self.intervals(of: identity, database)
      return decisions
    }
  }

  /// What was decided of the records that were last seen in a folder or below it, by path.
  ///
  /// Paths are those that the store was given, compared byte by byte. One query for records and
  /// one for bookmarks, each along an index: a microsecond or two for each record that is found,
  /// however many there are besides.
  public func decisions(inFolder folder: String) throws(DecisionStoreError)
    -> [String: RecordDecisions]
  {
    let first = folder.hasSuffix("/") ? folder : folder + "/"
    // The byte after the slash ends the range of what lies below a folder.
    let end = first.dropLast() + "0"
    return try decisions([first, String(end)]) { _ in
      "FROM place WHERE place.path >= ? AND place.path < ?"
    }
  }

  /// What was decided of the records that were last seen at these paths, by path.
  public func decisions(ofPaths paths: [String]) throws(DecisionStoreError)
    -> [String: RecordDecisions]
  {
    let list: String
    do {
      list = String(decoding: try JSONEncoder().encode(paths), as: UTF8.self)
    } catch {
      throw DecisionStoreError(error, file: path ?? "")
    }
    return try decisions([list]) {
      "FROM \($0.listOfTexts) CROSS JOIN place WHERE place.path = listed.value"
    }
  }

  /// `places` chooses rows of the table of places.
  private func decisions(
    _ arguments: [any StoreStorable], where condition: (any StoreAccess) -> String
  ) throws(DecisionStoreError) -> [String: RecordDecisions] {
    try read { database in
      let places = condition(database)
      let marks = try bookmarks(database, where: places, arguments)
      var found: [String: RecordDecisions] = [:]
      let rows = try database.rows(
        """
        SELECT record.digest, record.state, record.lastOpened,
          nullif(record.lastPath, chosen.path), record.id, chosen.path
        FROM (SELECT place.path, place.record \(places)) AS chosen
        JOIN record ON record.id = chosen.record
        """, arguments)
      for row in rows {
        let path: String = try row[5]
        var decisions = try RecordDecisions(row)
        // Where it was seen last, but for copies.
        if decisions.lastSeenPath == nil { decisions.lastSeenPath = path }
        if !marks.isEmpty { decisions.bookmarks = try marks[row[4]] ?? [] }
        found[path] = decisions
      }
      return found
    }
  }

  /// Bookmarks by the row of their record.
  private func bookmarks(
    _ database: any StoreAccess, where places: String, _ arguments: [any StoreStorable]
  ) throws -> [Int64: [Bookmark]] {
    var found: [Int64: [Bookmark]] = [:]
    let rows = try database.rows(
      """
      SELECT DISTINCT bookmark.id, bookmark.seconds, bookmark.text, bookmark.record
      FROM (SELECT place.record AS record \(places)) AS chosen
      CROSS JOIN bookmark WHERE bookmark.record = chosen.record
      ORDER BY bookmark.record, bookmark.seconds, bookmark.id
      """, arguments)
    for row in rows {
      try found[row[3], default: []].append(Bookmark(row))
    }
    return found
  }
}

extension RecordDecisions {
  /// Of the columns digest, state, lastOpened, lastPath.
  fileprivate init(_ row: StoreRow) throws {
    try self.init(
      identity: RecordIdentity(digest: row[0]),
      // A state is written by this program alone, and a newer one's file was refused.
      reviewState: ReviewState(rawValue: row[1]) ?? .opened,
      lastOpened: (row[2] as Double?).map(Date.init(timeIntervalSince1970:)), lastSeenPath: row[3])
  }
}

extension Bookmark {
  /// Of the columns id, seconds, text.
  fileprivate init(_ row: StoreRow) throws {
    guard let id = UUID(uuidString: try row[0]) else {
      throw ByteReader.DamagedBytes()
    }
    try self.init(seconds: row[1], text: row[2], id: id)
  }
}
