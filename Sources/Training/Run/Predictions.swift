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
  /// What there was to go by in each window.
  public private(set) var kinds: [InputKind] = []

  /// Windows that are run at once.
  private static let chunk = 256

  /// Runs a model on some windows; those without a live channel that it reads are left out.
  /// `modality`: what a model reads that does not say it itself. `progress` is told the share that
  /// is done.
  public init(
    _ weights: ModelWeights, _ dataset: Dataset, _ indices: [Int],
    modality: ModalityChoice = .both, crew: Crew, progress: (Double) -> Void = { _ in }
  ) {
    classCount = weights.configuration.classes
    let selection = weights.properties?.selection ?? InputSelection(modality: modality)
    let engine = InferenceEngine(weights, crew: crew)
    for start in stride(from: 0, to: indices.count, by: Self.chunk) {
      progress(Double(start) / Double(indices.count))
      let part = Array(indices[start..<min(start + Self.chunk, indices.count)])
      let (live, batch, kinds) = dataset.batch(
        part, selection: selection, reduction: nil, crew: crew)
      guard !live.isEmpty else { continue }
      let outputs = engine.run(batch, maps: false)
      windows += live
      self.kinds += kinds
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
