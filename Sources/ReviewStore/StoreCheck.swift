import Annotations
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
      check.faults += try database.faults()
      check.records = try database.value("SELECT count(*) FROM record") ?? 0
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
    _ set: LabelSetRow, _ check: inout StoreCheck, _ database: any StoreAccess
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

  private static func words(_ set: LabelSetRow, _ database: any StoreAccess) throws -> String {
    let row = try database.row(
      """
      SELECT labelSet.name, coalesce(record.lastPath, record.digest) FROM labelSet
      JOIN record ON record.id = labelSet.record WHERE labelSet.id = ?
      """, [set.id])
    return try row.map { "\(try $0[0] as String) of \(try $0[1] as String)" } ?? "\(set.id)"
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
        try database.run("DELETE FROM labelSnapshot WHERE labelSet = ? AND after != 0", [set.id])
        try database.run("DELETE FROM labelCount WHERE labelSet = ?", [set.id])
        try LabelCounts(marks).add(to: set.id, database)
      }
    }
  }
}
