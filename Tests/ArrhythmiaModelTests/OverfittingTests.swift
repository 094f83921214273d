import ArrhythmiaModel
import NeuralNetwork
import TestSupport
import Testing

@Suite("Learning by heart")
struct OverfittingTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let loss: LossConfiguration

    init(_ name: String, _ loss: LossConfiguration) { (testDescription, self.loss) = (name, loss) }
  }

  static let cases = [
    Case("cross entropy", LossConfiguration()),
    Case(
      "weighted cross entropy",
      LossConfiguration(classification: .crossEntropy(classWeights: [0.5, 1, 1.5, 1]))),
    Case("focal loss", LossConfiguration(classification: .focal(gamma: 2))),
    Case("logit adjustment", LossConfiguration(prior: [0.4, 0.3, 0.2, 0.1])),
    Case("supervised contrast", LossConfiguration(contrast: .supervised())),
    Case(
      "AGCACL",
      LossConfiguration(
        prior: [0.4, 0.3, 0.2, 0.1],
        contrast: .adaptive(.init(classWeights: [0.5, 1, 1.5, 1], prior: [0.4, 0.3, 0.2, 0.1])))),
  ]

  @Test("Noise is learned by heart with each loss", arguments: cases)
  func overfits(_ test: Case) throws {
    let (loss, steps) = (test.loss, 120)
    let trainer = ModelFixtures.trainer(
      TrainingConfiguration(
        loss: loss,
        schedule: LearningRateSchedule(peak: 5e-3, totalSteps: steps), dropout: 0),
      capacity: 12, threads: 1)
    let windows = ModelFixtures.noise(12, ModelFixtures.small)
      .without(ecg: [1, 6], iegm: [3, 4, 9])
    trainer.network.fill(from: windows)
    let first = try trainer.step(labels: windows.labels)
    var last = first
    for _ in 1..<steps { last = try trainer.step(labels: windows.labels) }
    #expect(first.classification > 0.3)
    #expect(last.classification < 0.01)
    #expect(last.loss.isFinite && last.featureGradients.classification.isFinite)
    if loss.contrast != LossConfiguration.Contrast.none {
      #expect(last.lambda == 0.1)
      #expect(last.contrast < first.contrast)
    }
    for averaged in [false, true] {
      let outputs = InferenceEngine(
        trainer.weights(averaged: averaged), crew: Crew(count: 1)
      ).run(windows, maps: false)
      #expect(outputs.likeliest == windows.labels, "averaged: \(averaged)")
    }
  }

  @Test("Embeddings of a class come together, those of others apart")
  func embeddings() throws {
    let sizes = ModelFixtures.small
    let trainer = ModelFixtures.trainer(
      TrainingConfiguration(
        loss: LossConfiguration(contrast: .adaptive(.init(lambda: 0.5))),
        schedule: LearningRateSchedule(peak: 5e-3, totalSteps: 60), dropout: 0))
    let windows = ModelFixtures.noise(8, sizes)
    for _ in 0..<60 { try trainer.step(on: windows) }
    let z = InferenceEngine(trainer.weights(averaged: false), crew: Crew(count: 1))
      .run(windows, maps: false).embeddings
    func similarity(_ one: Int, _ other: Int) -> Float {
      (0..<sizes.projection).reduce(0) {
        $0 + z[one * sizes.projection + $1] * z[other * sizes.projection + $1]
      }
    }
    for one in 0..<8 {
      for other in 0..<one {
        let isSame = windows.labels[one] == windows.labels[other]
        #expect((similarity(one, other) > 0.6) == isSame, "windows \(one) and \(other)")
      }
    }
  }
}
