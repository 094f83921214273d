public import NeuralNetwork

/// What the model says of some windows. Arrays are row-major.
public struct ModelOutputs: Sendable, Equatable {
  /// How many windows.
  public let windows: Int
  /// Before the softmax, `[windows, classes]`.
  public private(set) var logits: [Float]
  /// What the heads see, `[windows, width]`.
  public private(set) var features: [Float]
  /// The projection brought to unit length, `[windows, projection]`.
  public private(set) var embeddings: [Float]
  /// The pooling's weights over time, `[windows, tokens]`; empty without maps, as the next two.
  public private(set) var attentionTime: [Float]
  /// The modalities' weights, ECG first, `[windows, tokens, 2]`.
  public private(set) var attentionModality: [Float]
  /// What each ECG token attends to among the IEGM tokens, `[windows, ECG tokens, IEGM tokens]`,
  /// the mean over heads. Of a window that lacks a modality it has no bearing on the result.
  public private(set) var attentionCross: [Float]
  private let configuration: ModelConfiguration

  /// The first window of which the outputs are no numbers; nil where all are.
  var firstWithoutNumbers: Int? {
    guard windows > 0 else { return nil }
    for (values, width) in [
      (logits, logits.count / windows), (embeddings, embeddings.count / windows),
    ] {
      if let place = values.firstIndex(where: { !$0.isFinite }) { return place / max(1, width) }
    }
    return nil
  }

  init(windows: Int, _ configuration: ModelConfiguration, maps: Bool) {
    self.windows = windows
    self.configuration = configuration
    let tokens = configuration.tokens
    func zeros(_ each: Int) -> [Float] { [Float](repeating: 0, count: windows * each) }
    logits = zeros(configuration.classes)
    features = zeros(configuration.width)
    embeddings = zeros(configuration.projection)
    attentionTime = maps ? zeros(tokens) : []
    attentionModality = maps ? zeros(tokens * 2) : []
    attentionCross = maps ? zeros(tokens * tokens) : []
  }

  /// Lends the maps for writing, window by window: time a row a window, the others `tokens` rows.
  mutating func withMaps(_ body: (_ time: Matrix?, _ modality: Matrix?, _ cross: Matrix?) -> Void) {
    let tokens = configuration.tokens
    guard !attentionTime.isEmpty else { return body(nil, nil, nil) }
    attentionTime.withMutableMatrix(rows: windows, columns: tokens) { time in
      attentionModality.withMutableMatrix(rows: windows * tokens, columns: 2) { modality in
        attentionCross.withMutableMatrix(rows: windows * tokens, columns: tokens) { cross in
          body(time, modality, cross)
        }
      }
    }
  }

  /// Takes over a chunk's outputs.
  mutating func take(_ outputs: ClassifierHeads.Buffers, features: Matrix, _ range: Range<Int>) {
    let rows = 0..<range.count
    outputs.logits.rows(rows).write(
      to: &logits, at: range.lowerBound * configuration.classes)
    features.rows(rows).write(to: &self.features, at: range.lowerBound * configuration.width)
    let width = configuration.projection
    var projected = [Double](repeating: 0, count: range.count * width)
    outputs.projected.rows(rows).read(into: &projected)
    var units = UnitNormalization(width: width, rowCapacity: range.count)
    units.forward(projected, count: range.count)
    for index in projected.indices {
      embeddings[range.lowerBound * width + index] = Float(units.output[index])
    }
  }

  /// Each window's class of the highest logit.
  public var likeliest: [Int] {
    (0..<windows).map { window in
      let first = window * configuration.classes
      return (0..<configuration.classes).max { logits[first + $0] < logits[first + $1] } ?? 0
    }
  }

  /// As tensors under the names of an output file.
  public var tensors: [String: Tensor] {
    let tokens = configuration.tokens
    var all = [
      "logits": Tensor(shape: [windows, configuration.classes], values: logits),
      "feature": Tensor(shape: [windows, configuration.width], values: features),
      "embedding": Tensor(shape: [windows, configuration.projection], values: embeddings),
    ]
    guard !attentionTime.isEmpty else { return all }
    all["attention_time"] = Tensor(shape: [windows, tokens], values: attentionTime)
    all["attention_modality"] = Tensor(shape: [windows, tokens, 2], values: attentionModality)
    all["attention_cross"] = Tensor(shape: [windows, tokens, tokens], values: attentionCross)
    return all
  }
}
