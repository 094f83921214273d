import Foundation
import NeuralNetwork
import TestSupport
import Testing

@Suite("Focal loss")
struct FocalLossTests {
  @Test("The gradient is that of the loss", arguments: [0, 0.5, 1, 2, 5], [1, 6])
  func gradient(_ gamma: Double, _ rows: Int) {
    for classes in [2, 3, 9] {
      var random = SeededGenerator(seed: rows * 10 + classes)
      var loss = FocalLoss(
        classCount: classes, batchCapacity: rows, gamma: gamma,
        classWeights: classes == 3 ? nil : random.frequencies(classes))
      let logits = random.normals(rows * classes, scale: 2)
      let labels = random.labels(rows, classes)
      _ = loss.evaluate(logits: logits, labels: labels, count: rows)
      let gradient = loss.logitGradient
      let disagreement = GradientCheck.disagreement(logits, gradient) {
        loss.evaluate(logits: $0, labels: labels, count: rows)
      }
      #expect(disagreement < 1e-8, "\(classes) classes")
    }
  }

  @Test("It is the formula of the paper", arguments: [0.5, 2])
  func formula(_ gamma: Double) {
    var random = SeededGenerator(seed: 5)
    let weights = random.frequencies(3)
    let logits = random.normals(12)
    let labels = random.labels(4, 3)
    var expected = 0.0
    for row in 0..<4 {
      let powers = (0..<3).map { exp(logits[row * 3 + $0]) }
      let probability = powers[labels[row]] / powers.reduce(0, +)
      expected -= weights[labels[row]] * pow(1 - probability, gamma) * log(probability) / 4
    }
    var loss = FocalLoss(classCount: 3, batchCapacity: 4, gamma: gamma, classWeights: weights)
    #expect(abs(loss.evaluate(logits: logits, labels: labels, count: 4) - expected) < 1e-14)
  }

  @Test("With an exponent of 0 it is the cross entropy")
  func crossEntropy() {
    var random = SeededGenerator(seed: 6)
    let logits = random.normals(35, scale: 3)
    let labels = random.labels(7, 5)
    var focal = FocalLoss(classCount: 5, batchCapacity: 7, gamma: 0)
    var plain = CrossEntropy(classCount: 5, batchCapacity: 7)
    let value = focal.evaluate(logits: logits, labels: labels, count: 7)
    #expect(abs(value - plain.evaluate(logits: logits, labels: labels, count: 7)) < 1e-14)
    #expect(
      Golden.mismatch(
        focal.logitGradient, plain.logitGradient, relative: 0, absolute: 1e-15) == nil)
  }

  @Test("Rows that are quite right or quite wrong stay finite", arguments: [0, 0.3, 1, 2])
  func extremes(_ gamma: Double) {
    var loss = FocalLoss(classCount: 3, batchCapacity: 2, gamma: gamma)
    let right = loss.evaluate(logits: [900, -900, 0, -80, 0, -90], labels: [0, 1], count: 2)
    #expect(right >= 0 && right < 1e-30)
    #expect(loss.logitGradient.allSatisfy { abs($0) < 1e-9 })
    let wrong = loss.evaluate(logits: [900, -900, 0], labels: [1], count: 1)
    #expect(wrong == 1800)
    #expect(Array(loss.logitGradient[..<3]) == [1, -1, 0])
  }

  @Test("Digits are not lost where the probability is next to 1")
  func nearlyRight() {
    // p = 1 / (1 + e), e = exp(−60): the loss is e^γ ln(1 + e), its slope −(1 + γ) e^(γ+1).
    let rest = exp(-60.0)
    var loss = FocalLoss(classCount: 2, batchCapacity: 1, gamma: 0.5)
    let value = loss.evaluate(logits: [60, 0], labels: [0], count: 1)
    #expect(abs(value / pow(rest, 1.5) - 1) < 1e-12)
    #expect(abs(loss.logitGradient[0] / (-1.5 * pow(rest, 1.5)) - 1) < 1e-12)
  }

  @Test("A batch's bits depend neither on earlier batches nor on the room for larger ones")
  func repeatable() {
    var random = SeededGenerator(seed: 9)
    let logits = random.normals(28)
    let labels = random.labels(7, 4)
    var fresh = FocalLoss(classCount: 4, batchCapacity: 2)
    var used = FocalLoss(classCount: 4, batchCapacity: 7)
    _ = used.evaluate(logits: logits, labels: labels, count: 7)
    let value = fresh.evaluate(logits: logits, labels: labels, count: 2)
    #expect(used.evaluate(logits: logits, labels: labels, count: 2) == value)
    #expect(Array(used.logitGradient[..<8]) == fresh.logitGradient)
  }
}
