/// A table of the store, as it is copied and compared.
private struct StoreTable {
  var name: String
  var columns: [String]
  /// The columns by which its rows are put in order.
  var order: String
  /// Whether its rows have a number that the database gives.
  var isNumbered = false

  /// All, each behind those that it refers to.
  static let all = [
    StoreTable(
      name: "record", columns: ["id", "digest", "state", "lastOpened", "lastPath"], order: "id",
      isNumbered: true),
    StoreTable(name: "place", columns: ["path", "record"], order: "path"),
    StoreTable(name: "bookmark", columns: ["id", "record", "seconds", "text"], order: "id"),
    StoreTable(name: "imported", columns: ["path"], order: "path"),
    StoreTable(
      name: "interval",
      columns: ["id", "record", "name", "fromChannel", "fromSeconds", "toChannel", "toSeconds"],
      order: "id"),
    StoreTable(name: "channelMap", columns: ["names", "map"], order: "names"),
    StoreTable(
      name: "labelSet",
      columns: ["id", "record", "name", "source", "ticksPerSecond", "definitions"], order: "id",
      isNumbered: true),
    StoreTable(
      name: "labelTransaction",
      columns: [
        "id", "labelSet", "key", "author", "time", "basis", "cause", "other", "editCount",
        "checksum", "edits",
      ], order: "id", isNumbered: true),
    StoreTable(
      name: "labelSnapshot", columns: ["labelSet", "after", "basis", "checksum", "marks"],
      order: "labelSet, after"),
    StoreTable(
      name: "labelCount", columns: ["labelSet", "symbol", "text", "count"],
      order: "labelSet, symbol, text"),
    StoreTable(
      name: "worklistMark", columns: ["record", "reader", "seconds", "state"],
      order: "record, reader, seconds"),
    StoreTable(
      name: "labelExport", columns: ["path", "labelSet", "digest"], order: "path, labelSet"),
    StoreTable(
      name: "modelVersion",
      columns: [
        "id", "record", "number", "name", "reader", "time", "content", "decision", "reason",
      ], order: "id", isNumbered: true),
    StoreTable(
      name: "modelUse", columns: ["id", "record", "model", "version", "reader", "time"],
      order: "id", isNumbered: true),
  ]

  /// Rows that are read at once, so that a long log is never in memory whole.
  static let page = 500

  func count(_ database: any StoreAccess) throws -> Int {
    try database.value("SELECT count(*) FROM \(name)") ?? 0
  }

  /// The rows behind so many, the last of which is given: a log of a million is gone through by its
  /// numbers.
  func rows(_ database: any StoreAccess, behind count: Int, _ last: StoreRow?) throws -> [StoreRow]
  {
    let select = "SELECT \(columns.joined(separator: ", ")) FROM \(name)"
    guard isNumbered else {
      return try database.rows(
        "\(select) ORDER BY \(order) LIMIT \(Self.page) OFFSET ?", [count])
    }
    let number: Int64 = try last?[0] ?? Int64.min
    return try database.rows(
      "\(select) WHERE id > ? ORDER BY id LIMIT \(Self.page)", [number])
  }

  func insert(_ row: StoreRow, _ database: any StoreAccess) throws {
    let places = columns.map { _ in "?" }.joined(separator: ", ")
    try database.run(
      "INSERT INTO \(name) (\(columns.joined(separator: ", "))) VALUES (\(places))", row.values)
  }
}

extension DecisionStore {
  /// Copies all that is decided to another store, which has to be empty, and compares the two row
  /// by row; all is copied or nothing. What is here stays as it is.
  /// - Returns: how many records, sets and changes of labels there are in both.
  @discardableResult public func copy(to other: DecisionStore) throws(DecisionStoreError)
    -> (records: Int, sets: Int, changes: Int)
  {
    try read { source in
      try other.write { target in
        for table in StoreTable.all where try table.count(target) > 0 {
          throw DecisionStoreError.notEmpty(store: other.name)
        }
        for table in StoreTable.all {
          try Self.pages(of: table, source) { rows, _, _ in
            for row in rows { try table.insert(row, target) }
          }
        }
        try target.numbersGoOn(in: StoreTable.all.filter(\.isNumbered).map(\.name))
        for table in StoreTable.all { try Self.compare(table, source, target, other.name) }
      }
      let counts: [Int] = try ["record", "labelSet", "labelTransaction"].map {
        try source.value("SELECT count(*) FROM \($0)") ?? 0
      }
      return (counts[0], counts[1], counts[2])
    }
  }

  /// `body` is given some rows at a time, how many were before them, and the last of those.
  /// - Returns: how many there are.
  @discardableResult private static func pages(
    of table: StoreTable, _ database: any StoreAccess,
    _ body: ([StoreRow], Int, StoreRow?) throws -> Void
  ) throws -> Int {
    var (count, last) = (0, StoreRow?.none)
    while true {
      let rows = try table.rows(database, behind: count, last)
      try body(rows, count, last)
      (count, last) = (count + rows.count, rows.last)
      guard rows.count == StoreTable.page else { return count }
    }
  }

  private static func compare(
    _ table: StoreTable, _ source: any StoreAccess, _ target: any StoreAccess, _ name: String
  ) throws {
    let count = try pages(of: table, source) { rows, count, last in
      guard try table.rows(target, behind: count, last) == rows else {
        throw DecisionStoreError.copyDiffers(store: name, table: table.name)
      }
    }
    guard try table.count(target) == count else {
      throw DecisionStoreError.copyDiffers(store: name, table: table.name)
    }
  }
}
