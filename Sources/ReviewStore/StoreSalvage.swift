import Annotations
import Foundation
import GRDB

/// Takes out of a damaged file what can still be read of it and what a backup does not have yet.
struct StoreSalvage {
  /// The damaged file, where it was set aside.
  let damaged: String

  /// What was brought back, in a sentence.
  func bringBack(into queue: DatabaseQueue) -> String {
    do {
      try queue.writeWithoutTransaction { database in
        try database.execute(sql: "ATTACH DATABASE ? AS damaged", arguments: [damaged])
      }
    } catch {
      return "nothing more could be read of the damaged file"
    }
    defer {
      try? queue.writeWithoutTransaction { try $0.execute(sql: "DETACH DATABASE damaged") }
    }
    let tables = [
      "record", "place", "bookmark", "interval", "channelMap", "labelSet", "modelVersion",
      "modelUse",
    ]
    let lost = tables.filter { table in !rows(of: table, into: queue) }
    let labels = transactions(into: queue)
    var words = "\(labels.found) later changes of labels were brought back from it"
    if labels.isCut { words += ", others behind them could not be read" }
    if !lost.isEmpty { words += "; nothing later of the tables \(lost.joined(separator: ", "))" }
    return words
  }

  /// Copies rows that are not there; each table as a whole or not at all.
  private func rows(of table: String, into queue: DatabaseQueue) -> Bool {
    do {
      try queue.write {
        try $0.execute(sql: "INSERT OR IGNORE INTO main.\(table) SELECT * FROM damaged.\(table)")
      }
      return true
    } catch {
      return false
    }
  }

  /// Brings the log's later rows back one by one, to the first that cannot be read or is not as it
  /// was written: one behind a gap would rest on what is not there.
  private func transactions(into queue: DatabaseQueue) -> (found: Int, isCut: Bool) {
    let log = DecisionStore(queue: queue, path: nil)
    var found = 0
    do {
      let newest =
        try queue.read { try Int64.fetchOne($0, sql: "SELECT max(id) FROM labelTransaction") } ?? 0
      let sets = try queue.read { try LabelSetRow.all(SQLiteAccess($0)) }
      try begin(sets, queue)
      let ids = try queue.read {
        try Int64.fetchAll(
          $0, sql: "SELECT id FROM damaged.labelTransaction WHERE id > ? ORDER BY id",
          arguments: [newest])
      }
      for id in ids {
        try log.write { try Self.take(id, $0) }
        found += 1
      }
      return (found, false)
    } catch {
      return (found, true)
    }
  }

  /// Sets that began after the backup bring what they began with.
  private func begin(_ sets: [LabelSetRow], _ queue: DatabaseQueue) throws {
    try queue.write { database in
      for set in sets {
        let known = try Int.fetchOne(
          database, sql: "SELECT count(*) FROM main.labelSnapshot WHERE labelSet = ?",
          arguments: [set.id])
        guard known == 0 else { continue }
        try database.execute(
          sql: """
            INSERT INTO main.labelSnapshot SELECT * FROM damaged.labelSnapshot
            WHERE labelSet = ? AND after = 0
            """, arguments: [set.id])
        let access = SQLiteAccess(database)
        let first = try LabelSnapshot.first(of: set, access)
        try LabelCounts(try first.index(set.timeLine)).add(to: set.id, access)
      }
    }
  }

  private static func take(_ id: Int64, _ database: any StoreAccess) throws {
    let row = try database.row(
      "SELECT \(LoggedTransaction.columns) FROM damaged.labelTransaction WHERE id = ?", [id])
    guard let row else { throw ByteReader.DamagedBytes() }
    let logged = try LoggedTransaction(row)
    try database.run(
      "INSERT INTO main.labelTransaction SELECT * FROM damaged.labelTransaction WHERE id = ?", [id])
    let set: Int64? = try database.value(
      "SELECT labelSet FROM main.labelTransaction WHERE id = ?", [id])
    guard let set else { throw ByteReader.DamagedBytes() }
    var counts = LabelCounts()
    counts.add(logged.transaction.edits)
    try counts.add(to: set, database)
  }
}
