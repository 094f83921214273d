public import ArrhythmiaModel
import Foundation

/// Everything that is counted of some decisions, so that any figure follows from sums: the tallies
/// of patients add up to that of all, and a bootstrap over patients is a sum over those drawn.
public struct TestTally: Sendable, Equatable {
  /// Number of classes C.
  public let classCount: Int
  /// Decisions by true and decided class, `[C, C]`.
  public private(set) var confusion: [Int]
  private var logLikelihood = 0.0
  private var before: [CalibrationBin]
  private var after: [CalibrationBin]
  private var certain = (count: 0, right: 0)

  /// Decisions of about one confidence.
  struct CalibrationBin: Sendable, Equatable {
    var count = 0
    var confidence = 0.0
    var right = 0

    mutating func add(_ other: CalibrationBin) {
      count += other.count
      confidence += other.confidence
      right += other.right
    }
  }

  /// Bins of equal width that confidences are sorted into.
  public static let binCount = 15
  /// Least probability whose logarithm is taken: of a class that the model lacks it would be
  /// infinite.
  private static let leastProbability = 1e-6

  /// Nothing counted yet.
  public init(classCount: Int) {
    self.classCount = classCount
    confusion = Array(repeating: 0, count: classCount * classCount)
    before = Array(repeating: CalibrationBin(), count: Self.binCount)
    after = before
  }

  /// Counts row `row` of a test.
  mutating func add(_ test: TestResult, row: Int) {
    let (truth, decision) = (test.truth[row], test.decisions[row])
    confusion[truth * classCount + decision] += 1
    let probabilities = test.probabilities[row]
    logLikelihood += log(max(probabilities[truth], Self.leastProbability))
    let isRight = truth == decision
    Self.add(probabilities.max() ?? 0, isRight, to: &after)
    Self.add(test.rawConfidence(row), isRight, to: &before)
    if !test.verdicts[row].isUncertain {
      certain.count += 1
      if isRight { certain.right += 1 }
    }
  }

  private static func add(_ confidence: Double, _ isRight: Bool, to bins: inout [CalibrationBin]) {
    let bin = min(binCount - 1, max(0, Int((confidence * Double(binCount)).rounded(.up)) - 1))
    bins[bin].add(CalibrationBin(count: 1, confidence: confidence, right: isRight ? 1 : 0))
  }

  /// Adds another tally.
  mutating func add(_ other: TestTally) {
    for index in confusion.indices { confusion[index] += other.confusion[index] }
    for index in before.indices {
      before[index].add(other.before[index])
      after[index].add(other.after[index])
    }
    logLikelihood += other.logLikelihood
    certain.count += other.certain.count
    certain.right += other.certain.right
  }

  /// Equal counts.
  public static func == (a: TestTally, b: TestTally) -> Bool {
    a.confusion == b.confusion && a.before == b.before && a.after == b.after
      && a.logLikelihood == b.logLikelihood && a.certain == b.certain
  }

  // MARK: Figures

  /// Decisions in all.
  public var count: Int { confusion.reduce(0, +) }

  /// The decisions as they are counted elsewhere.
  public var metrics: ClassificationMetrics {
    var metrics = ClassificationMetrics(classCount: classCount)
    for index in confusion.indices where confusion[index] > 0 {
      metrics.add(
        truth: index / classCount, decision: index % classCount, count: confusion[index])
    }
    return metrics
  }

  /// Mean negative log-likelihood of the true classes.
  public var negativeLogLikelihood: Double { -logLikelihood / Double(max(1, count)) }

  /// Expected calibration error, before or after the temperature.
  public func calibrationError(calibrated: Bool) -> Double {
    let gaps = bins(calibrated).reduce(0) { $0 + abs(Double($1.right) - $1.confidence) }
    return gaps / Double(max(1, count))
  }

  /// Mean confidence and accuracy of each bin; NaN of an empty one.
  public func reliability(
    calibrated: Bool
  ) -> [(confidence: Double, accuracy: Double, count: Int)] {
    bins(calibrated).map {
      ($0.confidence / Double($0.count), Double($0.right) / Double($0.count), $0.count)
    }
  }

  private func bins(_ calibrated: Bool) -> [CalibrationBin] { calibrated ? after : before }

  /// Share of decisions that are not flagged.
  public var coverage: Double { Double(certain.count) / Double(max(1, count)) }

  /// Accuracy of those that are not flagged, and of those that are; NaN of none.
  public var accuracyByFlag: (certain: Double, uncertain: Double) {
    let right = (0..<classCount).reduce(0) { $0 + confusion[$1 * classCount + $1] }
    return (
      Double(certain.right) / Double(certain.count),
      Double(right - certain.right) / Double(count - certain.count)
    )
  }
}

extension TestResult {
  /// The largest probability before the temperature.
  func rawConfidence(_ row: Int) -> Double {
    let top = logits[row].max() ?? 0
    return 1 / logits[row].reduce(0) { $0 + exp($1 - top) }
  }
}
