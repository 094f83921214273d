import NeuralNetwork

/// One window there and back through a model in evaluation. It leaves behind, in the network, what
/// heat over time and the input's relevance are read from.
struct GradientPass: Sendable {
  let network: TrainingNetwork

  init(_ weights: ModelWeights, crew: Crew) {
    network = TrainingNetwork(
      RhythmClassifier(weights.configuration), capacity: 1, crew: crew, mode: .frozen,
      explains: true)
    network.load(weights)
  }

  /// Takes a window to its outputs, and one class's logit back to the window's samples.
  func run(_ windows: Windows, _ window: Int, class index: Int) {
    network.fill(0, from: windows, window)
    network.forward(windows: 1)
    network.outputs.logitsGradient.fill(0)
    network.outputs.projectedGradient.fill(0)
    network.outputs.logitsGradient[0, index] = 1
    network.backward()
  }
}
