import Annotations
import Foundation

/// The marks of a set after a transaction, so that a long log need not be gone through from its
/// start.
struct LabelSnapshot {
  /// 0 for what the set began with.
  var after: LogPosition
  /// The transaction that led to the marks.
  var basis: Int64?
  var marks: [UInt8]

  /// A snapshot is made after so many transactions, or after so many edits.
  static let transactionsBetween = 1000
  static let editsBetween = 200_000

  init(after: LogPosition, basis: Int64?, marks: MarkIndex) {
    (self.after, self.basis) = (after, basis)
    self.marks = MarkEncoder.bytes(of: marks)
  }

  private init(_ row: StoreRow) throws {
    (after, basis, marks) = try (row[0], row[1], row[2])
    guard try checksum == row[3] else { throw ByteReader.DamagedBytes() }
  }

  private var checksum: Int64 {
    var digest = StableDigest()
    digest.add(Int(after))
    digest.add(Int(basis ?? 0))
    digest.add(marks)
    return Int64(bitPattern: digest.value())
  }

  func index(_ timeLine: TimeLine) throws -> MarkIndex {
    try MarkIndex(MarkDecoder.marks(marks), timeLine: timeLine)
  }

  static func first(of set: LabelSetRow, _ database: any StoreAccess) throws -> LabelSnapshot {
    try at(0, of: set, database)
  }

  static func at(_ place: LogPosition, of set: LabelSetRow, _ database: any StoreAccess) throws
    -> LabelSnapshot
  {
    let row = try database.row(
      """
      SELECT after, basis, marks, checksum FROM labelSnapshot WHERE labelSet = ? AND after = ?
      """, [set.id, place])
    guard let row else { throw ByteReader.DamagedBytes() }
    return try LabelSnapshot(row)
  }

  /// The newest first.
  static func places(of set: LabelSetRow, _ database: any StoreAccess) throws -> [LogPosition] {
    try
      (database.values(
        "SELECT after FROM labelSnapshot WHERE labelSet = ? ORDER BY after DESC", [set.id])
      as [Int64])
  }

  func insert(of set: Int64, _ database: any StoreAccess) throws {
    try database.run(
      "INSERT INTO labelSnapshot (labelSet, after, basis, marks, checksum) VALUES (?, ?, ?, ?, ?)",
      [set, after, basis, marks, checksum])
  }
}

/// Says when a snapshot is due, before the marks are made bytes.
extension LabelSnapshot {
  static func isDue(of set: Int64, _ database: any StoreAccess) throws -> Bool {
    let row = try database.row(
      """
      SELECT count(*), coalesce(sum(editCount), 0) FROM labelTransaction
      WHERE labelSet = ?1 AND id >
        (SELECT max(after) FROM labelSnapshot WHERE labelSet = ?1)
      """, [set])
    guard let row else { return false }
    return try row[0] as Int >= transactionsBetween || row[1] as Int >= editsBetween
  }

  /// Leaves so many of a set's snapshots that each is about twice as far back as the one behind it:
  /// undoing far back costs in proportion to how far, and they take no more room than a few.
  static func thin(of set: LabelSetRow, _ database: any StoreAccess) throws {
    let places = try places(of: set, database)
    guard let newest = places.first else { return }
    var kept: LogPosition?
    for place in places.dropFirst() where place != 0 {
      let age = newest - place
      if let last = kept, age < 2 * (newest - last) {
        try database.run(
          "DELETE FROM labelSnapshot WHERE labelSet = ? AND after = ?", [set.id, place])
      } else {
        kept = place
      }
    }
  }
}
