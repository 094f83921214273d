import Foundation

/// Multi-class focal loss over a batch, with its gradient.
///
/// `loss = 1/n Σᵢ −α_yᵢ (1 − p_iyᵢ)^γ ln p_iyᵢ` with `p = softmax(x)`: Lin et al. 2017, "Focal
/// loss for dense object detection", eq. 5, with the softmax in place of its sigmoid. The mean is
/// over the rows, whatever their weights; with γ = 0 and no α it is the cross entropy.
///
/// C is the number of classes, N the largest batch and n the rows of one call. All arrays are made
/// at initialisation; evaluating allocates nothing.
public struct FocalLoss: Sendable {
  /// Number of classes C.
  public let classCount: Int
  /// Most rows N that one call may have.
  public let batchCapacity: Int
  /// Focusing exponent γ, at least 0: the larger, the less a row counts that is right already.
  public let gamma: Double
  /// Derivative of the last loss by the logits, `[N, C]`; its first n rows are valid.
  public private(set) var logitGradient: [Double]
  private let classWeights: [Double]

  /// Makes room for batches of up to `batchCapacity` rows of `classCount` logits.
  ///
  /// `classWeights`: α, `[C]`, finite and at least 0; nil for 1 each.
  public init(
    classCount: Int, batchCapacity: Int, gamma: Double = 2, classWeights: [Double]? = nil
  ) {
    precondition(
      classCount >= 1 && batchCapacity >= 1,
      "a loss over \(classCount) classes and \(batchCapacity) rows")
    precondition(gamma >= 0 && gamma.isFinite, "a focusing exponent of \(gamma), below 0")
    self.classCount = classCount
    self.batchCapacity = batchCapacity
    self.gamma = gamma
    logitGradient = Array(repeating: 0, count: batchCapacity * classCount)
    self.classWeights = checkedClassWeights(classWeights, classCount)
  }

  /// The loss of a batch; `logitGradient` is then its gradient.
  ///
  /// `logits`: `[≥ n, C]`; `labels`: `[≥ n]`, each in 0..<C; `count`: n in 1...N.
  public mutating func evaluate(logits: [Double], labels: [Int], count: Int) -> Double {
    requireBatch(count, capacity: batchCapacity)
    requireCount("logits", logits.count, atLeast: count * classCount)
    requireLabels(labels, count: count, classCount: classCount)
    var loss = 0.0
    for row in 0..<count {
      let start = row * classCount
      let label = labels[row]
      for index in start..<start + classCount { logitGradient[index] = logits[index] }
      let normalizer = LogSumExp.softmax(&logitGradient, from: start, count: classCount)
      // 1 − p as a sum: subtracted, it would lose all digits of rows that are right already.
      var rest = 0.0
      for index in 0..<classCount where index != label { rest += logitGradient[start + index] }
      let logProbability =
        rest < 0.5 ? log1p(-rest) : logits[start + label] - normalizer
      let weight = classWeights[label] / Double(count)
      loss -= weight * pow(rest, gamma) * logProbability
      let slope =
        weight
        * Self.slope(
          gamma, probability: logitGradient[start + label], rest: rest, log: logProbability)
      for index in start..<start + classCount { logitGradient[index] *= -slope }
      logitGradient[start + label] = slope * rest
    }
    return loss
  }

  /// `p · d/dp [−(1 − p)^γ ln p] = γ p (1 − p)^(γ − 1) ln p − (1 − p)^γ`, with `rest = 1 − p`.
  ///
  /// It is also the derivative by the label's logit divided by `1 − p`.
  private static func slope(
    _ gamma: Double, probability: Double, rest: Double, log: Double
  ) -> Double {
    guard gamma > 0 else { return -1 }
    // For γ below 1 the power is infinite where p is 1; its product with ln p still goes to 0.
    guard rest > 0 else { return 0 }
    return gamma * probability * pow(rest, gamma - 1) * log - pow(rest, gamma)
  }
}
