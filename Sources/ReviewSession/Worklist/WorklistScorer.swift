import Foundation

/// Says why a candidate is worth a label by one criterion.
struct WorklistScorer {
  var criterion: WorklistCriterion
  /// Labels of each class so far.
  var labelCounts: [Int]

  /// Nil where the criterion has nothing to say of the candidate: it is not listed then.
  ///
  /// A candidate with a label of somebody else is asked for only where the two disagree.
  func reason(_ candidate: WorklistCandidate) -> WorklistReason? {
    switch criterion {
    case .importedLabel: return contradiction(candidate)
    case .coverage:
      guard candidate.label == nil, !candidate.embedding.isEmpty else { return nil }
      return .uncovered(distance: nil)
    case .entropy, .margin, .rarity, .heads, .distance:
      return candidate.label == nil ? uncertainty(candidate) : nil
    }
  }

  private func uncertainty(_ candidate: WorklistCandidate) -> WorklistReason? {
    if criterion == .distance { return distance(candidate) }
    guard let (first, second) = Self.likeliest(candidate.probabilities) else { return nil }
    switch criterion {
    case .entropy:
      return .uncertain(
        entropy: Self.entropy(candidate.probabilities), first: first, second: second)
    case .margin: return .narrow(first: first, second: second)
    case .rarity: return .rare(first, labels: labelCounts[first.category])
    case .heads: return division(candidate, first)
    case .importedLabel, .distance, .coverage: return nil
    }
  }

  private func contradiction(_ candidate: WorklistCandidate) -> WorklistReason? {
    guard case .imported(let label)? = candidate.label, let decision = candidate.decision,
      decision != label
    else { return nil }
    let probabilities = candidate.probabilities
    return .contradicted(
      label: .init(label, probabilities[label]), decision: .init(decision, probabilities[decision]))
  }

  private func division(
    _ candidate: WorklistCandidate, _ linear: WorklistReason.Guess
  ) -> WorklistReason? {
    let other = candidate.prototypeProbabilities
    guard let decision = other.firstGreatest, decision != linear.category else { return nil }
    let difference = zip(candidate.probabilities, other).reduce(0) { $0 + abs($1.0 - $1.1) } / 2
    return .divided(
      linear: linear, prototypes: .init(decision, other[decision]), difference: difference)
  }

  private func distance(_ candidate: WorklistCandidate) -> WorklistReason? {
    guard let nearest = candidate.prototypeSimilarities.firstGreatest else { return nil }
    return .unlikeEveryClass(
      nearest: nearest, similarity: candidate.prototypeSimilarities[nearest])
  }

  /// The two likeliest classes, the first of equal ones first; nil of fewer than two classes.
  private static func likeliest(
    _ probabilities: [Double]
  ) -> (WorklistReason.Guess, WorklistReason.Guess)? {
    guard probabilities.count > 1 else { return nil }
    var (first, second) = probabilities[0] >= probabilities[1] ? (0, 1) : (1, 0)
    for place in 2..<max(2, probabilities.count) {
      if probabilities[place] > probabilities[first] {
        (first, second) = (place, first)
      } else if probabilities[place] > probabilities[second] {
        second = place
      }
    }
    return (.init(first, probabilities[first]), .init(second, probabilities[second]))
  }

  /// Shannon's entropy as a share of the greatest that so many classes can have, 0...1.
  private static func entropy(_ probabilities: [Double]) -> Double {
    let sum = probabilities.reduce(0) { $1 > 0 ? $0 - $1 * log($1) : $0 }
    return sum / log(Double(probabilities.count))
  }
}
