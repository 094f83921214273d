import Annotations
import Foundation

/// A row of the log of labels.
struct LoggedTransaction {
  var id: LogPosition
  var transaction: Transaction

  /// The columns that `init` takes, in order.
  static let columns = "id, key, author, time, basis, cause, other, edits, checksum"

  /// Throws `DamagedBytes` where the row is not as it was written.
  init(_ row: StoreRow) throws {
    id = try row[0]
    let fields = try Fields(
      key: row[1], author: row[2], time: row[3], basis: row[4], cause: row[5], other: row[6],
      edits: row[7])
    guard try fields.checksum == row[8] else { throw ByteReader.DamagedBytes() }
    transaction = try fields.transaction()
  }

  /// What is kept of a transaction.
  struct Fields {
    var key: Int64
    var author: String
    /// In seconds from 1970.
    var time: Double
    var basis: Int64?
    var cause: Int
    /// The transaction that is taken back or repeated.
    var other: Int64?
    var edits: [UInt8]

    init(
      key: Int64, author: String, time: Double, basis: Int64?, cause: Int, other: Int64?,
      edits: [UInt8]
    ) {
      (self.key, self.author, self.time, self.basis) = (key, author, time, basis)
      (self.cause, self.other, self.edits) = (cause, other, edits)
    }

    init(_ transaction: Transaction) {
      key = Self.signed(transaction.id)
      author = transaction.author
      time = transaction.time.timeIntervalSince1970
      basis = transaction.basis.map(Self.signed)
      (cause, other) =
        switch transaction.cause {
        case .edit: (0, nil)
        case .undo(let id): (1, Self.signed(id))
        case .redo(let id): (2, Self.signed(id))
        case .revert(let id): (3, Self.signed(id))
        }
      edits = MarkEncoder.bytes(of: transaction.edits)
    }

    /// Over all fields: a bit that a disk has turned is found, not followed.
    var checksum: Int64 {
      var digest = StableDigest()
      digest.add(Int(key))
      digest.add(author.utf8)
      digest.add(Int(Int64(bitPattern: time.bitPattern)))
      digest.add(Int(basis ?? 0))
      digest.add(cause)
      digest.add(Int(other ?? 0))
      digest.add(edits)
      return Int64(bitPattern: digest.value())
    }

    func transaction() throws -> Transaction {
      let other = other.map(Self.identity)
      let cause: Transaction.Cause? =
        switch (cause, other) {
        case (0, nil): .edit
        case (1, let id?): .undo(id)
        case (2, let id?): .redo(id)
        case (3, let id?): .revert(id)
        case (_, _): nil
        }
      guard let cause else { throw ByteReader.DamagedBytes() }
      return Transaction(
        id: Self.identity(key), edits: try MarkDecoder.edits(edits), author: author,
        time: Date(timeIntervalSince1970: time), basis: basis.map(Self.identity), cause: cause)
    }

    static func signed(_ id: Transaction.ID) -> Int64 { Int64(bitPattern: id.rawValue) }

    static func identity(_ key: Int64) -> Transaction.ID {
      Transaction.ID(rawValue: UInt64(bitPattern: key))
    }
  }
}
