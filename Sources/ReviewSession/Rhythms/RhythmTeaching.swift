public import ArrhythmiaModel
import Foundation
public import NeuralNetwork
public import Training
public import Waveforms

/// Teaches a model of rhythms by readers' labels of records: on the screen and without one.
public struct RhythmTeaching {
  /// The model that is taught, and its name.
  public let base: ModelWeights
  public let name: String
  private let memory: TrainingMemory?
  private let properties: ModelProperties
  private let crew: Crew
  /// What was labelled so far.
  public private(set) var labelled = TaughtWindows()

  /// Opens a model with the memory beside it, where there is one.
  public init(modelPath: String, name: String, crew: Crew) throws {
    base = try ModelWeights(path: modelPath)
    guard let properties = base.properties else { throw AdaptationError.unknownModel }
    guard properties.labelPreset?.isBeatCentred != true else { throw AdaptationError.beats }
    let path = TrainingMemory.path(beside: modelPath)
    let isThere = FileManager.default.fileExists(atPath: path)
    memory = isThere ? try TrainingMemory(path: path) : nil
    (self.name, self.properties, self.crew) = (name, properties, crew)
  }

  /// Whether it has a memory: without one nothing says what is forgotten.
  public var hasMemory: Bool { memory != nil }

  /// Adds what a reader has labelled of a record.
  public mutating func add(
    _ spans: [TaughtEpisode], of record: Record, patient: String,
    progress: (Double) throws -> Void = { _ in }
  ) throws {
    try labelled.add(
      spans, of: record, patient: patient,
      settings: PreparationSettings(direction: properties.direction),
      selection: properties.selection, crew: crew, progress: progress)
  }

  /// Notes what cannot teach, in a sentence.
  mutating func remark(_ sentence: String) { labelled.remark(sentence) }

  /// What teaches and what guards.
  public func support(
    progress: (Double) throws -> Void = { _ in }
  ) throws -> TaughtSupport {
    try TaughtSupport(labelled.windows, base: base, crew: crew, progress: progress)
  }

  /// Teaches.
  /// - Parameters:
  ///   - depth: nil for what suits so many labels.
  ///   - without: classes that are taken away.
  public func taught(
    _ support: TaughtSupport, depth: AdaptationDepth? = nil, without: [String] = [],
    checkpoint: String? = nil, progress: (AdaptationProgress) throws -> Void = { _ in }
  ) throws -> Adaptation.Outcome {
    let depth = depth ?? .suited(to: support.teaching)
    return try Adaptation(
      base, memory: memory, support: support, settings: AdaptationSettings(depth: depth),
      without: without, crew: crew
    ).run(checkpoint: checkpoint, progress: progress)
  }
}
