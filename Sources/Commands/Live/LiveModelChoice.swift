import ArrhythmiaModel
import Evaluation
import LiveSession
import NeuralNetwork
import ReviewSession
import Waveforms

/// Which model reads a stream: as in the review, but none that was not tested with causal filters.
enum LiveModelChoice {
  /// The choice for a model's name or file, `auto`, `none` or nothing. A model that is named is
  /// opened at once, so that what is wrong is said before anything begins.
  static func choice(_ wanted: String?) throws -> LiveModel.Choice {
    if wanted == ModelChoice.none { return { _ in nil } }
    guard let wanted, wanted != ModelChoice.automatic else {
      let installed = ModelChoice.installed
      return { record in
        guard let (model, weights) = try ModelReader.choose(installed, for: record) else {
          return nil
        }
        return try live(model.name, weights, path: model.path)
      }
    }
    let path = try Installation.modelPath(wanted)
    let model = try live(
      path.fileName.withoutExtension, try ModelWeights(path: path), path: path)
    return { _ in model }
  }

  /// One thread is enough: a window takes it some milliseconds, and the rest of the machine is the
  /// laboratory's.
  private static func live(_ name: String, _ weights: ModelWeights, path: String) throws
    -> LiveModel
  {
    guard let properties = weights.properties,
      let classifier = RecordClassifier(weights, crew: Crew(count: 1))
    else { throw EvaluationError.noProperties(path: path) }
    if let refusal = StreamReading.refusal(properties) { throw LiveModelError(path: path, refusal) }
    return LiveModel(
      name: name, digest: try FindingKey.modelDigest(path: path), classifier: classifier)
  }
}

/// Why a model is not used live, in one sentence.
struct LiveModelError: Error, CustomStringConvertible {
  let description: String
  init(path: String, _ refusal: String) { description = "\(path): \(refusal)" }
}
