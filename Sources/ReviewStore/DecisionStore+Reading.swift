import Foundation
import GRDB
public import Waveforms

extension DecisionStore {
  /// What was decided of a record; nil where nothing was.
  public func decisions(of identity: RecordIdentity) throws(DecisionStoreError) -> RecordDecisions?
  {
    try read { database in
      let row = try Row.fetchOne(
        database,
        sql: "SELECT digest, state, lastOpened, lastPath, id FROM record WHERE digest = ?",
        arguments: [identity.digest])
      guard let row else { return nil }
      var decisions = RecordDecisions(row)
      let marks = try Row.fetchCursor(
        database,
        sql: "SELECT id, seconds, text FROM bookmark WHERE record = ? ORDER BY seconds, id",
        arguments: [row[4] as Int64])
      while let mark = try marks.next() { decisions.bookmarks.append(try Bookmark(mark)) }
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
    return try decisions(
      where: "FROM place WHERE place.path >= ? AND place.path < ?", [first, String(end)])
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
    return try decisions(
      where: "FROM json_each(?) AS listed CROSS JOIN place ON place.path = listed.value", [list])
  }

  /// `places` chooses rows of the table of places.
  private func decisions(where places: String, _ arguments: StatementArguments)
    throws(DecisionStoreError) -> [String: RecordDecisions]
  {
    try read { database in
      let marks = try bookmarks(database, where: places, arguments)
      var found: [String: RecordDecisions] = [:]
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT record.digest, record.state, record.lastOpened,
            nullif(record.lastPath, chosen.path), record.id, chosen.path
          FROM (SELECT place.path, place.record \(places)) AS chosen
          JOIN record ON record.id = chosen.record
          """, arguments: arguments)
      while let row = try rows.next() {
        let path: String = row[5]
        var decisions = RecordDecisions(row)
        // Where it was seen last, but for copies.
        if decisions.lastSeenPath == nil { decisions.lastSeenPath = path }
        if !marks.isEmpty { decisions.bookmarks = marks[row[4]] ?? [] }
        found[path] = decisions
      }
      return found
    }
  }

  /// Bookmarks by the row of their record.
  private func bookmarks(
    _ database: Database, where places: String, _ arguments: StatementArguments
  ) throws -> [Int64: [Bookmark]] {
    var found: [Int64: [Bookmark]] = [:]
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT DISTINCT bookmark.id, bookmark.seconds, bookmark.text, bookmark.record
        FROM (SELECT place.record AS record \(places)) AS chosen
        CROSS JOIN bookmark ON bookmark.record = chosen.record
        ORDER BY bookmark.record, bookmark.seconds, bookmark.id
        """, arguments: arguments)
    while let row = try rows.next() {
      found[row[3], default: []].append(try Bookmark(row))
    }
    return found
  }
}

extension RecordDecisions {
  /// Of the columns digest, state, lastOpened, lastPath.
  fileprivate init(_ row: Row) {
    self.init(
      identity: RecordIdentity(digest: row[0]),
      // A state is written by this program alone, and a newer one's file was refused.
      reviewState: ReviewState(rawValue: row[1]) ?? .opened,
      lastOpened: (row[2] as Double?).map(Date.init(timeIntervalSince1970:)), lastSeenPath: row[3])
  }
}

extension Bookmark {
  /// Of the columns id, seconds, text.
  fileprivate init(_ row: Row) throws {
    guard let id = UUID(uuidString: row[0]) else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT)
    }
    self.init(seconds: row[1], text: row[2], id: id)
  }
}
