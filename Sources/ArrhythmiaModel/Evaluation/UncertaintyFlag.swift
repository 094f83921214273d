/// When a model's answer should not be relied on.
///
/// Thresholds are such that a given part of the validation windows stays certain.
public struct UncertaintyFlag: Sendable, Equatable {
  /// Temperature that calibrates the logits.
  public var temperature: Double
  /// Least probability of a certain window's class.
  public var leastProbability: Double
  /// Highest energy of a certain window: above it, nothing like it was trained on.
  public var highestEnergy: Double
  /// Least similarity of a certain window's embedding to any class's mean.
  public var leastSimilarity: Double

  /// Both heads below this and of different opinion make a window uncertain.
  static let disagreementProbability = 0.6
  /// Temperature of the prototypes' head.
  static let prototypeTemperature = 0.2

  /// A flag with given thresholds.
  public init(
    temperature: Double = 1, leastProbability: Double = 0, highestEnergy: Double = .infinity,
    leastSimilarity: Double = -1
  ) {
    (self.temperature, self.leastProbability) = (temperature, leastProbability)
    (self.highestEnergy, self.leastSimilarity) = (highestEnergy, leastSimilarity)
  }

  /// What is known of one window.
  public struct Evidence: Sendable, Equatable {
    /// Calibrated probabilities of the classes.
    public var probabilities: [Double]
    /// Free energy of the logits.
    public var energy: Double
    /// Largest similarity to a class's mean embedding.
    public var similarity: Double
    /// The prototypes' head's probabilities.
    public var prototypeProbabilities: [Double]

    /// The likeliest class.
    public var decision: Int {
      probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
    }
    /// Its probability.
    public var confidence: Double { probabilities.max() ?? 0 }
    /// Whether the two heads differ, both unsure.
    var headsDisagree: Bool {
      let other = prototypeProbabilities.indices.max {
        prototypeProbabilities[$0] < prototypeProbabilities[$1]
      }
      return other != decision && confidence < UncertaintyFlag.disagreementProbability
        && (prototypeProbabilities.max() ?? 0) < UncertaintyFlag.disagreementProbability
    }
  }

  /// A rule by which an answer is not to be relied on, with the figures that decided.
  public enum Reason: Sendable, Equatable {
    /// No channel that the model reads is live.
    case noSignal
    /// So much of the window is padding: no model saw such windows when it was trained.
    case padded(seconds: Double)
    /// The energy is above the highest of windows like those of the training.
    case unfamiliar(energy: Double, highest: Double)
    /// Nothing that the model knows is as near as it should be.
    case distant(similarity: Double, least: Double)
    /// The likeliest class is not likely enough.
    case improbable(probability: Double, least: Double)
    /// The two heads name different classes, neither with a probability of this and more.
    case divided(least: Double)
  }

  /// A window that is padded by more than this is too little to be sure of.
  static let longestPaddingSeconds = 1.0

  /// Why a window's answer is not to be relied on, the gravest reason first; none where it is.
  /// `evidence` is nil without a live channel.
  public func reasons(_ evidence: Evidence?, paddedSeconds: Double = 0) -> [Reason] {
    guard let evidence else { return [.noSignal] }
    var reasons: [Reason] = []
    if paddedSeconds > Self.longestPaddingSeconds {
      reasons.append(.padded(seconds: paddedSeconds))
    }
    if evidence.energy > highestEnergy {
      reasons.append(.unfamiliar(energy: evidence.energy, highest: highestEnergy))
    }
    if evidence.similarity < leastSimilarity {
      reasons.append(.distant(similarity: evidence.similarity, least: leastSimilarity))
    }
    if evidence.confidence < leastProbability {
      reasons.append(.improbable(probability: evidence.confidence, least: leastProbability))
    }
    if evidence.headsDisagree { reasons.append(.divided(least: Self.disagreementProbability)) }
    return reasons
  }

  /// Whether a window's answer is not to be relied on, where nothing of it is padding.
  public func isUncertain(_ evidence: Evidence) -> Bool { !reasons(evidence).isEmpty }

  /// Thresholds that leave `coverage` of the given windows certain: the same quantile of all three
  /// measures, found by bisection.
  public init(temperature: Double, evidence: [Evidence], coverage: Double = 0.95) {
    self.init(temperature: temperature)
    guard !evidence.isEmpty else { return }
    let confidences = evidence.map(\.confidence).sorted()
    let energies = evidence.map(\.energy).sorted()
    let similarities = evidence.map(\.similarity).sorted()
    var (low, high) = (0.0, 1 - coverage)
    for _ in 0..<30 {
      let level = (low + high) / 2
      leastProbability = Self.quantile(confidences, level)
      highestEnergy = Self.quantile(energies, 1 - level)
      leastSimilarity = Self.quantile(similarities, level)
      let certain = evidence.filter { !isUncertain($0) }.count
      if Double(certain) >= coverage * Double(evidence.count) { low = level } else { high = level }
    }
    leastProbability = Self.quantile(confidences, low)
    highestEnergy = Self.quantile(energies, 1 - low)
    leastSimilarity = Self.quantile(similarities, low)
  }

  private static func quantile(_ sorted: [Double], _ level: Double) -> Double {
    let place = level * Double(sorted.count - 1)
    let low = min(max(0, Int(place)), sorted.count - 1)
    let high = min(low + 1, sorted.count - 1)
    return sorted[low] + (sorted[high] - sorted[low]) * (place - Double(low))
  }
}
