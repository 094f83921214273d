import Foundation

/// Softmax cross entropy over a batch, with its gradient.
///
/// With logits `x`, class weights `w`, label smoothing `s`, C classes and labels `y`:
/// `ln p = log_softmax(x + τ ln π)` and
/// `loss = Σᵢ [(1 − s) w_yᵢ (−ln p_iyᵢ) + s/C Σ_c w_c (−ln p_ic)] / Σᵢ w_yᵢ`,
/// which is what PyTorch's `cross_entropy` calls the mean reduction. Adding `τ ln π` in training
/// is logit adjustment (Menon et al. 2021, "Long-tail learning via logit adjustment"): at
/// inference the plain logits then rank the classes as if all were equally frequent.
///
/// Throughout, C is the number of classes, N the largest batch and n the rows of one call. All
/// arrays are made at initialisation; evaluating allocates nothing.
public struct CrossEntropy: Sendable {
  /// What varies between cross entropies; the default is the plain mean.
  public struct Configuration: Sendable, Equatable {
    /// Weight of each class, `[C]`, finite and at least 0; nil for 1 each.
    public var classWeights: [Double]?
    /// Part of the target that is spread evenly over all classes, in 0...1.
    public var labelSmoothing: Double
    /// Frequency of each class as sampled in training, `[C]`, all above 0; nil for no adjustment.
    public var prior: [Double]?
    /// Strength τ of the logit adjustment; 1 is the consistent choice, 0 is none.
    public var priorStrength: Double

    /// Cross entropy with the given weights, smoothing and logit adjustment.
    public init(
      classWeights: [Double]? = nil, labelSmoothing: Double = 0, prior: [Double]? = nil,
      priorStrength: Double = 1
    ) {
      self.classWeights = classWeights
      self.labelSmoothing = labelSmoothing
      self.prior = prior
      self.priorStrength = priorStrength
    }
  }

  /// Number of classes C.
  public let classCount: Int
  /// Most rows N that one call may have.
  public let batchCapacity: Int
  /// Derivative of the last loss by the logits, `[N, C]`; its first n rows are valid.
  public private(set) var logitGradient: [Double]
  private let target: SmoothedTarget
  /// τ ln π, `[C]`.
  private let adjustment: [Double]

  /// Makes room for batches of up to `batchCapacity` rows of `classCount` logits.
  public init(
    classCount: Int, batchCapacity: Int, configuration: Configuration = Configuration()
  ) {
    precondition(
      classCount >= 1 && batchCapacity >= 1,
      "a loss over \(classCount) classes and \(batchCapacity) rows")
    let smoothing = configuration.labelSmoothing
    precondition(smoothing >= 0 && smoothing <= 1, "label smoothing of \(smoothing), not in 0...1")
    precondition(
      configuration.priorStrength.isFinite, "prior strength of \(configuration.priorStrength)")
    self.classCount = classCount
    self.batchCapacity = batchCapacity
    logitGradient = Array(repeating: 0, count: batchCapacity * classCount)
    target = SmoothedTarget(
      weights: checkedClassWeights(configuration.classWeights, classCount), smoothing: smoothing)
    adjustment = Self.adjustment(configuration, classCount)
  }

  private static func adjustment(_ configuration: Configuration, _ classCount: Int) -> [Double] {
    guard let prior = configuration.prior else { return Array(repeating: 0, count: classCount) }
    requireClasses("prior frequencies", prior.count, classCount)
    for (index, frequency) in prior.enumerated() {
      precondition(
        frequency > 0 && frequency.isFinite, "prior frequency \(frequency) of class \(index)")
    }
    return prior.map { configuration.priorStrength * log($0) }
  }

  /// The loss of a batch; `logitGradient` is then its gradient.
  ///
  /// `logits`: `[≥ n, C]`; `labels`: `[≥ n]`, each in 0..<C; `count`: n in 1...N. A batch of
  /// classes of weight 0 alone has the loss 0 and no gradient.
  public mutating func evaluate(logits: [Double], labels: [Int], count: Int) -> Double {
    requireBatch(count, capacity: batchCapacity)
    requireCount("logits", logits.count, atLeast: count * classCount)
    requireLabels(labels, count: count, classCount: classCount)
    var totalWeight = 0.0
    for row in 0..<count { totalWeight += target.weights[labels[row]] }
    let scale = totalWeight > 0 ? 1 / totalWeight : 0
    var loss = 0.0
    for row in 0..<count {
      let start = row * classCount
      for index in 0..<classCount {
        logitGradient[start + index] = logits[start + index] + adjustment[index]
      }
      loss += target.differentiate(&logitGradient, from: start, label: labels[row], scale: scale)
    }
    return loss * scale
  }
}

/// The weighted and smoothed target of one row.
private struct SmoothedTarget: Sendable {
  let weights: [Double]
  let weightSum: Double
  let smoothing: Double

  init(weights: [Double], smoothing: Double) {
    self.weights = weights
    weightSum = weights.reduce(0, +)
    self.smoothing = smoothing
  }

  /// Replaces a row of logits by `scale` times the derivative of its loss.
  /// - Returns: the row's loss, not scaled.
  func differentiate(
    _ row: inout [Double], from start: Int, label: Int, scale: Double
  ) -> Double {
    let targetWeight = (1 - smoothing) * weights[label]
    let spread = smoothing / Double(weights.count)
    let targetLogit = row[start + label]
    var weighted = 0.0
    if spread > 0 {
      for index in 0..<weights.count { weighted += weights[index] * row[start + index] }
    }
    let normalizer = LogSumExp.softmax(&row, from: start, count: weights.count)
    let factor = (targetWeight + spread * weightSum) * scale
    for index in 0..<weights.count {
      row[start + index] = factor * row[start + index] - spread * weights[index] * scale
    }
    row[start + label] -= targetWeight * scale
    return targetWeight * (normalizer - targetLogit)
      + spread * (weightSum * normalizer - weighted)
  }
}
