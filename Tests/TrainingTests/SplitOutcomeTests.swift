import ArrhythmiaModel
import Foundation
import NeuralNetwork
import Testing
import Training

@Suite("Pooled tests") struct SplitOutcomeTests {
  private let folder: ScratchFolder
  private let dataset: Dataset
  private static let patients = 8
  private static let windows = 40
  private static let classCount = 6

  init() throws {
    folder = try ScratchFolder()
    var made = HandMadeDataset()
    for patient in 0..<Self.patients {
      made.addRecord(
        "r\(patient)", patient: "p\(patient % 7)", segments: [(0, Self.windows / 2), (1, 20)])
    }
    dataset = try made.read(in: folder)
  }

  /// A test of some windows whose decisions are right with the chance `skill`, its numbers made up.
  private func test(
    _ windows: [Int], skill: Double = 0.8, classes: [Int] = [0, 1, 2, 3], seed: UInt64 = 1
  ) -> TestResult {
    var configuration = ModelConfiguration.tiny(classes: classes.count)
    configuration.tokens = 128
    var result = TestResult(
      ModelWeights(random: configuration, seed: 1), dataset, windows: [], classes: classes,
      crew: Crew(count: 1))
    var random = SplitMix64(seed: seed)
    func draw(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
    result.windows = windows
    for _ in windows {
      let place = draw(classes.count)
      let decided = random.uniform(0, 1) < skill ? place : draw(classes.count)
      let logits = classes.indices.map {
        random.uniform(-2, 1) + ($0 == decided ? 3 : 0)
      }
      let raised = logits.map { exp($0 / 2) }
      var probabilities = Array(repeating: 0.0, count: Self.classCount)
      for (label, value) in zip(classes, raised) {
        probabilities[label] = value / raised.reduce(0, +)
      }
      result.truth.append(classes[place])
      result.decisions.append(classes[decided])
      result.logits.append(logits)
      result.probabilities.append(probabilities)
      let reasons: [UncertaintyReason] = random.uniform(0, 1) < 0.2 ? [.paced] : []
      result.verdicts.append(Verdict(set: reasons.isEmpty ? [place] : [0, 1], reasons: reasons))
      result.energies.append((random.uniform(-5, 0) * 4).rounded() / 4)
    }
    return result
  }

  private var all: [Int] { Array(dataset.windows.indices) }

  private func outcome(_ tests: [TestResult], unknown: TestResult? = nil) -> SplitOutcome {
    var outcome = SplitOutcome(.patients, folds: tests.count, classCount: Self.classCount)
    outcome.beginSeed()
    for test in tests { outcome.add(test, unknown: unknown, dataset) }
    return outcome
  }

  private func accuracy(_ tally: TestTally) -> Double { tally.metrics.accuracy }

  // MARK: Tallies

  @Test(arguments: 1..<6)
  func `Pooled figures are those of all decisions`(seed: Int) {
    let test = test(all, seed: UInt64(seed))
    let tally = outcome([test]).tally(seed: 0)
    let metrics = ClassificationMetrics(
      truth: test.truth, decisions: test.decisions, classCount: Self.classCount)
    #expect(tally.metrics == metrics)
    #expect(tally.count == test.windows.count)
    #expect(tally.metrics.macroScores(over: 0..<4) == metrics.macroScores(over: 0..<4))
    #expect(test.metrics(classCount: Self.classCount) == metrics)
  }

  @Test func `The likelihood is the mean over all decisions, that of a class that lacks bounded`() {
    var test = test(all)
    test.truth[0] = 5
    let wanted =
      zip(test.truth, test.probabilities).map { -log(max($1[$0], 1e-6)) }
      .reduce(0, +) / Double(all.count)
    let found = outcome([test]).tally(seed: 0).negativeLogLikelihood
    #expect(abs(found - wanted) < 1e-12)
    #expect(found > -log(1e-6) / Double(all.count))
  }

  @Test(arguments: [false, true])
  func `The calibration error is that of the model's own calibration`(isCalibrated: Bool) {
    let test = test(all)
    let confidences = test.windows.indices.map { row in
      if isCalibrated { return test.probabilities[row].max() ?? 0 }
      let raised = test.logits[row].map(exp)
      return (raised.max() ?? 0) / raised.reduce(0, +)
    }
    let wanted = ProbabilityCalibration.expectedCalibrationError(
      confidences: confidences, isCorrect: zip(test.truth, test.decisions).map { $0 == $1 })
    let tally = outcome([test]).tally(seed: 0)
    #expect(abs(tally.calibrationError(calibrated: isCalibrated) - wanted) < 1e-12)
    #expect(wanted > 0.01)
  }

  @Test func `Reliability has a bin for each fifteenth, and each decision is in one`() {
    let tally = outcome([test(all)]).tally(seed: 0)
    let bins = tally.reliability(calibrated: true)
    #expect(bins.count == TestTally.binCount && TestTally.binCount == 15)
    #expect(bins.map(\.count).reduce(0, +) == all.count)
    for (index, bin) in bins.enumerated() where bin.count > 0 {
      #expect(bin.confidence > Double(index) / 15 - 1e-12)
      #expect(bin.confidence <= Double(index + 1) / 15 + 1e-12)
      #expect((0...1).contains(bin.accuracy))
    }
    #expect(bins.contains { $0.count == 0 && $0.accuracy.isNaN })
  }

  @Test(arguments: 1...15)
  func `A confidence at a bin's upper end is in that bin`(bin: Int) {
    var test = test(Array(all.prefix(1)))
    test.probabilities[0] = [Double(bin) / 15, 0, 0, 0, 0, 0]
    let bins = outcome([test]).tally(seed: 0).reliability(calibrated: true)
    #expect(bins.indices.filter { bins[$0].count > 0 } == [bin - 1])
  }

  @Test func `Flagged and unflagged decisions are counted apart`() {
    let test = test(all)
    let tally = outcome([test]).tally(seed: 0)
    func accuracy(_ flagged: Bool) -> Double {
      let rows = all.indices.filter { test.isUncertain[$0] == flagged }
      return Double(rows.filter { test.truth[$0] == test.decisions[$0] }.count)
        / Double(rows.count)
    }
    let certain = test.isUncertain.filter { !$0 }.count
    #expect(tally.coverage == Double(certain) / Double(all.count))
    #expect(tally.accuracyByFlag.certain == accuracy(false))
    #expect(tally.accuracyByFlag.uncertain == accuracy(true))
  }

  @Test func `Nothing counted gives zeros, and not-a-number where there is no quotient`() {
    let tally = TestTally(classCount: 3)
    #expect(tally.count == 0 && tally.negativeLogLikelihood == 0 && tally.coverage == 0)
    #expect(tally.calibrationError(calibrated: true) == 0)
    #expect(tally.accuracyByFlag.certain.isNaN && tally.accuracyByFlag.uncertain.isNaN)
  }

  // MARK: Pools

  @Test func `Folds that are added one by one are counted as if they were one test`() {
    let whole = test(all)
    let half = all.count / 2
    func part(_ rows: Range<Int>) -> TestResult {
      var part = whole
      part.windows = Array(whole.windows[rows])
      part.truth = Array(whole.truth[rows])
      part.decisions = Array(whole.decisions[rows])
      part.logits = Array(whole.logits[rows])
      part.probabilities = Array(whole.probabilities[rows])
      part.verdicts = Array(whole.verdicts[rows])
      part.energies = Array(whole.energies[rows])
      return part
    }
    let parted = outcome([part(0..<half), part(half..<all.count)])
    let one = outcome([whole])
    #expect(parted.tally(seed: 0).confusion == one.tally(seed: 0).confusion)
    #expect(parted.seeds[0].foldMacroF1.count == 2)
    #expect(parted.seeds[0].energies.known == one.seeds[0].energies.known)
    #expect(parted.riskCoverage().map(\.risk) == one.riskCoverage().map(\.risk))
  }

  @Test func `Decisions are counted by patient, records of one patient together`() {
    let test = test(all)
    let outcome = outcome([test])
    #expect(outcome.patients == (0..<7).map { "p\($0)" })
    for patient in outcome.patients {
      let rows = all.indices.filter {
        dataset.sources[dataset.windows[all[$0]].source].patient == patient
      }
      let metrics = ClassificationMetrics(
        truth: rows.map { test.truth[$0] }, decisions: rows.map { test.decisions[$0] },
        classCount: Self.classCount)
      #expect(outcome.seeds[0].tallies[patient]?.metrics == metrics)
    }
  }

  @Test func `A fold's macro-F1 is over the classes that its model has and its test holds`() {
    var right = test(all, skill: 1, classes: [0, 1])
    #expect(outcome([right]).seeds[0].foldMacroF1 == [1])
    // Windows of a class that the model lacks count against the class they are taken for.
    right.truth[0] = 3
    right.decisions[0] = 0
    let metrics = ClassificationMetrics(
      truth: right.truth, decisions: right.decisions, classCount: Self.classCount)
    #expect(outcome([right]).seeds[0].foldMacroF1 == [metrics.macroScores(over: [0, 1]).f1])
    #expect(outcome([right]).classes == [0, 1])
  }

  // MARK: Figures

  private func twoSeeds() -> SplitOutcome {
    var outcome = SplitOutcome(.patients, folds: 1, classCount: Self.classCount)
    for seed in [1, 2] as [UInt64] {
      outcome.beginSeed()
      outcome.add(test(all, seed: seed), unknown: nil, dataset)
    }
    return outcome
  }

  @Test func `A figure is the mean over seeds, with their standard deviation`() {
    let outcome = twoSeeds()
    let figure = outcome.estimate(accuracy)
    let values = [1, 2].map { test(all, seed: $0).metrics(classCount: 6).accuracy }
    #expect(figure.values == values)
    #expect(values[0] != values[1])
    #expect(abs(figure.mean - (values[0] + values[1]) / 2) < 1e-12)
    #expect(
      abs((figure.spread ?? -1) - abs(values[0] - values[1]) / 2.0.squareRoot()) < 1e-12)
    #expect(self.outcome([test(all)]).estimate(accuracy).spread == nil)
  }

