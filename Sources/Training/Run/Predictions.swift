public import ArrhythmiaModel
public import NeuralNetwork

/// What a model says of some windows of a data set.
public struct Predictions: Sendable, Equatable {
  /// Numbers of the windows in the data set.
  public private(set) var windows: [Int] = []
  /// The model's classes.
  public let classCount: Int
  /// `[windows, classes]`.
  public private(set) var logits: [Float] = []
  /// Of unit length, `[windows, width]`.
  public private(set) var embeddings: [Float] = []

  /// Windows that are run at once.
  private static let chunk = 256

  /// Runs a model on some windows; those without a live channel of the model's modality are left out.
  /// `progress` is told the share that is done.
  public init(
    _ weights: ModelWeights, _ dataset: Dataset, _ indices: [Int],
    modality: ModalityChoice = .both, crew: Crew, progress: (Double) -> Void = { _ in }
  ) {
    classCount = weights.configuration.classes
    let engine = InferenceEngine(weights, crew: crew)
    for start in stride(from: 0, to: indices.count, by: Self.chunk) {
      progress(Double(start) / Double(indices.count))
      let part = Array(indices[start..<min(start + Self.chunk, indices.count)])
      let (live, batch) = dataset.batch(part, modality: modality, crew: crew)
      guard !live.isEmpty else { continue }
      let outputs = engine.run(batch, maps: false)
      windows += live
      logits += outputs.logits
      embeddings += outputs.embeddings
    }
  }

  /// The likeliest class of each window.
  public var decisions: [Int] {
    windows.indices.map { row in
      let first = row * classCount
      return (0..<classCount).max { logits[first + $0] < logits[first + $1] } ?? 0
    }
  }
}

extension Dataset {
  /// Normalised windows for the inference engine, without those that have no live channel.
  public func batch(
    _ indices: [Int], modality: ModalityChoice = .both, crew: Crew
  ) -> (live: [Int], windows: Windows) {
    let made = crew.map(indices.count) { place in
      var window = prepared(indices[place])
      window.keep(modality)
      return window
    }
    let live = indices.indices.filter { made[$0].isLive }
    return (
      live.map { indices[$0] },
      Windows(
        samples: WindowPlan.samples, ecg: live.flatMap { made[$0].ecg },
        iegm: live.flatMap { made[$0].iegm }, ecgLive: live.flatMap { made[$0].ecgLive },
        iegmLive: live.flatMap { made[$0].iegmLive },
        context: context.isEmpty ? [] : live.flatMap { beatContext(indices[$0]) })
    )
  }
}
