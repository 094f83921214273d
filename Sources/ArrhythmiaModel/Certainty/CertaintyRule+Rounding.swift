import Foundation

/// Whether what is said of a window would be said of one whose figures are a little off, as those are
/// that were computed with rounded factors.
///
/// Rounding to bfloat16 moved the log odds of what was said by .056 at most, in 280,194 findings of
/// MIT-BIH, svdb and SampleData; energies are sums of the same logits. The distances are three times
/// that and more, and none of these findings was said otherwise.
extension CertaintyRule {
  /// Of log odds; .05 at a probability of .5, .02 at .9.
  private static let oddsMargin = 0.2
  private static let energyMargin = 0.2
  private static let similarityMargin = 0.01

  /// Whether no figure is near a bound that decides.
  /// - Parameter isUncertain: what is said of it.
  func isSettled(
    _ evidence: UncertaintyFlag.Evidence, of kind: InputKind, isUncertain: Bool
  ) -> Bool {
    guard Self.isClear(evidence.probabilities) else { return false }
    guard let flag = certainty?.flag(for: kind) else { return true }
    let bounds =
      zip(evidence.probabilities, flag.leastProbabilities).map { ($0, $1) }
      + [(evidence.confidence, flag.leastSure?[evidence.decision] ?? 1)]
    guard bounds.allSatisfy({ Self.isApart($0, $1) }) else { return false }
    guard !isUncertain || isRanked(evidence, flag) else { return false }
    let energyGap = flag.highestEnergy.map { abs(evidence.energy - $0) } ?? .infinity
    return energyGap > Self.energyMargin
      && abs(evidence.similarity - flag.leastSimilarity) > Self.similarityMargin
      && agrees(evidence)
  }

  /// Of an answer that is not sure the second likeliest class is said, and the likeliest rival.
  private func isRanked(_ evidence: UncertaintyFlag.Evidence, _ flag: UncertaintyFlag) -> Bool {
    let others = evidence.probabilities.indices.filter { $0 != evidence.decision }
    let rivals = flag.possible(evidence).filter { $0 != evidence.decision }
    return Self.isClear(others.map { evidence.probabilities[$0] })
      && Self.isClear(rivals.map { evidence.probabilities[$0] })
  }

  /// Whether the prototypes' head is far from, or clearly of, another opinion.
  private func agrees(_ evidence: UncertaintyFlag.Evidence) -> Bool {
    let limit = UncertaintyFlag.disagreementProbability
    let other = evidence.prototypeProbabilities.max() ?? 0
    guard Self.isApart(evidence.confidence, limit), Self.isApart(other, limit) else { return false }
    return max(evidence.confidence, other) > limit
      || Self.isClear(evidence.prototypeProbabilities)
  }

  /// Whether the likeliest class is that by more than a margin.
  private static func isClear(_ probabilities: [Double]) -> Bool {
    let best = probabilities.sorted(by: >)
    guard best.count > 1, best[1] > 0 else { return true }
    return log(best[0] / best[1]) > oddsMargin
  }

  private static func isApart(_ probability: Double, _ bound: Double) -> Bool {
    guard 0 < bound, bound < 1, 0 < probability, probability < 1 else { return true }
    return abs(log(probability / (1 - probability)) - log(bound / (1 - bound))) > oddsMargin
  }
}
