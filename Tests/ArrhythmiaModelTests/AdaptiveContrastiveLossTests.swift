import ArrhythmiaModel
import Foundation
import TestSupport
import Testing

@Suite("AGCACL")
struct AdaptiveContrastiveLossTests {
  typealias Case = AdaptiveContrastiveCase

  /// Prototype alignment and contrast as they are defined, with neither logarithms of factors nor
  /// largest values taken out.
  private func naive(_ test: Case) -> (alignment: Double, contrast: Double) {
    let settings = test.configuration
    func dot(_ a: [Double], _ i: Int, _ b: [Double], _ j: Int) -> Double {
      (0..<test.width).reduce(0) { $0 + a[i * test.width + $1] * b[j * test.width + $1] }
        / settings.tau
    }
    let weights = test.labels.map { settings.classWeights?[$0] ?? 1 }
    var (alignment, contrast) = (0.0, 0.0)
    for (i, y) in test.labels.enumerated() {
      func factor(_ c: Int) -> Double { test.modulation.factors[y * test.classCount + c] }
      let others = test.labels.indices.filter { $0 != i }
      func members(_ c: Int) -> Double {
        Double(others.filter { test.labels[$0] == c }.count + 1)
      }
      func score(_ c: Int) -> Double { dot(test.embeddings, i, test.prototypes, c) }
      func pair(_ j: Int) -> Double { dot(test.embeddings, i, test.embeddings, j) }
      let terms = (0..<test.classCount).map { c in
        factor(c) * pow(settings.prior?[c] ?? 1, settings.rho)
          * exp(score(c) - (c == y ? settings.margin / settings.tau : 0))
      }
      var denominator = 0.0
      for j in others {
        denominator += factor(test.labels[j]) / members(test.labels[j]) * exp(pair(j))
      }
      for c in 0..<test.classCount { denominator += factor(c) / members(c) * exp(score(c)) }
      let positives = others.filter { test.labels[$0] == y }.map(pair).reduce(score(y), +)
      let weight = weights[i] / weights.reduce(0, +)
      alignment -= weight * log(terms[y] / terms.reduce(0, +))
      contrast += weight * (log(denominator) - positives / members(y))
    }
    return (alignment, contrast)
  }

