import Foundation
import NeuralNetwork
import TestSupport
import Testing

@Suite("Supervised contrastive loss")
struct SupervisedContrastiveLossTests {
  static let batches: [[Int]] = [
    [0], [3, 3], [0, 1], [2, 2, 2, 2, 2], [0, 1, 0, 2, 1, 0, 7], [5, 1, 2, 5, 3],
    [0, 1, 2, 0, 1, 2, 0, 1, 2, 1, 1],
  ]

  /// Equation 2 of the paper, term by term, as a mean over anchors with positives.
  private func naive(_ z: [Double], _ labels: [Int], _ width: Int, _ temperature: Double) -> Double
  {
    func similarity(_ a: Int, _ b: Int) -> Double {
      (0..<width).reduce(0) { $0 + z[a * width + $1] * z[b * width + $1] } / temperature
    }
    var losses: [Double] = []
    for anchor in labels.indices {
      let positives = labels.indices.filter { $0 != anchor && labels[$0] == labels[anchor] }
      if positives.isEmpty { continue }
      let others = labels.indices.filter { $0 != anchor }
      let sum = others.reduce(0) { $0 + exp(similarity(anchor, $1)) }
      let logs = positives.map { log(exp(similarity(anchor, $0)) / sum) }
      losses.append(-logs.reduce(0, +) / Double(positives.count))
    }
    return losses.isEmpty ? 0 : losses.reduce(0, +) / Double(losses.count)
  }

  @Test("It is the paper's equation", arguments: batches, [1, 5])
  func equation(_ labels: [Int], _ width: Int) {
    var random = SeededGenerator(seed: labels.count + width)
    let z = random.unitRows(labels.count, width)
    var loss = SupervisedContrastiveLoss(
      width: width, batchCapacity: labels.count, temperature: 0.2)
    let value = loss.evaluate(embeddings: z, labels: labels, count: labels.count)
    #expect(abs(value - naive(z, labels, width, 0.2)) < 1e-12)
  }

  @Test("The gradient is that of the loss", arguments: batches, [1, 6])
  func gradient(_ labels: [Int], _ width: Int) {
    var random = SeededGenerator(seed: 2 * labels.count + width)
    let z = random.unitRows(labels.count, width)
    var loss = SupervisedContrastiveLoss(
      width: width, batchCapacity: labels.count, temperature: 0.3)
    _ = loss.evaluate(embeddings: z, labels: labels, count: labels.count)
    let gradient = loss.embeddingGradient
    let disagreement = GradientCheck.disagreement(z, gradient) {
      loss.evaluate(embeddings: $0, labels: labels, count: labels.count)
    }
    #expect(disagreement < 1e-8)
  }

  @Test("An anchor without a positive still repels the others")
  func lonely() {
    var random = SeededGenerator(seed: 7)
    let z = random.unitRows(3, 4)
    var loss = SupervisedContrastiveLoss(width: 4, batchCapacity: 3)
    let pair = loss.evaluate(embeddings: z, labels: [0, 0], count: 2)
    #expect(abs(pair) < 1e-15)
    #expect(loss.evaluate(embeddings: z, labels: [0, 0, 1], count: 3) > 0)
    #expect(loss.embeddingGradient[8...].contains { abs($0) > 1e-3 })
  }

  @Test("Without any positive, loss and gradient are 0, whatever came before")
  func nothing() {
    var random = SeededGenerator(seed: 8)
    let z = random.unitRows(4, 3)
    var loss = SupervisedContrastiveLoss(width: 3, batchCapacity: 4)
    #expect(loss.evaluate(embeddings: z, labels: [0, 0, 1, 1], count: 4) > 0)
    #expect(loss.evaluate(embeddings: z, labels: [0, 1, 2], count: 3) == 0)
    #expect(loss.embeddingGradient[..<9].allSatisfy { $0 == 0 })
  }

  @Test("A batch's bits depend neither on earlier batches nor on the room for larger ones")
  func repeatable() {
    var random = SeededGenerator(seed: 9)
    let z = random.unitRows(9, 6)
    let labels = random.labels(9, 3)
    var fresh = SupervisedContrastiveLoss(width: 6, batchCapacity: 5)
    var used = SupervisedContrastiveLoss(width: 6, batchCapacity: 9)
    _ = used.evaluate(embeddings: z, labels: labels, count: 9)
    let value = fresh.evaluate(embeddings: z, labels: labels, count: 5)
    #expect(value > 0)
    #expect(used.evaluate(embeddings: z, labels: labels, count: 5) == value)
    #expect(Array(used.embeddingGradient[..<30]) == fresh.embeddingGradient)
  }
}
