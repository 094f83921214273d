import ArrhythmiaModel
import Foundation
import TestSupport
import Testing

@Suite("The contrast against distributions")
struct ProbabilisticContrastTests {
  private static let classes = 4
  private static let labels = [0, 3, 3, 1, 2]
  private static let prior = [0.5, 0.2, 0.2, 0.1]

  /// Classes from loose to tight.
  private func means(_ width: Int, _ random: inout SeededGenerator) -> [Double] {
    let rows = random.unitRows(Self.classes, width)
    return rows.indices.map { rows[$0] * [0.1, 0.5, 0.8, 0.95][$0 / width] }
  }

  private func loss(_ width: Int, prior: [Double]? = prior) -> ProbabilisticContrastiveLoss {
    ProbabilisticContrastiveLoss(
      classCount: Self.classes, width: width, batchCapacity: 5, temperature: 0.2, prior: prior)
  }

  @Test("On the sphere in space, where the constant is known, it is as defined")
  func definition() {
    var random = SeededGenerator(seed: 4)
    let means = means(3, &random)
    let embeddings = random.unitRows(5, 3)
    /// ln C₃(κ), but for what all have in common: κ / sinh κ.
    func constant(_ x: Double) -> Double { log(x) - (x + log(-expm1(-2 * x)) - log(2)) }
    var expected = 0.0
    for (row, label) in Self.labels.enumerated() {
      let scores = (0..<Self.classes).map { index -> Double in
        let mean = means[index * 3..<index * 3 + 3]
        let length = mean.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let concentration = length * (3 - length * length) / (1 - length * length)
        let sums = zip(mean, embeddings[row * 3..<row * 3 + 3]).map {
          $0 * concentration / length + $1 / 0.2
        }
        let moved = sums.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return Self.prior[index] * exp(constant(concentration) - constant(moved))
      }
      expected -= log(scores[label] / scores.reduce(0, +)) / 5
    }
    var loss = loss(3)
    let found = loss.evaluate(
      embeddings: embeddings, means: means, labels: Self.labels, count: 5)
    #expect(abs(found - expected) < 1e-9)
  }

  @Test("The gradient is that of the loss", arguments: [2, 3, 32, 64])
  func gradient(_ width: Int) {
    var random = SeededGenerator(seed: width)
    let means = means(width, &random)
    let embeddings = random.unitRows(5, width)
    var loss = loss(width, prior: width == 32 ? nil : Self.prior)
    func value(_ embeddings: [Double]) -> Double {
      loss.evaluate(embeddings: embeddings, means: means, labels: Self.labels, count: 5)
    }
    _ = value(embeddings)
    let gradient = loss.embeddingGradient
    let distance = GradientCheck.disagreement(embeddings, gradient, value)
    #expect(distance < 1e-7)
  }

  @Test("Points and classes that were never seen stay finite")
  func extremes() {
    var loss = loss(64)
    var random = SeededGenerator(seed: 9)
    let embeddings = random.unitRows(5, 64)
    let tight = random.unitRows(Self.classes, 64)
    for means in [[Double](repeating: 0, count: Self.classes * 64), tight] {
      let found = loss.evaluate(
        embeddings: embeddings, means: means, labels: Self.labels, count: 5)
      #expect(found.isFinite && loss.embeddingGradient.allSatisfy(\.isFinite))
    }
  }
}
