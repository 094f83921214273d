import Annotations
import Foundation

/// A row of the table of annotation sets.
struct LabelSetRow {
  var id: Int64
  var source: String?
  var timeLine: TimeLine
  var definitions: [LabelDefinition]

  private static let columns = "labelSet.id, source, ticksPerSecond, definitions"

  private init(_ row: StoreRow) throws {
    (id, source) = try (row[0], row[1])
    let rate: Double = try row[2]
    let definitions: String = try row[3]
    guard rate.isFinite, rate > 0 else { throw ByteReader.DamagedBytes() }
    timeLine = TimeLine(ticksPerSecond: rate)
    self.definitions = try JSONDecoder().decode(
      [LabelDefinition].self, from: Data(definitions.utf8))
  }

  /// Nil where the set has not begun.
  static func find(_ key: TransactionLogKey, _ database: any StoreAccess) throws -> LabelSetRow? {
    try database.row(
      """
      SELECT \(columns) FROM labelSet JOIN record ON record.id = labelSet.record
      WHERE record.digest = ? AND labelSet.name = ?
      """, [key.record, key.set]
    ).map(LabelSetRow.init)
  }

  /// Throws where the set has not begun.
  static func known(_ key: TransactionLogKey, _ database: any StoreAccess) throws -> LabelSetRow {
    guard let set = try find(key, database) else {
      throw DecisionStoreError.noSet(name: key.set)
    }
    return set
  }

  static func all(_ database: any StoreAccess) throws -> [LabelSetRow] {
    try database.rows("SELECT \(columns) FROM labelSet ORDER BY id")
      .map(LabelSetRow.init)
  }
}
