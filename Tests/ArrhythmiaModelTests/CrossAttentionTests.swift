import ArrhythmiaModel
import NeuralNetwork
import TestSupport
import Testing

@Suite("Models whose modalities do not attend to each other")
struct CrossAttentionTests {
  private let attending = ModelWeights(random: ModelFixtures.small, seed: 3)
  private let apart = ModelWeights(random: ModelFixtures.apart, seed: 3)
  private let windows = ModelFixtures.noise(5, ModelFixtures.small)

  private func run(_ weights: ModelWeights, _ windows: Windows) -> ModelOutputs {
    InferenceEngine(weights, crew: Crew(count: 1)).run(windows)
  }

  /// Whether a parameter serves the modalities' attention to each other.
  private func aligns(_ name: String) -> Bool {
    name.hasPrefix("fusion.")
      && ["_norm.", "_from_", "_gate."].contains { name.contains($0) }
  }

  @Test("They have the same numbers as others, and say something else of windows with both")
  func sameWeights() {
    #expect(difference(attending.bits, apart.bits) == nil)
    #expect(run(attending, windows).logits != run(apart, windows).logits)
  }

  @Test("Their outputs are those of closed gates")
  func closedGates() throws {
    var closed = attending
    for name in ["fusion.ecg_gate", "fusion.iegm_gate"] {
      var (weight, bias) = (
        try #require(closed.tensors[name + ".weight"]), try #require(closed.tensors[name + ".bias"])
      )
      weight.values = weight.values.map { _ in 0 }
      bias.values = bias.values.map { _ in -80 }
      (closed.tensors[name + ".weight"], closed.tensors[name + ".bias"]) = (weight, bias)
    }
    let (found, expected) = (run(apart, windows), run(closed, windows))
    #expect(
      Golden.mismatch(
        found.logits.map(Double.init), expected.logits.map(Double.init), relative: 1e-5,
        absolute: 1e-5) == nil)
    #expect(
      Golden.mismatch(
        found.attentionModality.map(Double.init), expected.attentionModality.map(Double.init),
        relative: 1e-5, absolute: 1e-5) == nil)
  }

  @Test("No number of the attention counts")
  func unused() {
    var other = apart
    for name in apart.tensors.keys where aligns(name) {
      other.tensors[name]?.values = apart.tensors[name]?.values.map { 3 * $0 + 1 } ?? []
    }
    let (found, expected) = (run(other, windows), run(apart, windows))
    #expect(found.logits == expected.logits && found.embeddings == expected.embeddings)
    #expect(other.bits != apart.bits)
  }

  @Test("A window with one modality is the same to both kinds of model")
  func oneModality() {
    let some = windows.without(ecg: [0, 1], iegm: [2, 3])
    let (one, other) = (run(attending, some), run(apart, some))
    for window in 0..<4 {
      let logits = window * 4..<(window + 1) * 4
      #expect(one.logits[logits] == other.logits[logits], "window \(window)")
    }
    #expect(one.logits[16...] != other.logits[16...])
  }

  @Test("Both modalities still weigh in, and their weights sum to 1")
  func weights() {
    let found = run(apart, windows).attentionModality
    for place in stride(from: 0, to: found.count, by: 2) {
      #expect(abs(found[place] + found[place + 1] - 1) < 1e-5)
      #expect(found[place] > 0 && found[place + 1] > 0)
    }
  }

  @Test("The attention learns nothing, all else does")
  func gradients() throws {
    let trainer = ModelFixtures.trainer(
      sizes: ModelFixtures.apart, TrainingDeterminismTests.configuration(), threads: 2)
    defer { withExtendedLifetime(trainer) {} }
    // At the first step the contrast has no weight yet.
    for _ in 0..<2 { try trainer.step(on: windows) }
    let gradients = trainer.network.gradients
    for parameter in gradients.layout.parameters {
      let isZero = gradients.fileValues(parameter).allSatisfy { $0 == 0 }
      #expect(isZero == aligns(parameter.name), "\(parameter.name)")
    }
    #expect(gradients.layout.parameters.count { aligns($0.name) } == 16)
  }

  @Test("All gradients are the outputs' slopes")
  func slopes() {
    let network = TrainingNetwork(
      RhythmClassifier(ModelFixtures.apart), capacity: 2, crew: Crew(count: 1))
    defer { withExtendedLifetime(network) {} }
    network.load(apart)
    network.fill(from: ModelFixtures.noise(2, ModelFixtures.apart))
    network.outputs.projectedGradient.fill(0)
    var random = SeededGenerator(seed: 5)
    network.outputs.logitsGradient.fill(&random)
    let factors = network.outputs.logitsGradient.doubles
    network.forward(windows: 2)
    network.backward()
    let names = [
      "fusion.ecg_value.weight", "fusion.score.weight", "fusion.query.weight", "position",
      "fusion.iegm_gate.bias",
    ]
    let (values, gradients) = (network.parameters, network.gradients)
    for parameter in values.layout.parameters where names.contains(parameter.name) {
      let distance = GradientCheck.disagreement(
        values.matrix(parameter), gradient: gradients.matrix(parameter).doubles, step: 0.01,
        limit: 20
      ) {
        network.forward(windows: 2)
        return zip(network.outputs.logits.doubles, factors).reduce(0) { $0 + $1.0 * $1.1 }
      }
      #expect(distance < 1e-2, "\(parameter.name)")
    }
  }

  @Test("Training computes what inference does")
  func bothNetworks() {
    let network = TrainingNetwork(
      RhythmClassifier(ModelFixtures.apart), capacity: 5, crew: Crew(count: 1), mode: .frozen)
    network.load(apart)
    network.fill(from: windows)
    network.forward(windows: 5)
    let expected = run(apart, windows).logits.map(Double.init)
    #expect(
      Golden.mismatch(
        network.outputs.logits.doubles, expected, relative: 1e-4, absolute: 1e-4) == nil)
  }

  @Test("Their files say so, others say nothing")
  func files() throws {
    let folder = try ScratchFolder()
    try apart.write(path: folder.file("apart"))
    try attending.write(path: folder.file("attending"))
    let read = try ModelWeights(path: folder.file("apart"))
    #expect(read.configuration == ModelFixtures.apart)
    #expect(read.metadata["cross_attention"] == "none")
    #expect(run(read, windows).logits == run(apart, windows).logits)
    let other = try ModelWeights(path: folder.file("attending"))
    #expect(other.configuration.usesCrossAttention)
    #expect(other.metadata["cross_attention"] == nil)
    try read.write(path: folder.file("again"))
    #expect(try folder.bytes("again") == folder.bytes("apart"))
  }
}
