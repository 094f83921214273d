import ArrhythmiaModel
import NeuralNetwork
import TestSupport
import Testing

@Suite("Batches without a modality")
struct MissingModalityTests {
  static let sizes = ModelFixtures.small
  private let windows = ModelFixtures.noise(5, sizes)

  private func without(_ modality: String, in indices: [Int]) -> Windows {
    modality == "ecg" ? windows.without(ecg: indices) : windows.without(iegm: indices)
  }

  private func trainer(threads: Int = 1) -> Trainer {
    ModelFixtures.trainer(TrainingDeterminismTests.configuration(), threads: threads)
  }

  /// Whether a parameter has no say where a modality is missing from all windows: its encoder, what
  /// aligns the two and what weighs them.
  private static func rests(_ name: String, without modality: String) -> Bool {
    if name.hasPrefix(modality + ".") { return true }
    guard name.hasPrefix("fusion.") else { return false }
    return !["ecg_value", "iegm_value"].contains { name.contains($0) }
      || name.contains(modality + "_value")
  }

  @Test(
    "An encoder that no window needs has no gradient and keeps its statistics",
    arguments: ["ecg", "iegm"])
  func encoderRests(_ modality: String) throws {
    let trainer = trainer(threads: 2)
    // A batch with both first: what it left behind must not count.
    try trainer.step(on: windows)
    let before = trainer.weights(averaged: false)
    try trainer.step(on: without(modality, in: Array(0..<5)))
    let gradients = trainer.network.gradients
    for parameter in gradients.layout.parameters {
      let isResting = Self.rests(parameter.name, without: modality)
      let isZero = gradients.fileValues(parameter).allSatisfy { $0 == 0 }
      #expect(isZero == isResting, "\(parameter.name)")
    }
    let after = trainer.weights(averaged: false)
    for (name, tensor) in after.tensors where name.contains("running") {
      let isUnchanged = tensor.bits == before.tensors[name]?.bits
      #expect(isUnchanged == name.hasPrefix(modality + "."), "\(name)")
    }
  }

  @Test(
    "Its windows' outputs are those that they have beside windows with both",
    arguments: ["ecg", "iegm"])
  func sameEquations(_ modality: String) throws {
    let network = TrainingNetwork(
      RhythmClassifier(Self.sizes), capacity: 5, crew: Crew(count: 2))
    network.load(ModelWeights(random: Self.sizes, seed: 1))
    func logits(_ indices: [Int]) -> [Float] {
      network.fill(from: without(modality, in: indices))
      network.forward(windows: 5)
      return network.outputs.logits.values
    }
    let each = Self.sizes.classes
    let (none, mixed) = (logits([0, 1, 2, 3, 4]), logits([0, 1, 2, 3]))
    #expect(none[..<(4 * each)].elementsEqual(mixed[..<(4 * each)]))
    #expect(!none[(4 * each)...].elementsEqual(mixed[(4 * each)...]))
  }

  @Test("The loss is the cross entropy of those outputs")
  func loss() throws {
    let trainer = trainer()
    let report = try trainer.step(on: without("iegm", in: Array(0..<5)))
    var entropy = CrossEntropy(classCount: Self.sizes.classes, batchCapacity: 5)
    let logits = trainer.network.outputs.logits.rows(0..<5).values.map(Double.init)
    let expected = entropy.evaluate(logits: logits, labels: windows.labels, count: 5)
    #expect(report.classification == expected)
    #expect(report.loss == expected, "at the first step the contrast has no weight yet")
  }

  @Test("An encoder that rested goes on as before")
  func goesOn() throws {
    let (resting, control) = (trainer(), trainer())
    try resting.step(on: without("iegm", in: Array(0..<5)))
    try control.step(on: windows)
    for trainer in [resting, control] {
      let report = try trainer.step(on: windows)
      #expect(report.loss.isFinite && report.gradientNorm > 0)
    }
    #expect(difference(resting.bits, control.bits) != nil)
  }
}
