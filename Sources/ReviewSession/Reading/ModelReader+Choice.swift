public import ArrhythmiaModel
import NeuralNetwork
public import Waveforms

/// A model's file does not say what the model was trained for.
public struct UnusableModel: Error, CustomStringConvertible {
  let path: String

  public var description: String { "\(path): does not say what it was trained for; train it anew" }
}

extension ModelReader {
  /// The model that suits a record best: of rhythms where there are electrograms, else of beats;
  /// of these one that was taught this record, then one for leads that are named, or are not, as
  /// the record's are; then the first.
  ///
  /// - Parameters:
  ///   - taught: digests of models of which the record has versions in use.
  ///   - isWanted: what a model has to be.
  /// - Returns: nil where there is none that is wanted. Throws what opening the first one does
  ///   where none can be opened.
  public static func choose(
    _ models: [Model], for record: Record, taught: Set<String> = [],
    where isWanted: (ModelProperties) -> Bool = { _ in true }
  ) throws -> (model: Model, weights: ModelWeights)? {
    guard let first = models.first else { return nil }
    if models.count == 1 {
      let weights = try ModelWeights(path: first.path)
      return weights.properties.map(isWanted) ?? true ? (first, weights) : nil
    }
    let wish = ModelWish(record)
    var best: (model: Model, weights: ModelWeights, misses: Int)?
    var canBeOpened = false
    for model in models {
      guard let weights = try? ModelWeights(path: model.path), let properties = weights.properties
      else { continue }
      canBeOpened = true
      guard isWanted(properties) else { continue }
      let isTaught =
        try taught.isEmpty || taught.contains(FindingKey.modelDigest(path: model.path))
      let misses = wish.misses(properties, isTaught: isTaught)
      if misses == 0 { return (model, weights) }
      if misses < best?.misses ?? .max { best = (model, weights, misses) }
    }
    if let best { return (best.model, best.weights) }
    return canBeOpened ? nil : (first, try ModelWeights(path: first.path))
  }
}

/// What a record would have of a model.
public struct ModelWish: Sendable {
  private let hasElectrograms: Bool
  private let guessesLeads: Bool

  public init(_ record: Record) {
    hasElectrograms = record.channels.contains { $0.kind.isElectrogram }
    guessesLeads = ModelFit.guessesLeads(of: record)
  }

  /// What a model lacks of it, from 0 to 7; one wish outweighs all after it.
  /// - Parameter isTaught: whether it was taught the record, or none was.
  public func misses(_ properties: ModelProperties, isTaught: Bool = true) -> Int {
    let wishes = [
      properties.isOfBeats != hasElectrograms, isTaught,
      (properties.isForUnnamedLeads == true) == guessesLeads,
    ]
    return wishes.reduce(0) { 2 * $0 + ($1 ? 0 : 1) }
  }
}
