import ArrhythmiaModel
public import NeuralNetwork
public import Waveforms

/// Models that read the records of a list: of those that tell the same classes apart, the one that
/// suits each record.
public struct SuitedClassifiers {
  struct Opened {
    let classifier: RecordClassifier
    let digest: String
  }

  private let models: [ModelReader.Model]
  private let crew: Crew
  /// By the model's path.
  private var opened: [String: Opened]
  /// What suited the first record: it says what the list is of.
  let first: Opened

  /// Nil where there is no model. Throws what opening one does.
  /// - Parameters:
  ///   - models: to choose from; a single one reads all records.
  ///   - record: the list's first.
  ///   - crew: one thread if not given: another one draws.
  public init?(
    _ models: [ModelReader.Model], for record: Record, crew: Crew = Crew(count: 1)
  ) throws {
    guard let (model, weights) = try ModelReader.choose(models, for: record) else { return nil }
    (self.models, self.crew) = (models, crew)
    first = try Self.open(model, weights, crew)
    opened = [model.path: first]
  }

  /// The classifier for a record.
  mutating func suited(to record: Record) throws -> Opened {
    let kind = first.classifier.properties
    let found = try ModelReader.choose(models, for: record) {
      $0.isOfBeats == kind.isOfBeats && $0.classes == kind.classes
    }
    guard let (model, weights) = found else { return first }
    if let known = opened[model.path] { return known }
    let new = try Self.open(model, weights, crew)
    opened[model.path] = new
    return new
  }

  private static func open(
    _ model: ModelReader.Model, _ weights: ModelWeights, _ crew: Crew
  ) throws -> Opened {
    guard let classifier = RecordClassifier(weights, crew: crew) else {
      throw UnusableModel(path: model.path)
    }
    return Opened(classifier: classifier, digest: try FindingKey.modelDigest(path: model.path))
  }
}
