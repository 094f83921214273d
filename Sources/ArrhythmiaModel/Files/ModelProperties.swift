import Foundation
public import SignalProcessing

/// What a trained model's file says beside its numbers, in the metadata: how its input has to be
/// prepared, what its output means, and what is known of its worth.
public struct ModelProperties: Sendable, Equatable, Codable {
  /// Names of the classes, in the order of the outputs.
  public var classes: [String]
  /// The preset's name.
  public var preset: String
  /// How signals are filtered.
  public var filters: String
  /// The training's settings.
  public var training: String
  /// The data that it was trained on, in a sentence.
  public var data: String
  /// Names of the records that trained it, so that a test on them is recognised.
  public var trainedOn: [String]
  /// Names of the records that chose the epoch and calibrated it; nor may they test it.
  public var chosenOn: [String] = []
  /// Digests of all those records: names are not the same everywhere.
  public var seenDigests: [String] = []
  /// A number that tells one selection of windows from another.
  public var fingerprint = ""
  /// What of a window the model sees: `both`, `ecg` or `iegm`.
  public var modality = ModalityChoice.both.rawValue
  /// Temperature that calibrates the logits.
  public var temperature = 1.0
  /// Thresholds of the uncertainty flag.
  public var leastProbability = 0.0
  /// Thresholds of the uncertainty flag; nil for none.
  public var highestEnergy: Double?
  /// Thresholds of the uncertainty flag.
  public var leastSimilarity = -1.0
  /// The epoch that the weights are from, and how many there were.
  public var epoch = 0
  /// Whether the training went to its end.
  public var isComplete = false
  /// Macro-F1 on the validation windows at that epoch; nil without any.
  public var validationMacroF1: Double?
  /// Results of tests, a sentence each.
  public var evaluation: [String] = []
  /// Whether the attention maps passed the faithfulness test, in a sentence; nil where not tested.
  public var faithfulness: String?
  /// Whether they passed.
  public var isFaithful: Bool?

  /// The way to make heatmaps that did best in that test.
  public var heatMethod: String?

  /// Describes a model that has not been tested yet.
  public init(
    classes: [String], preset: String, filters: String, training: String, data: String,
    trainedOn: [String]
  ) {
    (self.classes, self.preset, self.filters) = (classes, preset, filters)
    (self.training, self.data, self.trainedOn) = (training, data, trainedOn)
  }

  /// The flag with the thresholds above.
  public var uncertainty: UncertaintyFlag {
    get {
      UncertaintyFlag(
        temperature: temperature, leastProbability: leastProbability,
        highestEnergy: highestEnergy ?? .infinity, leastSimilarity: leastSimilarity)
    }
    set {
      (temperature, leastProbability) = (newValue.temperature, newValue.leastProbability)
      highestEnergy = newValue.highestEnergy.isFinite ? newValue.highestEnergy : nil
      leastSimilarity = newValue.leastSimilarity
    }
  }

  /// What of a window the model sees.
  public var seen: ModalityChoice { ModalityChoice(rawValue: modality) ?? .both }
  /// The direction of the filters.
  public var direction: FilterCascade.Direction { .init(rawValue: filters) ?? .forwardBackward }
  /// The preset, where this program knows it.
  public var labelPreset: LabelPreset? { LabelPreset(rawValue: preset) }
}

extension ModelProperties {
  /// Reads what there is; what a file of an earlier version does not say has its default.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    func text(_ key: CodingKeys) throws -> String { try values.decode(String.self, forKey: key) }
    self.init(
      classes: try values.decode([String].self, forKey: .classes), preset: try text(.preset),
      filters: try text(.filters), training: try text(.training), data: try text(.data),
      trainedOn: try values.decode([String].self, forKey: .trainedOn))
    func read<Value: Decodable>(_ key: CodingKeys, _ value: inout Value) throws {
      value = try values.decodeIfPresent(Value.self, forKey: key) ?? value
    }
    try read(.chosenOn, &chosenOn)
    try read(.modality, &modality)
    try read(.seenDigests, &seenDigests)
    try read(.fingerprint, &fingerprint)
    try read(.temperature, &temperature)
    guard ProbabilityCalibration.temperatureRange.contains(temperature) else {
      throw DecodingError.dataCorruptedError(
        forKey: .temperature, in: values, debugDescription: "a temperature of \(temperature)")
    }
    try read(.leastProbability, &leastProbability)
    highestEnergy = try values.decodeIfPresent(Double.self, forKey: .highestEnergy)
    try read(.leastSimilarity, &leastSimilarity)
    try read(.epoch, &epoch)
    try read(.isComplete, &isComplete)
    validationMacroF1 = try values.decodeIfPresent(Double.self, forKey: .validationMacroF1)
    try read(.evaluation, &evaluation)
    faithfulness = try values.decodeIfPresent(String.self, forKey: .faithfulness)
    isFaithful = try values.decodeIfPresent(Bool.self, forKey: .isFaithful)
    heatMethod = try values.decodeIfPresent(String.self, forKey: .heatMethod)
  }
}

extension ModelWeights {
  private static let key = "tawara"

  /// What the file says of the model; nil for files that no training of this program wrote, or whose word
  /// does not fit their numbers.
  public var properties: ModelProperties? {
    guard let text = metadata[Self.key],
      let properties = try? JSONDecoder().decode(ModelProperties.self, from: Data(text.utf8)),
      properties.classes.count == configuration.classes
    else { return nil }
    return properties
  }

  /// Says it.
  public mutating func setProperties(_ properties: ModelProperties) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    metadata[Self.key] = String(decoding: try encoder.encode(properties), as: UTF8.self)
    metadata["classes"] = properties.classes.joined(separator: ", ")
  }
}