  @Test("Both terms are as defined", arguments: Case.all)
  func definition(_ test: Case) {
    var loss = test.loss()
    let value = test.evaluate(&loss)
    let expected = naive(test)
    let settings = test.configuration
    if settings.lambdaPrototype > 0 { #expect(abs(value.alignment - expected.alignment) < 1e-12) }
    if settings.eta > 0 { #expect(abs(value.contrast - expected.contrast) < 1e-12) }
    let total =
      settings.lambdaPrototype * expected.alignment + settings.eta * expected.contrast
    #expect(abs(value.total - total) < 1e-12)
  }

  @Test("The gradients are those of the loss", arguments: Case.all)
  func gradient(_ test: Case) {
    var loss = test.loss()
    _ = test.evaluate(&loss)
    let (byEmbedding, byPrototype) = (loss.embeddingGradient, loss.prototypeGradient)
    var moved = test
    let embeddings = GradientCheck.disagreement(test.embeddings, byEmbedding) {
      moved.embeddings = $0
      return moved.evaluate(&loss).total
    }
    #expect(embeddings < 1e-8)
    moved = test
    let prototypes = GradientCheck.disagreement(test.prototypes, byPrototype) {
      moved.prototypes = $0
      return moved.evaluate(&loss).total
    }
    #expect(prototypes < 1e-8)
  }

  @Test("Rows of one class and patient neither draw nor repel each other")
  func patients() {
    let test = Case(
      labels: [0, 0, 0, 1, 1, 0], classCount: 2, width: 5, kappa: 0.4,
      configuration: .init(lambdaPrototype: 0))
    let patients = [7, 7, 8, 7, 7, 9]
    func value(_ embeddings: [Double], _ loss: inout AdaptiveContrastiveLoss) -> Double {
      loss.evaluate(
        embeddings: embeddings, labels: test.labels, count: 6, prototypes: test.prototypes,
        modulation: test.modulation, patients: patients
      ).total
    }
    var loss = test.loss()
    _ = value(test.embeddings, &loss)
    let gradient = loss.embeddingGradient
    let distance = GradientCheck.disagreement(test.embeddings, gradient) { value($0, &loss) }
    #expect(distance < 1e-8)
    var expected = 0.0
    for (i, y) in test.labels.enumerated() {
      func dot(_ j: Int, _ other: [Double]) -> Double {
        (0..<5).reduce(0) { $0 + test.embeddings[i * 5 + $1] * other[j * 5 + $1] }
          / test.configuration.tau
      }
      let others = (0..<6).filter {
        $0 != i && !(test.labels[$0] == y && patients[$0] == patients[i])
      }
      func members(_ c: Int) -> Double { Double(others.count { test.labels[$0] == c } + 1) }
      func factor(_ c: Int) -> Double { test.modulation.factors[y * 2 + c] / members(c) }
      let pairs = others.reduce(0) { $0 + factor(test.labels[$1]) * exp(dot($1, test.embeddings)) }
      let classes = (0..<2).reduce(0) { $0 + factor($1) * exp(dot($1, test.prototypes)) }
      let own = others.filter { test.labels[$0] == y }
      let positives = own.reduce(dot(y, test.prototypes)) { $0 + dot($1, test.embeddings) }
      expected += (log(pairs + classes) - positives / members(y)) / 6
    }
    #expect(abs(value(test.embeddings, &loss) - test.configuration.eta * expected) < 1e-12)
    // Of a patient of its own each row's are all others of its class.
    var alone = test.loss()
    let apart = alone.evaluate(
      embeddings: test.embeddings, labels: test.labels, count: 6, prototypes: test.prototypes,
      modulation: test.modulation, patients: [0, 1, 2, 3, 4, 5])
    var plain = test.loss()
    #expect(apart == test.evaluate(&plain))
    #expect(apart.total != value(test.embeddings, &loss))
  }

  @Test("The gradients lead through the normalisation", arguments: Case.all.prefix(5))
  func throughNormalization(_ test: Case) {
    var random = SeededGenerator(seed: 12)
    let raw = random.normals(test.count * test.width)
    var normalization = UnitNormalization(width: test.width, rowCapacity: test.count)
    var loss = test.loss()
    var moved = test
    func value(_ raw: [Double]) -> Double {
      normalization.forward(raw, count: test.count)
      moved.embeddings = normalization.output
      return moved.evaluate(&loss).total
    }
    _ = value(raw)
    normalization.backward(loss.embeddingGradient, count: test.count)
    let gradient = normalization.inputGradient
    // A short row makes the loss curve more.
    #expect(GradientCheck.disagreement(raw, gradient, step: 2e-4, value) < 1e-7)
  }

  @Test("Switching a term off takes away what it added and no more", arguments: Case.all)
  func switchedOff(_ test: Case) {
    func result(_ lambdaPrototype: Double, _ eta: Double) -> (Double, [Double]) {
      var part = test
      part.configuration.lambdaPrototype = lambdaPrototype
      part.configuration.eta = eta
      var loss = part.loss()
      let value = part.evaluate(&loss)
      return (value.total, loss.embeddingGradient + loss.prototypeGradient)
    }
    let both = result(0.7, 0.4)
    let (alignment, contrast) = (result(0.7, 0), result(0, 0.4))
    #expect(abs(both.0 - alignment.0 - contrast.0) < 1e-13)
    let sum = zip(alignment.1, contrast.1).map { $0 + $1 }
    #expect(Golden.mismatch(both.1, sum, relative: 0, absolute: 1e-13) == nil)
    #expect(result(0, 0).0 == 0)
    #expect(result(0, 0).1.allSatisfy { $0 == 0 })
  }

  @Test("Margin and prior are in the alignment alone")
  func alignmentOnly() {
    let test = Case.all[3]
    func value(_ change: (inout AdaptiveContrastiveLoss.Configuration) -> Void)
      -> AdaptiveContrastiveLoss.Value
    {
      var changed = test
      change(&changed.configuration)
      var loss = changed.loss()
      return changed.evaluate(&loss)
    }
    let plain = value { _ in }
    let margin = value { $0.margin = 0.3 }
    let prior = value { $0.rho = 0 }
    let even = value { $0.prior = [0.5, 0.5] }
    let none = value { $0.prior = nil }
    #expect(margin.alignment > plain.alignment && margin.contrast == plain.contrast)
    #expect(abs(prior.alignment - plain.alignment) > 0.01 && prior.contrast == plain.contrast)
    #expect(abs(even.alignment - prior.alignment) < 1e-14 && none == prior)
  }

  @Test("A class that no anchor repels weighs nothing")
  func maskedFactor() {
    // Three prototypes in a line of similarity: at this temperature the far one's factor is 0.
    var test = Case(
      labels: [0, 0, 1], classCount: 3, width: 2, kappa: 1, configuration: .init(), seed: 4)
    var modulation = HardClassModulation(classCount: 3, width: 2, temperature: 1e-3)
    modulation.update(prototypes: [1, 0, 0.8, 0.6, -1, 0], kappa: 1)
    #expect(modulation.factors[2] == 0)
    test.modulation = modulation
    var loss = test.loss()
    let value = test.evaluate(&loss)
    #expect(value.total.isFinite)
    #expect(abs(value.contrast - naive(test).contrast) < 1e-12)
    #expect(abs(value.alignment - naive(test).alignment) < 1e-12)
    let gradient = loss.embeddingGradient
    let disagreement = GradientCheck.disagreement(test.embeddings, gradient) {
      var moved = test
      moved.embeddings = $0
      return moved.evaluate(&loss).total
    }
    #expect(disagreement < 1e-8)
  }

  @Test("A batch's bits depend neither on earlier batches nor on the room for larger ones")
  func repeatable() {
    let test = Case.all[4]
    var (fresh, used) = (test.loss(capacity: 6), test.loss(capacity: 20))
    _ = test.evaluate(&used)
    let before = used.embeddingGradient
    let value = test.evaluate(&fresh, count: 6)
    #expect(test.evaluate(&used, count: 6) == value)
    #expect(Array(used.embeddingGradient[..<42]) == fresh.embeddingGradient)
    #expect(used.prototypeGradient == fresh.prototypeGradient)
    #expect(test.evaluate(&fresh, count: 6) == value)
    #expect(Array(before[..<42]) != fresh.embeddingGradient)
  }

  @Test("Weights of 0 leave their rows out as anchors, and all of them the batch")
  func weightless() {
    var test = Case.all[3]
    test.configuration.classWeights = [1, 0]
    var loss = test.loss()
    let value = test.evaluate(&loss)
    #expect(abs(value.contrast - naive(test).contrast) < 1e-12)
    test.labels = test.labels.map { _ in 1 }
    #expect(test.evaluate(&loss).total == 0)
    #expect((loss.embeddingGradient + loss.prototypeGradient).allSatisfy { $0 == 0 })
  }

  @Test("Too low a temperature and too strong a modulation are brought into range")
  func clamps() {
    var configuration = AdaptiveContrastiveLoss.Configuration(tau: 0.01, kappa: 1)
    #expect(configuration.tau == 0.07 && configuration.kappa == 0.9)
    configuration.tau = 0.3
    configuration.kappa = 0.4
    #expect(configuration.tau == 0.3 && configuration.kappa == 0.4)
    configuration.tau = 0
    configuration.kappa = -1
    #expect(configuration.tau == 0.07 && configuration.kappa == 0)
  }

  @Test("More rows than there is room for stop the program")
  func tooManyRows() async {
    await #expect(processExitsWith: .failure) {
      let test = AdaptiveContrastiveCase.all[4]
      var loss = test.loss(capacity: 12)
      _ = test.evaluate(&loss)
    }
  }
}
