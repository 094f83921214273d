import ArrhythmiaModel
import Foundation
import NeuralNetwork
import TestSupport
import Testing

@Suite("The uncertainty flag")
struct UncertaintyFlagTests {
  private static let weights = ModelWeights(random: ModelFixtures.small, seed: 4)

  /// Some evidence, to be changed.
  private func evidence(
    _ probabilities: [Double] = [0.1, 0.8, 0.1], energy: Double = -3, similarity: Double = 0.9,
    prototypes: [Double] = [0.1, 0.8, 0.1]
  ) throws -> UncertaintyFlag.Evidence {
    var evidence = try #require(
      EvidenceReader(Self.weights).evidence(
        logits: [0, 0, 0, 0], embeddings: [Float](repeating: 0, count: 8), temperature: 1
      ).first)
    (evidence.probabilities, evidence.energy) = (probabilities, energy)
    (evidence.similarity, evidence.prototypeProbabilities) = (similarity, prototypes)
    return evidence
  }

  /// Evidence of windows whose three measures have nothing to do with each other.
  private func many(_ count: Int, seed: Int = 1) throws -> [UncertaintyFlag.Evidence] {
    var random = SeededGenerator(seed: seed)
    return try (0..<count).map { _ in
      let top = Double.random(in: 0.5...1, using: &random)
      let probabilities = [top, (1 - top) / 2, (1 - top) / 2]
      return try evidence(
        probabilities, energy: random.normals(1)[0],
        similarity: Double.random(in: -0.5...1, using: &random), prototypes: probabilities)
    }
  }

  @Test("The likeliest class is the decision, its probability the confidence")
  func decision() throws {
    let one = try evidence([0.2, 0.3, 0.5])
    #expect(one.decision == 2 && one.confidence == 0.5)
    #expect(try evidence([0.9, 0.1]).decision == 0)
  }

  @Test("A window that passes all thresholds is certain")
  func certain() throws {
    let flag = UncertaintyFlag(
      leastProbability: 0.5, highestEnergy: -1, leastSimilarity: 0.2)
    #expect(!flag.isUncertain(try evidence()))
    // At a threshold is still within.
    #expect(!flag.isUncertain(try evidence([0.5, 0.25, 0.25], energy: -1, similarity: 0.2)))
    #expect(!UncertaintyFlag().isUncertain(try evidence([0.4, 0.3, 0.3], prototypes: [1, 0, 0])))
  }

  @Test("Beyond any one threshold it is not")
  func uncertain() throws {
    let flag = UncertaintyFlag(
      leastProbability: 0.5, highestEnergy: -1, leastSimilarity: 0.2)
    #expect(flag.isUncertain(try evidence([0.26, 0.49, 0.25])))
    #expect(flag.isUncertain(try evidence(energy: -0.99)))
    #expect(flag.isUncertain(try evidence(similarity: 0.19)))
  }

  @Test("Heads of different opinion make it uncertain, where both are unsure")
  func disagreement() throws {
    let flag = UncertaintyFlag()
    let unsure = try evidence([0.59, 0.41, 0], prototypes: [0.41, 0.59, 0])
    #expect(flag.isUncertain(unsure))
    for (name, one, other) in [
      ("the same opinion", [0.59, 0.41, 0], [0.59, 0.41, 0]),
      ("a sure first head", [0.61, 0.39, 0], [0.41, 0.59, 0]),
      ("a sure second head", [0.59, 0.41, 0], [0.39, 0.61, 0]),
      ("sure heads", [1, 0, 0], [0, 1, 0]),
    ] {
      #expect(!flag.isUncertain(try evidence(one, prototypes: other)), "\(name)")
    }
  }

  @Test("Each rule that holds is a reason, the gravest first, with the figures that decided")
  func reasons() throws {
    let flag = UncertaintyFlag(
      leastProbability: 0.999, highestEnergy: -3.5, leastSimilarity: 0.52)
    #expect(flag.reasons(nil) == [.noSignal] && flag.reasons(nil)[0].text == "no live channel")
    let sure = try evidence([0.0005, 0.9995, 0], energy: -4, similarity: 0.6)
    #expect(flag.reasons(sure).isEmpty && flag.reasons(sure, paddedSeconds: 1).isEmpty)
    let short = flag.reasons(sure, paddedSeconds: 2.06)
    #expect(short.map(\.text) == ["record too short: 2.1 s of the window are padding"])
    let all = flag.reasons(
      try evidence([0.0013, 0.9987, 0], energy: -3.2, similarity: 0.31), paddedSeconds: 2)
    #expect(all.map(\.rule) == ["padding", "energy", "similarity", "probability"])
    #expect(
      all.dropFirst().map(\.text) == [
        "unlike its training: energy -3.20 > -3.50",
        "far from its classes: similarity .31 < .52", "probability .9987 < .999",
      ])
    let divided = UncertaintyFlag().reasons(
      try evidence([0.59, 0.41, 0], prototypes: [0.41, 0.59, 0]))
    #expect(divided.map(\.text) == ["its two heads differ, each below .60"])
  }

  @Test("Of several windows each rule is told with the one that comes nearest to it")
  func summary() {
    func below(_ value: Double) -> UncertaintyFlag.Reason {
      .improbable(probability: value, least: 0.999)
    }
    #expect(UncertaintyFlag.summary([[below(0.9)]]) == "probability .90 < .999")
    #expect(
      UncertaintyFlag.summary([
        [below(0.9)], [below(0.9987), .noSignal], [below(0.5)],
      ]) == "probability up to .9987 < .999; no live channel in 1 of 3")
    #expect(UncertaintyFlag.summary([]).isEmpty)
  }

  @Test(
    "Thresholds leave as many windows certain as was asked for",
    arguments: [0.95, 0.9, 0.8, 0.5], [200, 1000])
  func coverage(_ coverage: Double, _ count: Int) throws {
    let all = try many(count)
    let flag = UncertaintyFlag(temperature: 1.5, evidence: all, coverage: coverage)
    #expect(flag.temperature == 1.5)
    let certain = Double(all.count { !flag.isUncertain($0) }) / Double(count)
    #expect(certain >= coverage)
    #expect(certain <= coverage + 0.015)
    // All three measures take their part.
    let levels = [
      all.count { $0.confidence < flag.leastProbability },
      all.count { $0.energy > flag.highestEnergy },
      all.count { $0.similarity < flag.leastSimilarity },
    ]
    let (least, most) = (levels.min() ?? 0, levels.max() ?? 0)
    #expect(least > 0 && most - least <= 1)
  }

  @Test("Ninety-five of a hundred stay certain unless asked otherwise, also of unseen windows")
  func unseen() throws {
    let flag = UncertaintyFlag(temperature: 1, evidence: try many(2000))
    let other = try many(2000, seed: 2)
    let certain = Double(other.count { !flag.isUncertain($0) }) / 2000
    #expect(abs(certain - 0.95) < 0.02)
  }

  @Test("Measures that agree with each other are cut where each alone would be")
  func agreeing() throws {
    let all = try (0..<201).map { index in
      let share = Double(index) / 200
      return try evidence(
        [0.7 + 0.3 * share, 0.3 * (1 - share)], energy: -share, similarity: share,
        prototypes: [1, 0])
    }
    let flag = UncertaintyFlag(temperature: 1, evidence: all, coverage: 0.9)
    let certain = all.count { !flag.isUncertain($0) }
    #expect(certain == 181)
    #expect(abs(flag.leastSimilarity - 0.1) < 0.0051)
    #expect(abs(flag.highestEnergy + 0.1) < 0.0051)
    #expect(abs(flag.leastProbability - 0.73) < 0.0016)
  }

  @Test("Coverage of all cuts nothing off; of no windows, too")
  func all() throws {
    let all = try many(50)
    let flag = UncertaintyFlag(temperature: 1, evidence: all, coverage: 1)
    #expect(all.allSatisfy { !flag.isUncertain($0) })
    #expect(flag.leastProbability == all.map(\.confidence).min())
    #expect(flag.highestEnergy == all.map(\.energy).max())
    #expect(UncertaintyFlag(temperature: 2, evidence: []) == UncertaintyFlag(temperature: 2))
    let one = try evidence()
    #expect(!UncertaintyFlag(temperature: 1, evidence: [one]).isUncertain(one))
  }

  @Test("Windows on which the heads disagree use up what may be uncertain")
  func disagreeing() throws {
    var all = try many(100)
    for index in 0..<20 {
      all[index] = try evidence([0.55, 0.45, 0], prototypes: [0.45, 0.55, 0])
    }
    let flag = UncertaintyFlag(temperature: 1, evidence: all, coverage: 0.95)
    #expect(all.count { flag.isUncertain($0) } == 20)
    let wide = UncertaintyFlag(temperature: 1, evidence: all, coverage: 0.7)
    #expect(all.count { wide.isUncertain($0) } > 20)
    #expect(all.count { wide.isUncertain($0) } <= 30)
  }

  // MARK: Evidence

  @Test("Probabilities and energy are those of the logits at the temperature")
  func reader() throws {
    let logits: [Float] = [1, 2, 0, -1, 0, 0, 4, 0]
    let embeddings = [Float](repeating: 0.1, count: 16)
    for temperature in [1.0, 2.5] {
      let found = EvidenceReader(Self.weights).evidence(
        logits: logits, embeddings: embeddings, temperature: temperature)
      #expect(found.count == 2)
      for (window, evidence) in found.enumerated() {
        let raised = logits[window * 4..<window * 4 + 4].map { exp(Double($0) / temperature) }
        let sum = raised.reduce(0, +)
        for (one, other) in zip(evidence.probabilities, raised) {
          #expect(abs(one - other / sum) < 1e-12)
        }
        #expect(abs(evidence.energy + temperature * log(sum)) < 1e-9)
        #expect(evidence.decision == [1, 2][window])
      }
    }
  }

  @Test("Similarity is to the nearest class's mean, the second head goes by the prototypes")
  func prototypes() throws {
    let means = try #require(Self.weights.tensors["prototype_means"]).values
    let prototypes = try #require(Self.weights.tensors["prototypes"]).values
    func unit(_ values: [Float], _ row: Int) -> [Double] {
      let part = values[row * 8..<(row + 1) * 8].map(Double.init)
      let norm = part.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return part.map { $0 / norm }
    }
    func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    for row in 0..<4 {
      let embedding = unit(means, row).map { Float($0) }
      let found = try #require(
        EvidenceReader(Self.weights).evidence(
          logits: [0, 0, 0, 0], embeddings: embedding, temperature: 1
        ).first)
      #expect(abs(found.similarity - 1) < 1e-6)
      let raised = (0..<4).map { exp(dot(unit(prototypes, $0), embedding.map(Double.init)) / 0.2) }
      let sum = raised.reduce(0, +)
      for index in 0..<4 {
        #expect(abs(found.prototypeProbabilities[index] - raised[index] / sum) < 1e-6)
      }
    }
    let away = EvidenceReader(Self.weights).evidence(
      logits: [0, 0, 0, 0], embeddings: unit(means, 0).map { Float(-$0) }, temperature: 1)
    #expect(try #require(away.first).similarity < 0.999)
  }

  @Test("No windows have no evidence")
  func none() {
    let reader = EvidenceReader(Self.weights)
    #expect(reader.evidence(logits: [], embeddings: [], temperature: 1).isEmpty)
  }
}
