/// How pure families are: of how many beats the label is the commonest one of their family.
public struct FamilyScore: Sendable, Equatable {
  /// Beats that have a family and a label.
  public private(set) var beats = 0
  /// Beats of the commonest class of their family, and of the commonest symbol.
  public private(set) var pureByClass = 0
  public private(set) var pureBySymbol = 0
  /// Families of each record.
  public private(set) var families: [Int] = []

  /// No records yet.
  public init() {}

  /// Scores a record's families: for each beat its family, its class (of EC57) and its symbol, a
  /// beat that is in no family being one by itself.
  public init(families numbers: [Int?], classes: [String], symbols: [String]) {
    precondition(
      numbers.count == classes.count && classes.count == symbols.count,
      "\(numbers.count) families, \(classes.count) classes, \(symbols.count) symbols")
    beats = numbers.count
    let alone = numbers.filter { $0 == nil }.count
    let sorted = numbers.indices.filter { numbers[$0] != nil }
    families = [Set(numbers.compactMap { $0 }).count + alone]
    pureByClass = alone + Self.pure(sorted.map { (numbers[$0] ?? 0, classes[$0]) })
    pureBySymbol = alone + Self.pure(sorted.map { (numbers[$0] ?? 0, symbols[$0]) })
  }

  private static func pure(_ labelled: [(family: Int, label: String)]) -> Int {
    var counts: [Int: [String: Int]] = [:]
    for beat in labelled { counts[beat.family, default: [:]][beat.label, default: 0] += 1 }
    return counts.values.reduce(0) { $0 + ($1.values.max() ?? 0) }
  }

  /// Adds other records'.
  public mutating func add(_ other: FamilyScore) {
    beats += other.beats
    pureByClass += other.pureByClass
    pureBySymbol += other.pureBySymbol
    families += other.families
  }

  /// Parts of all beats, 0...1; 1 of no beats.
  public var classPurity: Double { Double(pureByClass) / Double(max(1, beats)) }
  public var symbolPurity: Double { Double(pureBySymbol) / Double(max(1, beats)) }

  /// The mean number of families of a record, and the greatest.
  public var meanFamilies: Double {
    Double(families.reduce(0, +)) / Double(max(1, families.count))
  }
  public var mostFamilies: Int { families.max() ?? 0 }
}
