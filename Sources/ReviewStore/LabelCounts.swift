import Annotations

/// How many marks of each label there are, or how many more or fewer there come to be.
struct LabelCounts: Equatable {
  private(set) var counts: [Label: Int] = [:]

  init() {}

  init(_ marks: some Sequence<Mark>) {
    for mark in marks { counts[mark.label, default: 0] += 1 }
  }

  mutating func add(_ edits: [Edit]) {
    for edit in edits {
      if let before = edit.before { counts[before.label, default: 0] -= 1 }
      if let after = edit.after { counts[after.label, default: 0] += 1 }
    }
  }

  /// Adds them to those of a set.
  func add(to set: Int64, _ database: any StoreAccess) throws {
    for (label, count) in counts where count != 0 {
      try database.run(
        """
        INSERT INTO labelCount (labelSet, symbol, text, count) VALUES (?, ?, ?, ?)
        ON CONFLICT (labelSet, symbol, text) DO UPDATE SET count = labelCount.count + excluded.count
        """, [set, label.symbol, label.text, count])
    }
  }

  static func of(_ set: Int64, _ database: any StoreAccess) throws -> LabelCounts {
    let rows = try database.rows(
      "SELECT symbol, text, count FROM labelCount WHERE labelSet = ? AND count != 0", [set])
    var found = LabelCounts()
    for row in rows { try found.counts[Label(symbol: row[0], text: row[1])] = row[2] as Int }
    return found
  }

  /// Without labels that no mark has any more.
  var present: [Label: Int] { counts.filter { $0.value != 0 } }
}