  @Test(arguments: 1..<8)
  func `The interval contains the mean and is narrow where there is much data`(seed: Int) throws {
    let figure = outcome([test(all, seed: UInt64(seed))]).estimate(accuracy)
    let interval = try #require(figure.interval)
    #expect(interval.contains(figure.mean))
    // 320 decisions at .85: a standard error of .02.
    let width = interval.upperBound - interval.lowerBound
    #expect(width > 0.01 && width < 0.2)
    #expect(figure.draws.count == 1000)
  }

  @Test func `The interval leaves out a fortieth of the draws at either end`() throws {
    let figure = outcome([test(all)]).estimate(accuracy)
    let interval = try #require(figure.interval)
    let below = figure.draws.filter { $0 < interval.lowerBound }.count
    let above = figure.draws.filter { $0 > interval.upperBound }.count
    #expect(below <= 25 && above <= 25)
    let sorted = figure.draws.sorted()
    #expect(sorted[20] <= interval.lowerBound && sorted[979] >= interval.upperBound)
  }

  @Test func `Patients who differ make the interval wide`() throws {
    var test = test(all, skill: 1)
    for row in all.indices where dataset.windows[all[row]].source < 4 {
      test.decisions[row] = (test.truth[row] + 1) % 4
    }
    let interval = try #require(outcome([test]).estimate(accuracy).interval)
    #expect(interval.upperBound - interval.lowerBound > 0.4)
  }

