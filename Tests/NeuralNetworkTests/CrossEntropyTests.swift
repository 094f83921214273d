import Foundation
import NeuralNetwork
import TestSupport
import Testing

@Suite("Cross entropy")
struct CrossEntropyTests {
  @Test("Loss and gradient are PyTorch's", arguments: ["c0", "c1", "c2", "c3", "c4", "c5"])
  func golden(_ name: String) throws {
    let golden = try Golden("cross_entropy")
    let shape = try golden.shape(name + ".x")
    let flags = try golden.int(name + ".cfg")
    var loss = CrossEntropy(
      classCount: shape[1], batchCapacity: shape[0],
      configuration: .init(
        classWeights: flags[0] == 1 ? try golden.float(name + ".w") : nil,
        labelSmoothing: try golden.scalar(name + ".ls"),
        prior: flags[1] == 1 ? try golden.float(name + ".prior") : nil))
    let value = loss.evaluate(
      logits: try golden.float(name + ".x"), labels: try golden.int(name + ".y"), count: shape[0])
    #expect(Golden.mismatch([value], try golden.float(name + ".loss")) == nil)
    #expect(Golden.mismatch(loss.logitGradient, try golden.float(name + ".gx")) == nil)
  }

  @Test("Logits beyond what exp can take are PyTorch's too")
  func overflow() throws {
    let golden = try Golden("cross_entropy")
    var loss = CrossEntropy(classCount: 3, batchCapacity: 2)
    let value = loss.evaluate(
      logits: try golden.float("big.x"), labels: try golden.int("big.y"), count: 2)
    #expect(Golden.mismatch([value], try golden.float("big.loss")) == nil)
    #expect(Golden.mismatch(loss.logitGradient, try golden.float("big.gx")) == nil)
  }

  /// Rows, classes, smoothing, whether weighted, strength of the prior.
  static let shapes: [(Int, Int, Double, Bool, Double)] = [
    (1, 2, 0, false, 0), (1, 9, 0.3, true, 1), (7, 3, 0, true, 0), (5, 8, 0.1, false, 1.7),
    (6, 4, 1, true, 0.5), (3, 1, 0.2, true, 1),
  ]

  @Test("The gradient is that of the loss", arguments: 0..<shapes.count)
  func gradient(_ index: Int) {
    let (rows, classes, smoothing, isWeighted, strength) = Self.shapes[index]
    var random = SeededGenerator(seed: 40 + index)
    var loss = CrossEntropy(
      classCount: classes, batchCapacity: rows,
      configuration: .init(
        classWeights: isWeighted ? random.frequencies(classes) : nil, labelSmoothing: smoothing,
        prior: random.frequencies(classes), priorStrength: strength))
    let logits = random.normals(rows * classes, scale: 2)
    let labels = random.labels(rows, classes)
    _ = loss.evaluate(logits: logits, labels: labels, count: rows)
    let gradient = loss.logitGradient
    let disagreement = GradientCheck.disagreement(logits, gradient) {
      loss.evaluate(logits: $0, labels: labels, count: rows)
    }
    #expect(disagreement < 1e-8)
  }

  @Test("Adjusting by a prior is adding its logarithm to the logits", arguments: [0, 0.5, 1, 2])
  func priorStrength(_ strength: Double) {
    var random = SeededGenerator(seed: 3)
    let prior = random.frequencies(4)
    let logits = random.normals(20)
    let labels = random.labels(5, 4)
    var plain = CrossEntropy(classCount: 4, batchCapacity: 5)
    var adjusted = CrossEntropy(
      classCount: 4, batchCapacity: 5,
      configuration: .init(prior: prior, priorStrength: strength))
    let moved = logits.indices.map { logits[$0] + strength * log(prior[$0 % 4]) }
    let expected = plain.evaluate(logits: moved, labels: labels, count: 5)
    let value = adjusted.evaluate(logits: logits, labels: labels, count: 5)
    #expect(abs(value - expected) < 1e-14)
    #expect(
      Golden.mismatch(
        adjusted.logitGradient, plain.logitGradient, relative: 0, absolute: 1e-15) == nil)
  }

  @Test("Classes of weight 0 count for nothing, alone or beside others")
  func weightless() {
    var loss = CrossEntropy(
      classCount: 2, batchCapacity: 3, configuration: .init(classWeights: [1, 0]))
    let alone = loss.evaluate(logits: [1, 2, 3, -1], labels: [1, 1], count: 2)
    #expect(alone == 0)
    #expect(loss.logitGradient[..<4].allSatisfy { $0 == 0 })
    let both = loss.evaluate(logits: [1, 2, 3, -1, 0, 5], labels: [1, 0, 1], count: 3)
    let one = loss.evaluate(logits: [3, -1], labels: [0], count: 1)
    #expect(both == one && one > 0)
  }

  @Test("A batch's bits depend neither on earlier batches nor on the room for larger ones")
  func repeatable() {
    var random = SeededGenerator(seed: 8)
    let configuration = CrossEntropy.Configuration(
      classWeights: random.frequencies(5), labelSmoothing: 0.1, prior: random.frequencies(5))
    let logits = random.normals(45)
    let labels = random.labels(9, 5)
    var fresh = CrossEntropy(classCount: 5, batchCapacity: 3, configuration: configuration)
    var used = CrossEntropy(classCount: 5, batchCapacity: 9, configuration: configuration)
    _ = used.evaluate(logits: logits, labels: labels, count: 9)
    let before = used.logitGradient
    let value = fresh.evaluate(logits: logits, labels: labels, count: 3)
    #expect(used.evaluate(logits: logits, labels: labels, count: 3) == value)
    #expect(Array(used.logitGradient[..<15]) == fresh.logitGradient)
    #expect(fresh.evaluate(logits: logits, labels: labels, count: 3) == value)
    #expect(Array(before[..<15]) != fresh.logitGradient)
  }

  @Test("A label beyond the classes stops the program")
  func impossibleLabel() async {
    await #expect(processExitsWith: .failure) {
      var loss = CrossEntropy(classCount: 2, batchCapacity: 2)
      _ = loss.evaluate(logits: [0, 0, 0, 0], labels: [0, 2], count: 2)
    }
  }
}
