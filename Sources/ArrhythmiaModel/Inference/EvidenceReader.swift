import Foundation
import NeuralNetwork

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

  /// Evidence for windows from their logits `[n, classes]` and embeddings `[n, width]`, each with
  /// its own scale, or all with one.
  public func evidence(
    logits: [Float], embeddings: [Float], scales: [ProbabilityScale]
  ) -> [UncertaintyFlag.Evidence] {
    let count = logits.count / classCount
    let width = count == 0 ? 0 : embeddings.count / count
    return (0..<count).map { row in
      evidence(
        logits: logits[row * classCount..<(row + 1) * classCount].map(Double.init),
        embedding: embeddings[row * width..<(row + 1) * width].map(Double.init),
        scale: scales[scales.count == 1 ? 0 : row])
    }
  }

  private func evidence(
    logits: [Double], embedding: [Double], scale: ProbabilityScale
  ) -> UncertaintyFlag.Evidence {
    UncertaintyFlag.Evidence(
      logits: logits, scale: scale, similarity: meanSimilarities(embedding).max() ?? 0,
      prototypeProbabilities: Self.softmax(
        prototypeSimilarities(embedding).map { $0 / UncertaintyFlag.prototypeTemperature }))
  }

  /// Cosines between an embedding and each class's mean embedding, the highest of which the flag
  /// goes by.
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
