import Annotations
import GRDB
import Waveforms

/// What going through all that a store holds has found.
public struct StoreCheck: Sendable, Equatable {
  public var records = 0
  public var sets = 0
  public var transactions = 0
  /// Labels of all sets, as the log gives them.
  public var labels = 0
  /// What is wrong, a sentence each.
  public var faults: [String] = []
}

extension DecisionStore {
  /// Makes every set again from its log, and compares: with the sums that rows were written with,
  /// with the snapshots, and with the counts that lists show.
  public func check() throws(DecisionStoreError) -> StoreCheck {
    try read { database in
      var check = StoreCheck()
      let pages = try String.fetchAll(database, sql: "PRAGMA integrity_check")
      if pages != ["ok"] { check.faults += pages.prefix(10).map { "the file: \($0)" } }
      check.records = try Int.fetchOne(database, sql: "SELECT count(*) FROM record") ?? 0
      for set in try LabelSetRow.all(database) {
        check.sets += 1
        do {
          try Self.check(set, &check, database)
        } catch {
          check.faults.append("set \(try Self.words(set, database)): \(Self.reason(error))")
        }
      }
      return check
    }
  }

  private static func check(
    _ set: LabelSetRow, _ check: inout StoreCheck, _ database: Database
  ) throws {
    var snapshots = try LabelSnapshot.places(of: set, database)
    let first = try LabelSnapshot.first(of: set, database)
    var history = History(try first.index(set.timeLine))
    for logged in try logged(of: set, behind: 0, database) {
      try history.take(logged.transaction)
      check.transactions += 1
      guard snapshots.last != nil, snapshots.contains(logged.id) else { continue }
      snapshots.removeAll { $0 == logged.id }
      let kept = try LabelSnapshot.at(logged.id, of: set, database)
      if try kept.index(set.timeLine) != history.marks
        || kept.basis.map(LoggedTransaction.Fields.identity) != history.basis
      {
        check.faults.append(
          "set \(try words(set, database)): expected the labels after change \(logged.id) as the "
            + "log gives them, found others")
      }
    }
    check.labels += history.marks.count
    if LabelCounts(history.marks).present != (try LabelCounts.of(set.id, database)).present {
      check.faults.append(
        "set \(try words(set, database)): expected counts of labels as the log gives them, "
          + "found others")
    }
  }

  private static func words(_ set: LabelSetRow, _ database: Database) throws -> String {
    let row = try Row.fetchOne(
      database,
      sql: """
        SELECT labelSet.name, coalesce(record.lastPath, record.digest) FROM labelSet
        JOIN record ON record.id = labelSet.record WHERE labelSet.id = ?
        """, arguments: [set.id])
    return row.map { "\($0[0] as String) of \($0[1] as String)" } ?? "\(set.id)"
  }

  private static func reason(_ error: any Error) -> String {
    error is ByteReader.DamagedBytes
      ? "expected labels as they were written, found damaged bytes" : "\(error)"
  }

  /// Makes snapshots and counts again from the log, where a check has found them to be others.
  public func rebuild() throws(DecisionStoreError) {
    try write { database in
      for set in try LabelSetRow.all(database) {
        let marks = try Self.tail(of: set, behind: 0, database).history().marks
        try Self.execute(
          "DELETE FROM labelSnapshot WHERE labelSet = ? AND after != 0", [set.id], database)
        try Self.execute("DELETE FROM labelCount WHERE labelSet = ?", [set.id], database)
        try LabelCounts(marks).add(to: set.id, database)
      }
    }
  }
}
