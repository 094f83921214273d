import Annotations
import Testing

@Suite("Agreement: published examples") struct AgreementExamplesTests {
  private typealias Examples = AgreementExamples

  /// Cohen 1960, table 2: 200 patients, two judges; observed .70, by chance .41.
  @Test func `Cohen 1960 has a kappa of 0.492`() {
    let table = Examples.table([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    #expect(agrees(table.percentAgreement.value, 0.70, decimals: 10))
    #expect(agrees(table.cohenKappa.value, 0.492, decimals: 3))
  }

  /// Wikipedia, "Cohen's kappa": the worked example of 50 proposals, and two tables of equal
  /// observed agreement.
  @Test(arguments: [
    ([[20, 5], [10, 15]], 0.40), ([[45, 15], [25, 15]], 0.1304), ([[25, 35], [5, 35]], 0.2593),
  ])
  func `Wikipedia's tables have their kappas`(rows: [[Int]], kappa: Double) {
    #expect(agrees(Examples.table(rows).cohenKappa.value, kappa, decimals: 4))
  }

  /// The documentation of SAS (PROC FREQ, simple kappa), as in the tests of statsmodels.
  @Test func `The table of SAS has a kappa of 0.4842`() {
    let table = Examples.table([[0, 4, 1], [0, 8, 0], [0, 1, 5]])
    #expect(agrees(table.cohenKappa.value, 0.4842, decimals: 4))
  }

  /// Fleiss 1971, table 1, with six decimals by kappam.fleiss of R's irr; the categories' kappas as
  /// in the paper and by `detail = TRUE`.
  @Test func `Fleiss 1971 has a kappa of 0.430`() {
    let report = Examples.study(Examples.fleiss1971, categories: "12345").report()
    #expect(agrees(report.overall.fleissKappa.value, 0.4302445, decimals: 7))
    let kappas = report.classes.map(\.figures.fleissKappa.value)
    for (kappa, printed) in zip(kappas, [0.245, 0.245, 0.520, 0.471, 0.566]) {
      #expect(agrees(kappa, printed, decimals: 3))
    }
    #expect(report.classes.map(\.readings) == [26, 26, 30, 55, 43])
    #expect(report.overall.cohenKappa.coefficient == .undefined(.readers(6)))
  }

  /// Wikipedia, "Fleiss' kappa": ten subjects, 14 raters, five categories; observed .378, by chance
  /// .213.
  @Test func `Wikipedia's ten subjects have a kappa of 0.210`() {
    let tally = Examples.tally([
      [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
      [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
    ])
    #expect(agrees(tally.percentAgreement.value, 0.378, decimals: 3))
    #expect(agrees(tally.fleissKappa.value, 0.210, decimals: 3))
  }

  /// Randolph's calculator of kappas, as in the tests of statsmodels.
  @Test(arguments: [([[7, 1], [3, 5]], 0.161905), ([[6, 1, 0], [0, 7, 0]], 0.708333)])
  func `Randolph's rows have their kappas`(rows: [[Int]], kappa: Double) {
    #expect(agrees(Examples.tally(rows).fleissKappa.value, kappa, decimals: 6))
  }

  /// Gwet 2008: 125 subjects, of whom two raters agree on 118, and a kappa below zero. The same
  /// figures by irrCAC 0.4.4.
  @Test func `Gwet's high agreement has an AC1 of 0.941`() {
    let table = Examples.table([[118, 5], [2, 0]])
    #expect(agrees(table.cohenKappa.value, -0.0234, decimals: 4))
    #expect(agrees(Examples.tally(table).fleissKappa.value, -0.0288, decimals: 4))
    #expect(agrees(Examples.tally(table).gwetAC1.value, 0.9408, decimals: 4))
  }

  /// R's irrCAC 1.0, vignette "overview": `cont3x3abstractors`, Gwet 2014, of pregnancies.
  @Test func `The abstractors of irrCAC`() {
    let table = Examples.table([[13, 0, 0], [0, 20, 7], [0, 4, 56]])
    #expect(agrees(table.cohenKappa.value, 0.7964094, decimals: 7))
    // Scott's pi is Fleiss' kappa of two.
    #expect(agrees(Examples.tally(table).fleissKappa.value, 0.7962397, decimals: 7))
    #expect(agrees(Examples.tally(table).gwetAC1.value, 0.84933, decimals: 5))
    #expect(agrees(table.percentAgreement.value, 0.89, decimals: 10))
  }

  /// irrCAC, `cont4x4diagnosis`.
  @Test func `The diagnoses of irrCAC`() {
    let table = Examples.table([
      [40, 4, 4, 17], [6, 25, 2, 13], [4, 1, 21, 12], [15, 5, 9, 45],
    ])
    #expect(agrees(table.cohenKappa.value, 0.4315, decimals: 5))
    #expect(agrees(Examples.tally(table).gwetAC1.value, 0.45616, decimals: 5))
  }

  /// R's irrCAC 1.0, vignette "overview": `distrib.6raters`, the first 15 patients of Fleiss 1971.
  @Test func `Six raters of irrCAC`() {
    let report = Examples.study(Array(Examples.fleiss1971.prefix(15))).report()
    #expect(agrees(report.overall.percentAgreement.value, 0.5511111, decimals: 7))
    #expect(agrees(report.overall.gwetAC1.value, 0.4448007, decimals: 7))
    #expect(agrees(report.overall.fleissKappa.value, 0.4139265, decimals: 7))
  }

  /// Gwet 2014 with missing ratings; irrCAC's documentation of `cac.raw4raters` and, for the
  /// observers, its results.
  @Test func `Raters of Gwet with missing ratings`() {
    let four = Examples.study(Examples.gwet4Raters).report().overall
    #expect(agrees(four.percentAgreement.value, 0.81818, decimals: 5))
    #expect(agrees(four.gwetAC1.value, 0.77544, decimals: 5))
    #expect(agrees(four.fleissKappa.value, 0.76117, decimals: 5))
    let five = Examples.study(Examples.gwet5Observers).report().overall
    #expect(agrees(five.percentAgreement.value, 0.61556, decimals: 5))
    #expect(agrees(five.gwetAC1.value, 0.49662, decimals: 5))
    #expect(agrees(five.fleissKappa.value, 0.45762, decimals: 5))
  }

  // MARK: Another program

  private static let drawnClasses:
    [(category: Character, agreement: Double, ac1: Double, fleiss: Double)] =
      [
        ("N", 0.7873563218, 0.5925185765, 0.5552794531),
        ("S", 0.8505747126, 0.8037706777, 0.3735236096),
        ("V", 0.9109195402, 0.8888907003, 0.5506950194),
        ("F", 0.933908046, 0.9219898248, 0.5673981191),
        ("Q", 0.8908045977, 0.8763961861, 0.0632577331),
      ]

  /// irrCAC 0.4.4 in Python, class by class with readings of the class against the rest.
  @Test func `Four drawn readers are what irrCAC says`() {
    let report = Examples.study(Examples.drawn, categories: "NSVFQ").report()
    #expect(agrees(report.overall.percentAgreement.value, 0.6867816092, decimals: 9))
    #expect(agrees(report.overall.gwetAC1.value, 0.6323577781, decimals: 9))
    #expect(agrees(report.overall.fleissKappa.value, 0.4710391437, decimals: 9))
    #expect(report.classes.count == Self.drawnClasses.count)
    for (found, expected) in zip(report.classes, Self.drawnClasses) {
      #expect(found.category == expected.category)
      #expect(agrees(found.figures.percentAgreement.value, expected.agreement, decimals: 9))
      #expect(agrees(found.figures.gwetAC1.value, expected.ac1, decimals: 9))
      #expect(agrees(found.figures.fleissKappa.value, expected.fleiss, decimals: 9))
    }
  }

  /// cohen_kappa_score of scikit-learn 1.9 and percentiles of NumPy, over the same draws.
  @Test func `Two drawn readers are what scikit-learn says`() throws {
    let study = Examples.study(
      Examples.drawn, categories: "NSVFQ", itemsPerPatient: 5, readers: 0..<2)
    let report = study.report(PatientBootstrap(draws: 400, seed: 5))
    #expect(report.patients == 12)
    #expect(agrees(report.overall.cohenKappa.value, 0.5608170844939647, decimals: 12))
    let interval = try #require(report.overall.cohenKappa.interval)
    #expect(agrees(interval.lowerBound, 0.3340530313226203, decimals: 12))
    #expect(agrees(interval.upperBound, 0.7670193751113147, decimals: 12))
    let kappas = [0.656, 0.32105263157894737, 0.69064748201438, 1, -0.06611570247933884]
    for (found, kappa) in zip(report.classes, kappas) {
      #expect(agrees(found.figures.cohenKappa.value, kappa, decimals: 12))
    }
  }
}
