import ArrhythmiaModel
import NeuralNetwork

/// What a model makes of some windows, before and behind its heads.
struct WindowFeatures {
  /// What the heads see, `[n][width]`.
  let features: [[Float]]
  /// Of unit length, `[n][projection]`.
  let embeddings: [[Float]]
  /// The likeliest class of each.
  let decisions: [Int]

  /// Windows at once: between two such stretches it may be ended.
  private static let chunk = 16

  /// - Parameter progress: told the share that is done; what it throws ends the work.
  init(
    _ model: ModelWeights, _ windows: [PreparedWindow], crew: Crew,
    progress: (Double) throws -> Void
  ) rethrows {
    let engine = InferenceEngine(model, crew: crew)
    var (features, embeddings): ([[Float]], [[Float]]) = ([], [])
    var decisions: [Int] = []
    for first in stride(from: 0, to: windows.count, by: Self.chunk) {
      try progress(Double(first) / Double(windows.count))
      let part = Array(windows[first..<min(first + Self.chunk, windows.count)])
      let outputs = engine.run(Windows(part), maps: false)
      features += Self.rows(outputs.features, part.count)
      embeddings += Self.rows(outputs.embeddings, part.count)
      decisions += outputs.likeliest
    }
    (self.features, self.embeddings, self.decisions) = (features, embeddings, decisions)
  }

  init(_ model: ModelWeights, _ windows: [PreparedWindow], crew: Crew) {
    self.init(model, windows, crew: crew) { _ in }
  }

  private static func rows(_ values: [Float], _ count: Int) -> [[Float]] {
    let width = values.count / count
    return (0..<count).map { Array(values[$0 * width..<($0 + 1) * width]) }
  }
}

extension Windows {
  /// Windows of rhythms, which need no context.
  init(_ windows: [PreparedWindow]) {
    self.init(
      samples: WindowPlan.samples, ecg: windows.flatMap(\.ecg), iegm: windows.flatMap(\.iegm),
      ecgLive: windows.flatMap(\.ecgLive), iegmLive: windows.flatMap(\.iegmLive))
  }
}