  @Test func `One patient has no interval`() {
    let own = all.filter { dataset.windows[$0].source == 3 }
    let figure = outcome([test(own)]).estimate(accuracy)
    #expect(figure.interval == nil && figure.draws.isEmpty)
    #expect(figure.values.count == 1 && figure.mean > 0.5)
  }

  @Test func `The bootstrap follows from its seed`() {
    let outcome = twoSeeds()
    #expect(outcome.estimate(accuracy) == outcome.estimate(accuracy))
    #expect(outcome.estimate(seed: 2, accuracy).draws != outcome.estimate(seed: 1, accuracy).draws)
  }

  @Test func `Draws in which a figure is not a number are left out of the interval`() throws {
    // Only one patient has windows of class 5.
    var test = test(all)
    for row in all.indices where dataset.windows[all[row]].source == 2 { test.truth[row] = 5 }
    let figure = outcome([test]).estimate { tally in
      tally.metrics.support(of: 5) > 0 ? 1 : .nan
    }
    let finite = figure.draws.filter { $0.isFinite }.count
    #expect(finite > 500 && finite < 900)
    #expect(figure.interval == 1...1)
  }

  // MARK: Order

  @Test func `Energy tells unknown windows as often as a comparison of all pairs says`() {
    var unknown = test(Array(all.prefix(30)), seed: 9)
    unknown.energies = unknown.energies.map { $0 + 1 }
    let known = test(all)
    let pairs = known.energies.flatMap { a in
      unknown.energies.map { b in a < b ? 1 : a == b ? 0.5 : 0 }
    }
    #expect(pairs.contains(0.5) && pairs.contains(0) && pairs.contains(1))
    let found = outcome([known], unknown: unknown).unknownAUROC
    #expect(found.count == 1)
    #expect(abs(found[0] - pairs.reduce(0, +) / Double(pairs.count)) < 1e-12)
  }

