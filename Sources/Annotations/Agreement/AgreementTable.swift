/// How often two readers gave each pair of categories.
public struct AgreementTable: SummableTally, Equatable {
  /// Number of categories C.
  public let categoryCount: Int
  /// Row: the first reader's category; column: the second's. `[C, C]`, row-major.
  public private(set) var counts: [Int]

  /// Nothing counted yet.
  public init(categoryCount: Int) {
    self.categoryCount = categoryCount
    counts = Array(repeating: 0, count: categoryCount * categoryCount)
  }

  public subscript(first: Int, second: Int) -> Int { counts[first * categoryCount + second] }

  /// Counts items; of time, one item is one frame.
  public mutating func add(first: Int, second: Int, count: Int = 1) {
    counts[first * categoryCount + second] += count
  }

  /// Adds a table of the same categories.
  public mutating func add(_ other: AgreementTable) {
    precondition(
      categoryCount == other.categoryCount,
      "Expected a table of \(categoryCount) categories, found \(other.categoryCount)")
    for index in counts.indices { counts[index] += other.counts[index] }
  }

  /// Items that both readers read.
  public var total: Int { counts.reduce(0, +) }

  /// The same readings by a class and all others: place 0 is the class, 1 the rest.
  public func against(_ category: Int) -> AgreementTable {
    var table = AgreementTable(categoryCount: 2)
    for first in 0..<categoryCount {
      for second in 0..<categoryCount {
        table.add(
          first: first == category ? 0 : 1, second: second == category ? 0 : 1,
          count: self[first, second])
      }
    }
    return table
  }

  // MARK: Coefficients

  /// Share of items of one category by both readers, 0...1.
  public var percentAgreement: AgreementCoefficient {
    .share(Double(agreed), of: Double(total), otherwise: .noItems)
  }

  /// Cohen's kappa, −1...1: agreement beyond what the readers' own frequencies give by chance.
  ///
  /// Cohen, A coefficient of agreement for nominal scales, Educational and Psychological
  /// Measurement 20 (1960). The classes of beats and rhythms have no order, so that there is no
  /// weighted kappa.
  public var cohenKappa: AgreementCoefficient {
    guard total > 0 else { return .undefined(.noItems) }
    let (rows, columns) = margins
    let used = (0..<categoryCount).count { rows[$0] + columns[$0] > 0 }
    guard used > 1 else { return .undefined(.oneCategory) }
    let all = Double(total)
    let expected = zip(rows, columns).reduce(0) { $0 + $1.0 / all * ($1.1 / all) }
    return .corrected(observed: Double(agreed) / all, expected: expected)
  }

  /// Cohen's kappa of one class against the rest.
  public func cohenKappa(of category: Int) -> AgreementCoefficient {
    guard total > 0 else { return .undefined(.noItems) }
    let (rows, columns) = margins
    guard rows[category] + columns[category] > 0 else { return .undefined(.unusedClass) }
    return against(category).cohenKappa
  }

  private var agreed: Int { (0..<categoryCount).reduce(0) { $0 + self[$1, $1] } }

  /// Items of each category by the first reader and by the second.
  private var margins: (rows: [Double], columns: [Double]) {
    var rows = Array(repeating: 0.0, count: categoryCount)
    var columns = rows
    for first in 0..<categoryCount {
      for second in 0..<categoryCount {
        rows[first] += Double(self[first, second])
        columns[second] += Double(self[first, second])
      }
    }
    return (rows, columns)
  }
}
