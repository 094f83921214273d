/// Readings of the same items by several readers, kept by patient.
public struct AgreementStudy<Category: Hashable & Sendable>: Sendable {
  /// Number of readers.
  public let readers: Int
  /// Those that were expected, in their order; then others in the order in which they came.
  public private(set) var categories: [Category]
  private var known: Set<Category>
  /// How often each combination of readings occurred in each patient.
  private var patterns: [String: [[Category?]: Int]] = [:]

  /// No readings yet. `categories` are those that the report names even where nobody used them.
  public init(readers: Int, categories: [Category] = []) {
    self.readers = readers
    known = Set(categories)
    var first: Set<Category> = []
    self.categories = categories.filter { first.insert($0).inserted }
  }

  /// Adds what each reader called an item; nil for a reader who has not read it. Of time, `count`
  /// is the number of frames that were called so. Readings of no item make the patient known.
  public mutating func add(patient: String, _ readings: [Category?], count: Int = 1) {
    precondition(
      readings.count == readers, "Expected \(readers) readings, found \(readings.count)")
    for category in readings {
      if let category, known.insert(category).inserted { categories.append(category) }
    }
    patterns[patient, default: [:]][readings, default: 0] += count
  }

  /// Coefficients with their intervals.
  public func report(_ bootstrap: PatientBootstrap = PatientBootstrap()) -> AgreementReport<
    Category
  > {
    let counts = readingCounts
    let used = categories.filter { counts[$0, default: 0] > 0 }
    let sums = patterns.sorted { $0.key < $1.key }
      .map { AgreementSums($0.value, categories: used, readers: readers) }
    let places = Dictionary(uniqueKeysWithValues: used.enumerated().map { ($1, $0) })
    let coefficients =
      AgreementSums.coefficients(readers: readers)
      + categories.flatMap { AgreementSums.coefficients(readers: readers, of: places[$0]) }
    let estimates = bootstrap.estimates(sums, coefficients)
    let size = AgreementReport<Category>.Figures.count
    let figures = stride(from: 0, to: estimates.count, by: size).map {
      AgreementReport<Category>.Figures(estimates[$0..<$0 + size])
    }
    var table = sums.first?.table
    for part in sums.dropFirst() { if let other = part.table { table?.add(other) } }
    return AgreementReport(
      readers: readers, patients: sums.count, overall: figures[0],
      classes: zip(categories, figures.dropFirst()).map {
        .init(category: $0, readings: counts[$0, default: 0], figures: $1)
      }, table: table, tableCategories: used)
  }

  /// How often each category was chosen.
  private var readingCounts: [Category: Int] {
    var counts: [Category: Int] = [:]
    for (readings, count) in patterns.values.joined() {
      for category in readings { if let category { counts[category, default: 0] += count } }
    }
    return counts
  }
}
