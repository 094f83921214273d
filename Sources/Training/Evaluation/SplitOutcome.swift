import ArrhythmiaModel
import NeuralNetwork

/// All tests of one split: of every seed, the folds' test windows pooled.
public struct SplitOutcome: Sendable {
  /// The split.
  public let split: DataSplit
  /// Folds of each seed.
  public let folds: Int
  /// One for each seed.
  public private(set) var seeds: [Pool] = []
  /// Classes that at least one fold could train.
  public private(set) var classes: Set<Int> = []
  let classCount: Int

  /// One seed's tests.
  public struct Pool: Sendable {
    /// By patient.
    public var tallies: [String: TestTally] = [:]
    /// Confidence of each decision, and whether it is right.
    public var confidences: [(value: Double, isRight: Bool)] = []
    /// Energies of windows of known classes, and of such as the model never saw.
    public var energies: (known: [Double], unknown: [Double]) = ([], [])
    /// Macro-F1 of each fold.
    public var foldMacroF1: [Double] = []
  }

  /// No tests yet.
  public init(_ split: DataSplit, folds: Int, classCount: Int) {
    (self.split, self.folds, self.classCount) = (split, folds, classCount)
  }

  /// Begins the next seed.
  public mutating func beginSeed() { seeds.append(Pool()) }

  /// Adds a fold's test to the present seed, and what its model made of unknown windows.
  public mutating func add(_ test: TestResult, unknown: TestResult?, _ dataset: Dataset) {
    guard var pool = seeds.popLast() else { return }
    var fold = TestTally(classCount: classCount)
    for row in test.windows.indices {
      let patient = dataset.sources[dataset.windows[test.windows[row]].source].patient
      pool.tallies[patient, default: TestTally(classCount: classCount)].add(test, row: row)
      fold.add(test, row: row)
      let isRight = test.truth[row] == test.decisions[row]
      pool.confidences.append((test.probabilities[row].max() ?? 0, isRight))
    }
    pool.energies.known += test.energies
    pool.energies.unknown += unknown?.energies ?? []
    classes.formUnion(test.classes)
    pool.foldMacroF1.append(Self.macroF1(fold, Set(test.classes)))
    seeds.append(pool)
  }

  static func macroF1(_ tally: TestTally, _ classes: Set<Int>) -> Double {
    let metrics = tally.metrics
    let present = classes.sorted().filter { metrics.support(of: $0) > 0 }
    return present.isEmpty ? 0 : metrics.macroScores(over: present).f1
  }

  /// All of a seed's decisions.
  public func tally(seed: Int) -> TestTally {
    seeds[seed].tallies.sorted { $0.key < $1.key }
      .reduce(into: TestTally(classCount: classCount)) { $0.add($1.value) }
  }

  /// Patients that were tested.
  public var patients: [String] { Set(seeds.flatMap(\.tallies.keys)).sorted() }

  /// A figure: its mean over seeds with their standard deviation, and the 95 % interval of a
  /// bootstrap over patients, in which all seeds draw the same patients.
  public func estimate(
    draws: Int = 1000, seed: UInt64 = 1, _ figure: (TestTally) -> Double
  ) -> Figure {
    let values = seeds.indices.map { figure(tally(seed: $0)) }
    let patients = patients
    var random = SplitMix64(seed: seed)
    var means: [Double] = []
    for _ in 0..<(patients.count > 1 ? draws : 0) {
      let drawn = patients.map { _ in patients[Int(random.next() % UInt64(patients.count))] }
      let sum = seeds.reduce(0.0) { sum, pool in
        var tally = TestTally(classCount: classCount)
        for patient in drawn { if let part = pool.tallies[patient] { tally.add(part) } }
        return sum + figure(tally)
      }
      means.append(sum / Double(seeds.count))
    }
    return Figure(values: values, draws: means)
  }

  /// A figure with its uncertainty.
  public struct Figure: Sendable, Equatable {
    /// Its value for each seed.
    public var values: [Double]
    /// Its means over seeds in the bootstrap's draws; not a number where a draw has nothing to
    /// count.
    public var draws: [Double]

    /// A figure without a bootstrap.
    public init(_ values: [Double]) { (self.values, draws) = (values, []) }

    init(values: [Double], draws: [Double]) { (self.values, self.draws) = (values, draws) }

    /// Mean over seeds.
    public var mean: Double { values.reduce(0, +) / Double(max(1, values.count)) }

    /// Standard deviation over seeds; nil of fewer than two.
    public var spread: Double? {
      guard values.count > 1 else { return nil }
      let mean = mean
      let sum = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (sum / Double(values.count - 1)).squareRoot()
    }

    /// The 95 % interval; nil where there was no bootstrap.
    public var interval: ClosedRange<Double>? {
      let sorted = draws.filter(\.isFinite).sorted()
      guard sorted.count > 1 else { return nil }
      let low = sorted[Int(0.025 * Double(sorted.count - 1))]
      return low...max(low, sorted[Int((0.975 * Double(sorted.count - 1)).rounded(.up))])
    }
  }

  // MARK: Order

  /// Error among the most confident decisions of the first seed, at so many coverages.
  public func riskCoverage(points: Int = 50) -> [(coverage: Double, risk: Double)] {
    guard let pool = seeds.first, !pool.confidences.isEmpty else { return [] }
    let sorted = pool.confidences.enumerated()
      .sorted { ($1.element.value, $0.offset) < ($0.element.value, $1.offset) }
      .map(\.element.isRight)
    var wrong = 0
    var risks: [Double] = []
    for (index, isRight) in sorted.enumerated() {
      if !isRight { wrong += 1 }
      risks.append(Double(wrong) / Double(index + 1))
    }
    return (1...points).map { point in
      let kept = max(1, sorted.count * point / points)
      return (Double(kept) / Double(sorted.count), risks[kept - 1])
    }
  }

  /// How well energy tells unknown windows from known ones: the area under the ROC curve for each
  /// seed; NaN without unknown ones.
  public var unknownAUROC: [Double] {
    seeds.map { Self.areaUnderROC(negatives: $0.energies.known, positives: $0.energies.unknown) }
  }

  /// Chance that a positive has a higher value than a negative, ties counting half.
  static func areaUnderROC(negatives: [Double], positives: [Double]) -> Double {
    let sorted = negatives.sorted()
    let total = positives.reduce(0.0) { sum, value in
      let below = sorted.partitioningIndex { $0 >= value }
      let upTo = sorted.partitioningIndex { $0 > value }
      return sum + Double(below) + Double(upTo - below) / 2
    }
    return total / (Double(sorted.count) * Double(positives.count))
  }
}
