import Annotations
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
  /// Temperature of the logits where `certainty` says nothing.
  public var temperature = 1.0
  /// How sure the model may be; nil of files that do not say: then it never is.
  public var certainty: Certainty?
  /// What was found of that on people who trained neither the model nor the bounds, a sentence
  /// each.
  public var certaintyTests: [String] = []
  /// How many records showed each surface lead to the training, by its name; empty where a file
  /// does not say.
  public var trainedLeads: [String: Int] = [:]
  /// Most surface leads that a window of the training had; of more it reads those that most records
  /// had.
  public var mostLeads = 0
  /// Whether it was trained for records that name none of their leads, whose places are guessed; nil
  /// of all others, whose files stay as they were.
  public var isForUnnamedLeads: Bool?
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
  /// What it was taught by a reader; nil of models as a training left them.
  public var teaching: ModelTeaching?

  /// Describes a model that has not been tested yet.
  public init(
    classes: [String], preset: String, filters: String, training: String, data: String,
    trainedOn: [String]
  ) {
    (self.classes, self.preset, self.filters) = (classes, preset, filters)
    (self.training, self.data, self.trainedOn) = (training, data, trainedOn)
  }

  /// The rule by which its answers are sure or not.
  public var rule: CertaintyRule {
    CertaintyRule(classes: classes, certainty: certainty, temperature: temperature)
  }

  /// What of a window the model sees.
  public var seen: ModalityChoice { ModalityChoice(rawValue: modality) ?? .both }
  /// Whether the model reads beats, not rhythms.
  public var isOfBeats: Bool { labelPreset?.isBeatCentred == true }
  /// The number of the class that paced beats are of; nil of models without, and of rhythms.
  var pacedBeatClass: Int? {
    isOfBeats
      ? classes.firstIndex(of: BeatClass.unclassifiable.rawValue) : nil
  }
  /// What of a window the model reads.
  public var selection: InputSelection {
    InputSelection(modality: seen, trainedLeads: trainedLeads, mostLeads: mostLeads)
  }
  /// The direction of the filters.
  public var direction: FilterCascade.Direction { .init(rawValue: filters) ?? .forwardBackward }
  /// Whether a test says what it is worth where its input is filtered while it comes.
  public var isTestedCausally: Bool {
    direction == .causal
      ? !evaluation.isEmpty : evaluation.contains { $0.contains(Self.causalRemark) }
  }
  /// What the sentence of such a test has behind the data's name.
  public static let causalRemark = ", filtered causally"
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
    certainty = try values.decodeIfPresent(Certainty.self, forKey: .certainty)
    if let certainty, !certainty.fits(classes.count) {
      throw DecodingError.dataCorruptedError(
        forKey: .certainty, in: values,
        debugDescription: "bounds that are not for \(classes.count) classes")
    }
    try read(.certaintyTests, &certaintyTests)
    try read(.trainedLeads, &trainedLeads)
    try read(.mostLeads, &mostLeads)
    isForUnnamedLeads = try values.decodeIfPresent(Bool.self, forKey: .isForUnnamedLeads)
    try read(.epoch, &epoch)
    try read(.isComplete, &isComplete)
    validationMacroF1 = try values.decodeIfPresent(Double.self, forKey: .validationMacroF1)
    try read(.evaluation, &evaluation)
    faithfulness = try values.decodeIfPresent(String.self, forKey: .faithfulness)
    isFaithful = try values.decodeIfPresent(Bool.self, forKey: .isFaithful)
    heatMethod = try values.decodeIfPresent(String.self, forKey: .heatMethod)
    teaching = try values.decodeIfPresent(ModelTeaching.self, forKey: .teaching)
  }
}

extension ModelWeights {
  private static let key = "tawara"

  /// What the file says of the model; nil for files that no training of this program wrote, or
  /// whose word does not fit their numbers.
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
