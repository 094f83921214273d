import ArrhythmiaModel
import NeuralNetwork
import TestSupport
import Testing

@Suite("Inference beside PyTorch")
struct TwinGoldenTests {
  @Test(
    "All outputs are the twin's, far within its tolerance of 1e-4 + 1e-3 |b|",
    arguments: ["twin", "second"])
  func outputs(_ set: String) throws {
    let (weights, windows) = try ModelFixtures.twin(set)
    let tensors = InferenceEngine(weights, crew: Crew(count: 1)).run(windows).tensors
    let golden = try Golden(set + "_outputs")
    #expect(tensors.keys.sorted() == golden.names)
    for (name, tensor) in tensors {
      #expect(try golden.shape(name) == tensor.shape, "\(name)")
      let mismatch = Golden.mismatch(
        tensor.values.map(Double.init), try golden.float(name), relative: 1e-5, absolute: 1e-5)
      #expect(mismatch == nil, "\(name)")
    }
  }

  @Test("Of a window without a modality, the other has the weight 1 exactly")
  func missingModality() throws {
    let (weights, windows) = try ModelFixtures.twin("twin")
    let beta = InferenceEngine(weights, crew: Crew(count: 1)).run(windows).attentionModality
    let each = weights.configuration.tokens * 2
    let expected: [(window: Int, weights: [Float])] = [(1, [1, 0]), (2, [0, 1])]
    for (window, pair) in expected {
      let found = beta[window * each..<(window + 1) * each]
      #expect(found.enumerated().allSatisfy { $1 == pair[$0 % 2] }, "window \(window)")
    }
  }

  @Test("Gradient times input is PyTorch's")
  func relevance() throws {
    let (weights, windows) = try ModelFixtures.twin("twin")
    let golden = try Golden("relevance")
    let classes = try golden.int("class")
    let outputs = InferenceEngine(weights, crew: Crew(count: 1)).run(windows, maps: false)
    #expect(outputs.likeliest == classes)
    let found = RelevanceEngine(weights, crew: Crew(count: 2)).run(windows, classes: classes)
    func ofTwoWindows(_ values: [Float]) -> [Float] {
      let each = values.count / windows.count
      return Array(values[..<each] + values[3 * each..<4 * each])
    }
    for (name, values) in [
      ("ecg", ofTwoWindows(found.ecg)), ("iegm", ofTwoWindows(found.iegm)),
      ("tokens", found.tokens),
    ] {
      let expected = try golden.float(name)
      let largest = expected.reduce(0) { max($0, abs($1)) }
      let mismatch = Golden.mismatch(
        values.map(Double.init), expected, relative: 0, absolute: 1e-6 * largest)
      #expect(mismatch == nil, "\(name)")
    }
  }

  @Test("In evaluation, the training network computes what the folded engine does")
  func frozen() throws {
    let (weights, windows) = try ModelFixtures.twin("second")
    let network = TrainingNetwork(
      RhythmClassifier(weights.configuration), capacity: windows.count, crew: Crew(count: 2),
      mode: .frozen)
    network.load(weights)
    network.fill(from: windows)
    network.forward(windows: windows.count)
    let outputs = InferenceEngine(weights, crew: Crew(count: 1)).run(windows, maps: false)
    var units = UnitNormalization(
      width: weights.configuration.projection, rowCapacity: windows.count)
    units.forward(network.outputs.projected.values.map(Double.init), count: windows.count)
    for (name, found, expected) in [
      ("logits", network.outputs.logits.values.map(Double.init), outputs.logits),
      ("features", network.features.values.map(Double.init), outputs.features),
      ("embeddings", units.output, outputs.embeddings),
    ] {
      let mismatch = Golden.mismatch(
        found, expected.map(Double.init), relative: 0, absolute: 1e-5)
      #expect(mismatch == nil, "\(name)")
    }
  }
}
