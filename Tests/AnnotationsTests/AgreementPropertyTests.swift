import Annotations
import TestSupport
import Testing

@Suite("Agreement: properties") struct AgreementPropertyTests {
  private typealias Examples = AgreementExamples

  private static func table(seed: Int, categories: Int) -> AgreementTable {
    var random = SeededGenerator(seed: seed)
    var table = AgreementTable(categoryCount: categories)
    for _ in 0..<Int.random(in: 2..<200, using: &random) {
      let first = Int.random(in: 0..<categories, using: &random)
      let isSame = Bool.random(using: &random)
      table.add(
        first: first, second: isSame ? first : Int.random(in: 0..<categories, using: &random))
    }
    return table
  }

  private static func transposed(_ table: AgreementTable) -> AgreementTable {
    Examples.table(
      (0..<table.categoryCount).map { row in
        (0..<table.categoryCount).map { table[$0, row] }
      })
  }

  @Test(arguments: 0..<60) func `It does not matter who reads first`(seed: Int) {
    let table = Self.table(seed: seed, categories: 2 + seed % 4)
    let other = Self.transposed(table)
    #expect(agrees(table.cohenKappa.value, other.cohenKappa.value ?? .nan, decimals: 12))
    #expect(table.percentAgreement == other.percentAgreement)
    for category in 0..<table.categoryCount {
      #expect(
        agrees(
          table.cohenKappa(of: category).value, other.cohenKappa(of: category).value ?? .nan,
          decimals: 12))
    }
  }

  @Test(arguments: 0..<60) func `No coefficient is above 1 or below its least`(seed: Int) throws {
    let table = Self.table(seed: seed, categories: 2 + seed % 4)
    let tally = Examples.tally(table)
    for coefficient in [table.cohenKappa, tally.fleissKappa, tally.gwetAC1] {
      let value = try #require(coefficient.value)
      #expect(value <= 1 && value >= -1)
    }
    // One table and one tally count the same agreement.
    let share = try #require(table.percentAgreement.value)
    #expect(agrees(tally.percentAgreement.value, share, decimals: 12))
  }

  /// Of two categories, either against the rest is the whole.
  @Test(arguments: 0..<20) func `A class of two is all there is`(seed: Int) throws {
    let table = Self.table(seed: 500 + seed, categories: 2)
    let tally = Examples.tally(table)
    for category in 0..<2 {
      #expect(
        agrees(
          table.cohenKappa(of: category).value, try #require(table.cohenKappa.value), decimals: 12))
      #expect(
        agrees(
          tally.fleissKappa(of: category).value, try #require(tally.fleissKappa.value), decimals: 12
        ))
      #expect(
        agrees(
          tally.gwetAC1(of: category).value, try #require(tally.gwetAC1.value), decimals: 12))
    }
  }

  @Test func `Identical readers give 1 in everything`() {
    let report = Examples.study(["NNN", "VVV", "NNN", "SSS"], categories: "NSV").report()
    for figures in [report.overall] + report.classes.map(\.figures) {
      #expect(figures.percentAgreement.value == 1)
      #expect(agrees(figures.fleissKappa.value, 1, decimals: 12))
      #expect(agrees(figures.gwetAC1.value, 1, decimals: 12))
    }
    let pair = Examples.study(["NN", "VV", "NN"], categories: "NV").report()
    #expect(agrees(pair.overall.cohenKappa.value, 1, decimals: 12))
  }

  @Test func `Readers that never agree are below chance`() {
    let table = Examples.table([[0, 10], [10, 0]])
    #expect(table.cohenKappa == .value(-1))
    #expect(Examples.tally(table).fleissKappa == .value(-1))
    #expect(Examples.tally(table).gwetAC1 == .value(-1))
  }

  @Test(arguments: 0..<10) func `Order of items, of readers and of patients does not matter`(
    seed: Int
  ) {
    var random = SeededGenerator(seed: seed)
    let places = [0, 1, 2, 3].shuffled(using: &random)
    let items = Examples.drawn.map { item in String(places.map { Array(item)[$0] }) }
    let bootstrap = PatientBootstrap(draws: 50)
    let one = Examples.study(Examples.drawn, categories: "NSVFQ").report(bootstrap)
    let other = Examples.study(items, categories: "NSVFQ").report(bootstrap)
    #expect(one.overall.fleissKappa.value == other.overall.fleissKappa.value)
    var shuffled = AgreementStudy<Character>(readers: 4, categories: Array("NSVFQ"))
    for (index, item) in Examples.drawn.enumerated().shuffled(using: &random) {
      shuffled.add(patient: index < 10 ? "p0\(index)" : "p\(index)", Examples.readings(item))
    }
    let again = shuffled.report(bootstrap)
    #expect(again.overall == one.overall)
    #expect(again.classes.map(\.figures) == one.classes.map(\.figures))
  }

  /// Time is counted in frames: what one item says, a thousand of them say.
  @Test func `A reading of a thousand frames is a thousand readings`() throws {
    var once = AgreementStudy<Character>(readers: 2)
    var thousand = AgreementStudy<Character>(readers: 2)
    for (index, item) in ["NN", "NV", "VV", "NN", "SV"].enumerated() {
      once.add(patient: "p\(index)", Examples.readings(item))
      thousand.add(patient: "p\(index)", Examples.readings(item), count: 1_000_000_000)
    }
    let (few, many) = (once.report(), thousand.report())
    #expect(
      agrees(
        many.overall.cohenKappa.value, try #require(few.overall.cohenKappa.value), decimals: 12))
    #expect(
      agrees(many.overall.gwetAC1.value, try #require(few.overall.gwetAC1.value), decimals: 12))
  }

  // MARK: Nothing to say

  @Test func `Without items there is a reason, not a number`() {
    let none = AgreementStudy<Character>(readers: 2, categories: ["N", "V"]).report()
    #expect(none.overall.cohenKappa.coefficient == .undefined(.noItems))
    #expect(none.classes.count == 2)
    // Known patients without a reading that two share.
    let alone = Examples.study(["N.", ".V"]).report()
    #expect(alone.overall.percentAgreement.coefficient == .undefined(.noItems))
    #expect(alone.overall.cohenKappa.coefficient == .undefined(.noItems))
    #expect(alone.overall.fleissKappa.coefficient == .undefined(.noItems))
    #expect(alone.overall.gwetAC1.coefficient == .undefined(.noItems))
    #expect(alone.classes[0].figures.gwetAC1.coefficient == .undefined(.noItems))
    #expect(AgreementTable(categoryCount: 0).cohenKappa == .undefined(.noItems))
  }

  @Test func `One category alone is beyond chance by nothing`() {
    let report = Examples.study(["NN", "NN", "NN"], categories: "NV").report()
    #expect(report.overall.percentAgreement.value == 1)
    #expect(report.overall.cohenKappa.coefficient == .undefined(.oneCategory))
    #expect(report.overall.fleissKappa.coefficient == .undefined(.oneCategory))
    #expect(report.overall.gwetAC1.coefficient == .undefined(.oneCategory))
    // That all is N is an answer of two kinds, which AC1 can compare.
    let normal = report.classes[0].figures
    #expect(normal.gwetAC1.value == 1)
    #expect(normal.cohenKappa.coefficient == .undefined(.oneCategory))
    #expect(normal.fleissKappa.coefficient == .undefined(.oneCategory))
  }

  @Test func `A class that nobody used is named with a reason`() {
    let report = Examples.study(["NN", "VN", "VV"], categories: "NSV").report()
    let unused = report.classes[1]
    #expect(unused.category == "S")
    #expect(unused.readings == 0)
    for estimate in [
      unused.figures.percentAgreement, unused.figures.cohenKappa, unused.figures.fleissKappa,
      unused.figures.gwetAC1,
    ] {
      #expect(estimate.coefficient == .undefined(.unusedClass))
      #expect(estimate.interval == nil)
      #expect(estimate.reasonWithoutInterval == .unusedClass)
    }
    // And it raises nothing: chance is that of the classes that were used.
    let without = Examples.study(["NN", "VN", "VV"], categories: "NV").report()
    #expect(report.overall == without.overall)
    #expect(report.tableCategories == ["N", "V"])
  }

  @Test func `One reader alone agrees with nobody`() {
    let report = Examples.study(["N", "V"]).report()
    #expect(report.overall.fleissKappa.coefficient == .undefined(.noItems))
    #expect(report.overall.cohenKappa.coefficient == .undefined(.readers(1)))
  }

  @Test func `Readers who share no category have a kappa of 0`() {
    #expect(Examples.table([[0, 5], [0, 0]]).cohenKappa == .value(0))
  }

  @Test(arguments: [
    UndefinedAgreement.noItems, .oneCategory, .unusedClass, .readers(3), .noEpisodes, .patients(1),
    .patients(0), .draws(defined: 3, all: 1000),
  ]) func `Reasons are clauses`(reason: UndefinedAgreement) {
    #expect(reason.description.count > 10)
    #expect(!reason.description.hasSuffix("."))
  }
}
