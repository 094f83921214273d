import ArrhythmiaModel
import TestSupport
import Testing

@Suite("Pieces of AGCACL")
struct AdaptiveContrastivePiecesTests {
  @Test("Without modulation every factor is exactly 1", arguments: [1, 2, 9])
  func noModulation(_ classes: Int) {
    var random = SeededGenerator(seed: classes)
    var modulation = HardClassModulation(classCount: classes, width: 4)
    modulation.update(prototypes: random.unitRows(classes, 4), kappa: 0.8)
    #expect(classes < 3 || modulation.factors.contains { $0 != 1 })
    modulation.update(prototypes: random.unitRows(classes, 4), kappa: 0)
    #expect(modulation.factors.allSatisfy { $0 == 1 })
    #expect(modulation.logFactors.allSatisfy { $0 == 0 })
  }

  @Test("Factors average 1 over the other classes, and grow with similarity", arguments: 2...9)
  func factors(_ classes: Int) {
    var random = SeededGenerator(seed: classes)
    let prototypes = random.unitRows(classes, 3)
    var modulation = HardClassModulation(classCount: classes, width: 3)
    modulation.update(prototypes: prototypes, kappa: 0.9)
    for row in 0..<classes {
      let others = (0..<classes).filter { $0 != row }
      let factors = others.map { modulation.factors[row * classes + $0] }
      #expect(modulation.factors[row * classes + row] == 1)
      let sum: Double = factors.reduce(0, +)
      #expect(abs(sum / Double(classes - 1) - 1) < 1e-14)
      #expect(factors.allSatisfy { $0 > 0.0999 })
      let order = others.sorted {
        modulation.similarity[row * classes + $0] < modulation.similarity[row * classes + $1]
      }
      let sorted = order.map { modulation.factors[row * classes + $0] }
      #expect(sorted == sorted.sorted())
    }
  }

  @Test("The gradient leads through the scaling to length 1", arguments: [(1, 1), (1, 4), (5, 3)])
  func normalization(_ shape: (Int, Int)) {
    let (rows, width) = shape
    var random = SeededGenerator(seed: rows + width)
    let input = random.normals(rows * width).map { $0 + ($0 < 0 ? -0.3 : 0.3) }
    let direction = random.normals(rows * width)
    var normalization = UnitNormalization(width: width, rowCapacity: rows + 2)
    func value(_ input: [Double]) -> Double {
      normalization.forward(input, count: rows)
      return zip(normalization.output, direction).reduce(0) { $0 + $1.0 * $1.1 }
    }
    _ = value(input)
    for row in 0..<rows {
      let length = normalization.output[row * width..<(row + 1) * width]
        .reduce(0) { $0 + $1 * $1 }
      #expect(abs(length - 1) < 1e-9)
    }
    normalization.backward(direction, count: rows)
    #expect(GradientCheck.disagreement(input, normalization.inputGradient, value) < 1e-8)
  }

  @Test("Even next to 0 the gradient is that of the scaling, and a row of zeros stays one")
  func shortRow() {
    var normalization = UnitNormalization(width: 2, rowCapacity: 1)
    let (input, direction) = ([1e-6, -2e-6], [0.7, 0.4])
    func value(_ input: [Double]) -> Double {
      normalization.forward(input, count: 1)
      return normalization.output[0] * direction[0] + normalization.output[1] * direction[1]
    }
    _ = value(input)
    normalization.backward(direction, count: 1)
    let gradient = normalization.inputGradient
    #expect(GradientCheck.disagreement(input, gradient, step: 1e-9, value) < 1e-7)
    normalization.forward([0, 0], count: 1)
    normalization.backward(direction, count: 1)
    #expect(normalization.output == [0, 0])
    #expect(normalization.inputGradient.allSatisfy { $0.isFinite })
  }

  @Test("Prototypes move towards their class's mean; those of absent classes keep their bits")
  func average() {
    var prototypes: [Double] = [1, 0, 0.6, 0.8, 0, 1]
    var average = PrototypeAverage(classCount: 3, width: 2, momentum: 0.5)
    average.update(
      &prototypes, embeddings: [0, 1, 0, 1, 1, 0, 0, -1], labels: [0, 0, 2, 2], count: 3)
    let diagonal = 0.5.squareRoot()
    let expected = [diagonal, diagonal, 0.6, 0.8, diagonal, diagonal]
    #expect(Golden.mismatch(prototypes, expected, relative: 0, absolute: 1e-11) == nil)
    #expect(prototypes[2...3] == [0.6, 0.8])
  }

  @Test("Prototypes of zeros take the direction of their first batch")
  func firstBatch() {
    var prototypes = [0.0, 0, 0, 0]
    var average = PrototypeAverage(classCount: 2, width: 2)
    average.update(&prototypes, embeddings: [0.6, 0.8, 1, 0], labels: [1, 1], count: 1)
    #expect(Golden.mismatch(prototypes, [0, 0, 0.6, 0.8], relative: 0, absolute: 1e-9) == nil)
    #expect(prototypes[..<2] == [0, 0])
  }

  @Test("Rarer classes weigh more, within limits, and the mean is 1")
  func weights() {
    let weights = EffectiveNumber.weights(counts: [1000, 100, 60, 40])
    #expect(weights == weights.sorted() && Set(weights).count == 4)
    let sum: Double = weights.reduce(0, +)
    #expect(abs(sum / 4 - 1) < 1e-14)
    #expect(EffectiveNumber.weights(counts: [3, 40, 500], beta: 0) == [1, 1, 1])
    // Ratios to the mean before clipping: 50.5 and 0.505; then 0.0101 and 1.0099.
    let many = Array(repeating: 5000, count: 100)
    let rare = EffectiveNumber.weights(counts: many + [1])
    #expect(abs(rare[100] / rare[0] - 4 / 0.505) < 1e-9)
    let few = Array(repeating: 1, count: 100)
    let common = EffectiveNumber.weights(counts: few + [5000])
    #expect(abs(common[100] / common[0] - 0.25 * 100.01 / 101) < 1e-9)
  }

  @Test("Classes without samples weigh 1 and leave the others' weights as they are")
  func absent() {
    let present = EffectiveNumber.weights(counts: [900, 30, 4])
    let all = EffectiveNumber.weights(counts: [900, 0, 30, 4, 0])
    #expect(all == [present[0], 1, present[1], present[2], 1])
    #expect(EffectiveNumber.weights(counts: [0, 0]) == [1, 1])
  }

  @Test("The weight of the loss rises first, the modulation after it")
  func schedule() {
    let schedule = AdaptiveContrastiveSchedule(
      configuration: .init(kappa: 0.6, lambda: 0.2), totalSteps: 1000)
    let steps = [0, 50, 100, 200, 300, 1000, 2000]
    let expected: [(Double, Double)] = [
      (0, 0), (0.1, 0), (0.2, 0), (0.2, 0.3), (0.2, 0.6), (0.2, 0.6), (0.2, 0.6),
    ]
    for (step, (lambda, kappa)) in zip(steps, expected) {
      #expect(abs(schedule.lambda(at: step) - lambda) < 1e-15)
      #expect(abs(schedule.kappa(at: step) - kappa) < 1e-15)
    }
  }
}
