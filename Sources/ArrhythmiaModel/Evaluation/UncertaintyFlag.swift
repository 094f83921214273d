import Foundation
import NeuralNetwork

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

  /// Whether a window's answer is not to be relied on.
  public func isUncertain(_ evidence: Evidence) -> Bool {
    evidence.confidence < leastProbability || evidence.energy > highestEnergy
      || evidence.similarity < leastSimilarity || evidence.headsDisagree
  }

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

/// A model's two heads, for what only the embeddings tell.
public struct EvidenceReader: Sendable {
  private let prototypes: [[Double]]
  private let means: [[Double]]
  private let classCount: Int

  /// For one model's prototypes and mean embeddings.
  public init(_ weights: ModelWeights) {
    classCount = weights.configuration.classes
    prototypes = Self.units(weights.tensors["prototypes"])
    means = Self.units(weights.tensors["prototype_means"])
  }

  /// Evidence for windows from their logits `[n, classes]` and embeddings `[n, width]`.
  public func evidence(
    logits: [Float], embeddings: [Float], temperature: Double
  ) -> [UncertaintyFlag.Evidence] {
    let count = logits.count / classCount
    let width = count == 0 ? 0 : embeddings.count / count
    return (0..<count).map { row in
      let raw = logits[row * classCount..<(row + 1) * classCount].map(Double.init)
      let embedding = embeddings[row * width..<(row + 1) * width].map(Double.init)
      let energy =
        ProbabilityCalibration.energies(
          of: raw, classCount: classCount, temperature: temperature
        ).first ?? 0
      return UncertaintyFlag.Evidence(
        probabilities: Self.softmax(raw.map { $0 / temperature }), energy: energy,
        similarity: meanSimilarities(embedding).max() ?? 0,
        prototypeProbabilities: Self.softmax(
          prototypeSimilarities(embedding).map { $0 / UncertaintyFlag.prototypeTemperature }))
    }
  }

  /// Cosines between an embedding and each class's mean embedding, the highest of which the flag goes by.
  func meanSimilarities(_ embedding: [Double]) -> [Double] {
    means.map { Self.dot($0, embedding) }
  }

  /// Cosines between an embedding and each class's learned prototype.
  func prototypeSimilarities(_ embedding: [Double]) -> [Double] {
    prototypes.map { Self.dot($0, embedding) }
  }

  private static func softmax(_ values: [Double]) -> [Double] {
    let top = values.max() ?? 0
    let raised = values.map { exp($0 - top) }
    let sum = raised.reduce(0, +)
    return raised.map { $0 / sum }
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static func units(_ table: Tensor?) -> [[Double]] {
    guard let table, table.shape.count == 2 else { return [] }
    return (0..<table.shape[0]).map { row in
      let values = table.values[row * table.shape[1]..<(row + 1) * table.shape[1]].map(Double.init)
      let norm = max(values.reduce(0) { $0 + $1 * $1 }.squareRoot(), 1e-12)
      return values.map { $0 / norm }
    }
  }
}
