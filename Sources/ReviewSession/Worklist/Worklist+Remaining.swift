extension Worklist {
  /// What is left to ask and what error remains. A candidate is a question where the model's
  /// decision is wrong with a chance above `threshold`.
  public func remaining(threshold: Double = 0.2) -> RemainingError {
    var result = RemainingError(threshold: threshold)
    for (index, candidate) in candidates.enumerated() {
      if case .answered(let category) = states[index] {
        if let expected = candidate.expectedError {
          result.check.add(expectedError: expected, isWrong: candidate.decision != category)
        }
        continue
      }
      // It has a label already, and is asked for only by the criterion that doubts labels.
      guard candidate.label == nil else { continue }
      guard let expected = candidate.expectedError else {
        result.unread += 1
        continue
      }
      if expected > threshold, states[index].mayBeAsked {
        result.questions += 1
        result.questionErrors += expected
      } else {
        result.others += 1
        result.otherErrors += expected
      }
    }
    return result
  }
}
