/// What coefficients of any number of readers are made of.
///
/// Items need not have been read by all: agreement is counted in those that two or more have read,
/// the frequencies of categories in all that one or more have, as Gwet does (Handbook of
/// Inter-Rater Reliability, 4th edition, 2014). Where all have read all, Fleiss' kappa is that of
/// his paper.
public struct AgreementTally: SummableTally, Equatable {
  /// Number of categories C of the scale. AC1 depends on it, so that categories which nobody used
  /// are best left out of it.
  public let categoryCount: Int
  /// Items that one reader or more has read.
  private var readItems = 0.0
  /// Items that two readers or more have read.
  private var comparedItems = 0.0
  /// Sum over items of the share of pairs of readers that agree.
  private var agreement = 0.0
  /// The same for each class against the rest.
  private var classAgreement: [Double]
  /// Sum over items of the share of readers that chose the category.
  private var shares: [Double]

  /// Nothing counted yet.
  public init(categoryCount: Int) {
    self.categoryCount = categoryCount
    classAgreement = Array(repeating: 0, count: categoryCount)
    shares = classAgreement
  }

  /// Counts items of the same readings: for each category the readers that chose it. Of time, one
  /// item is one frame.
  public mutating func add(_ readers: [Int], count: Int = 1) {
    precondition(
      readers.count == categoryCount,
      "Expected readers of \(categoryCount) categories, found \(readers.count)")
    let all = readers.reduce(0, +)
    guard all > 0 else { return }
    let weight = Double(count)
    readItems += weight
    for (category, number) in readers.enumerated() where number > 0 {
      shares[category] += weight * Double(number) / Double(all)
    }
    guard all > 1 else { return }
    comparedItems += weight
    let pairs = Double(all * (all - 1))
    for (category, number) in readers.enumerated() {
      let within = Double(number * (number - 1))
      agreement += weight * within / pairs
      let rest = all - number
      classAgreement[category] += weight * (within + Double(rest * (rest - 1))) / pairs
    }
  }

  /// Adds a tally of the same categories.
  public mutating func add(_ other: AgreementTally) {
    precondition(
      categoryCount == other.categoryCount,
      "Expected a tally of \(categoryCount) categories, found \(other.categoryCount)")
    readItems += other.readItems
    comparedItems += other.comparedItems
    agreement += other.agreement
    for index in 0..<categoryCount {
      classAgreement[index] += other.classAgreement[index]
      shares[index] += other.shares[index]
    }
  }

  // MARK: Coefficients

  /// Share of pairs of readers that agree, averaged over items, 0...1.
  public var percentAgreement: AgreementCoefficient {
    .share(agreement, of: comparedItems, otherwise: .noItems)
  }

  /// Fleiss' kappa: agreement beyond what the readers' common frequencies give by chance.
  ///
  /// Fleiss, Measuring nominal scale agreement among many raters, Psychological Bulletin 76
  /// (1971). Of two readers it is Scott's pi.
  public var fleissKappa: AgreementCoefficient { fleiss(agreement, frequencies) }

  /// Gwet's AC1: agreement beyond chance, where chance is that of readings which are guessed; it
  /// stays near the observed agreement where one category prevails.
  ///
  /// Gwet, Computing inter-rater reliability and its variance in the presence of high agreement,
  /// British Journal of Mathematical and Statistical Psychology 61 (2008).
  public var gwetAC1: AgreementCoefficient { gwet(agreement, frequencies) }

  /// Share of pairs of readers that agree whether an item is of the class, 0...1.
  public func percentAgreement(of category: Int) -> AgreementCoefficient {
    against(category) { agreed, _ in .value(agreed / comparedItems) }
  }

  /// Fleiss' kappa of one class against the rest.
  public func fleissKappa(of category: Int) -> AgreementCoefficient {
    against(category) { fleiss($0, $1) }
  }

  /// Gwet's AC1 of one class against the rest.
  public func gwetAC1(of category: Int) -> AgreementCoefficient {
    against(category) { gwet($0, $1) }
  }

  // MARK: Chance

  /// How often each category was chosen, with the sum 1; zeros where nothing was read.
  private var frequencies: [Double] { shares.map { readItems > 0 ? $0 / readItems : 0 } }

  private func fleiss(_ agreement: Double, _ frequencies: [Double]) -> AgreementCoefficient {
    guard comparedItems > 0 else { return .undefined(.noItems) }
    guard frequencies.count(where: { $0 > 0 }) > 1 else { return .undefined(.oneCategory) }
    let expected = frequencies.reduce(0) { $0 + $1 * $1 }
    return .corrected(observed: agreement / comparedItems, expected: expected)
  }

  private func gwet(_ agreement: Double, _ frequencies: [Double]) -> AgreementCoefficient {
    guard comparedItems > 0 else { return .undefined(.noItems) }
    guard frequencies.count > 1 else { return .undefined(.oneCategory) }
    let spread = frequencies.reduce(0) { $0 + $1 * (1 - $1) }
    return .corrected(
      observed: agreement / comparedItems, expected: spread / Double(frequencies.count - 1))
  }

  /// A coefficient of a class that somebody used, by its agreement and the frequencies of the class
  /// and of the rest.
  private func against(
    _ category: Int, _ coefficient: (Double, [Double]) -> AgreementCoefficient
  ) -> AgreementCoefficient {
    guard comparedItems > 0 else { return .undefined(.noItems) }
    guard shares[category] > 0 else { return .undefined(.unusedClass) }
    let others = shares.indices.contains { $0 != category && shares[$0] > 0 }
    let own = others ? shares[category] / readItems : 1
    return coefficient(classAgreement[category], [own, 1 - own])
  }
}