  @Test(arguments: [(10.0, 1.0), (-10, 0), (0, 0.5)])
  func `Energies that are all higher, all lower or the same give one, none or a half`(
    shift: Double, wanted: Double
  ) {
    var (known, unknown) = (test(all), test(Array(all.prefix(20))))
    known.energies = known.energies.map { _ in -3 }
    unknown.energies = unknown.energies.map { _ in -3 + shift }
    #expect(outcome([known], unknown: unknown).unknownAUROC == [wanted])
  }

  @Test func `Without unknown windows nothing is said of them`() {
    #expect(outcome([test(all)]).unknownAUROC.map(\.isNaN) == [true])
  }

  @Test(arguments: [50, 7, 320, 1000])
  func `Coverage rises to one, where the risk is the error rate`(points: Int) throws {
    let test = test(all)
    let curve = outcome([test]).riskCoverage(points: points)
    #expect(curve.count == points)
    #expect(zip(curve, curve.dropFirst()).allSatisfy { $0.coverage <= $1.coverage })
    #expect(curve.allSatisfy { (0...1).contains($0.risk) && $0.coverage > 0 })
    let last = try #require(curve.last)
    #expect(last.coverage == 1)
    #expect(abs(last.risk - (1 - test.metrics(classCount: 6).accuracy)) < 1e-12)
  }

  @Test func `The most confident decisions are kept first`() throws {
    var test = test(all, skill: 1)
    for row in all.indices {
      // The surest half is right, the other is not.
      let isSure = row % 2 == 0
      test.probabilities[row] = [isSure ? 0.9 : 0.5, 0.1, 0, 0, 0, 0]
      test.decisions[row] = isSure ? test.truth[row] : (test.truth[row] + 1) % 4
    }
    let curve = outcome([test]).riskCoverage(points: 4)
    #expect(curve.map(\.coverage) == [0.25, 0.5, 0.75, 1])
    #expect(curve.map(\.risk) == [0, 0, 1.0 / 3, 0.5])
  }

  @Test func `Without decisions there is no curve`() {
    #expect(SplitOutcome(.patients, folds: 1, classCount: 2).riskCoverage().isEmpty)
  }
}
