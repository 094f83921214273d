/// One patient's readings in the forms that coefficients are made of.
struct AgreementSums: SummableTally {
  var tally: AgreementTally
  /// Of two readers.
  var table: AgreementTable?

  /// From how often each combination of readings occurred. `categories` hold all that occur.
  init<Category: Hashable>(
    _ patterns: [[Category?]: Int], categories: [Category], readers: Int
  ) {
    let places = Dictionary(uniqueKeysWithValues: categories.enumerated().map { ($1, $0) })
    tally = AgreementTally(categoryCount: categories.count)
    table = readers == 2 ? AgreementTable(categoryCount: categories.count) : nil
    // Sums of rounded numbers depend on their order, and that of a dictionary changes.
    let coded = patterns.map {
      (readings: $0.key.map { $0.flatMap { places[$0] } }, count: $0.value)
    }
    .sorted { Self.precedes($0.readings, $1.readings) }
    for (readings, count) in coded {
      var numbers = Array(repeating: 0, count: categories.count)
      for place in readings { if let place { numbers[place] += 1 } }
      tally.add(numbers, count: count)
      if readers == 2, let first = readings[0], let second = readings[1] {
        table?.add(first: first, second: second, count: count)
      }
    }
  }

  mutating func add(_ other: AgreementSums) {
    tally.add(other.tally)
    if let part = other.table { table?.add(part) }
  }

  /// The coefficients of a report in its order.
  static func coefficients(readers: Int) -> [(AgreementSums) -> AgreementCoefficient] {
    [
      { $0.tally.percentAgreement },
      { $0.table?.cohenKappa ?? .undefined(.readers(readers)) },
      { $0.tally.fleissKappa },
      { $0.tally.gwetAC1 },
    ]
  }

  /// The same of one class against the rest; nil is a class that nobody used.
  static func coefficients(
    readers: Int, of category: Int?
  ) -> [(AgreementSums) -> AgreementCoefficient] {
    guard let category else {
      return coefficients(readers: readers).map { _ in { _ in .undefined(.unusedClass) } }
    }
    return [
      { $0.tally.percentAgreement(of: category) },
      { $0.table?.cohenKappa(of: category) ?? .undefined(.readers(readers)) },
      { $0.tally.fleissKappa(of: category) },
      { $0.tally.gwetAC1(of: category) },
    ]
  }

  private static func precedes(_ first: [Int?], _ second: [Int?]) -> Bool {
    first.lexicographicallyPrecedes(second) { ($0 ?? -1) < ($1 ?? -1) }
  }
}
