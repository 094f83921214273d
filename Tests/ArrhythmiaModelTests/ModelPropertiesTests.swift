import ArrhythmiaModel
import Foundation
import NeuralNetwork
import SignalProcessing
import Testing

@Suite("What a model's file says of it")
struct ModelPropertiesTests {
  static let plain = ModelProperties(
    classes: ["N", "S", "V", "F"], preset: "aami", filters: "causal", training: "adamw, 30 epochs",
    data: "MIT-BIH, \"training\" half / 22 records", trainedOn: ["101", "106"])

  static let certainty = Certainty(
    entries: [
      .init(
        kind: InputKind(leads: 2, hasElectrograms: false),
        flag: UncertaintyFlag(
          scale: ProbabilityScale(temperature: 1.25),
          leastProbabilities: [0.4, 0.03, 0.2, 0.9], rareClasses: [3], highestEnergy: -2.5,
          leastSimilarity: 0.125))
    ], patients: 61)

  static let full: ModelProperties = {
    var properties = plain
    properties.chosenOn = ["119", "122"]
    properties.temperature = 1.25
    properties.certainty = certainty
    properties.certaintyTests = ["2 leads: covers N .96"]
    properties.trainedLeads = ["II": 61, "V1": 54]
    properties.mostLeads = 2
    properties.isForUnnamedLeads = true
    (properties.epoch, properties.isComplete) = (17, true)
    properties.validationMacroF1 = 0.875
    properties.evaluation = ["macro-F1 0.5 on\n22 records", "名"]
    properties.faithfulness = "deletion beats chance"
    properties.isFaithful = false
    properties.heatMethod = ExplanationMethod.rollout.rawValue
    return properties
  }()

  private func weights() -> ModelWeights { ModelWeights(random: ModelFixtures.small, seed: 1) }

  @Test("What is written is read, through a file too", arguments: [plain, full])
  func roundTrip(_ properties: ModelProperties) throws {
    var weights = weights()
    #expect(weights.properties == nil)
    try weights.setProperties(properties)
    #expect(weights.properties == properties)
    let folder = try ScratchFolder()
    try weights.write(path: folder.file("m"))
    #expect(try ModelWeights(path: folder.file("m")).properties == properties)
  }

  @Test("The classes' names are also where other programs look")
  func classNames() throws {
    var weights = weights()
    weights.metadata = ["classes": "old", "note": "kept"]
    try weights.setProperties(Self.plain)
    #expect(weights.classNames == ["N", "S", "V", "F"])
    #expect(weights.metadata["note"] == "kept")
    #expect(weights.metadata["classes"] == "N, S, V, F")
  }

  @Test("The same properties give the same text, others another")
  func sameText() throws {
    var (one, other) = (weights(), weights())
    try one.setProperties(Self.full)
    try other.setProperties(Self.full)
    #expect(one.metadata == other.metadata)
    try other.setProperties(Self.plain)
    #expect(one.metadata != other.metadata)
  }

  /// The properties in a file with some keys left out or replaced.
  private func read(_ change: (inout [String: Any]) -> Void) throws -> ModelProperties? {
    var weights = weights()
    try weights.setProperties(Self.full)
    let key = try #require(weights.metadata.keys.first { $0 != "classes" })
    let text = try #require(weights.metadata[key])
    var object = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    change(&object)
    weights.metadata[key] = String(
      decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
    return weights.properties
  }

  @Test("Only a model for unnamed leads says so: the files of others stay as they were")
  func unnamedLeads() throws {
    for (properties, says) in [(Self.plain, false), (Self.full, true)] {
      var weights = weights()
      try weights.setProperties(properties)
      #expect(weights.metadata.values.contains { $0.contains("isForUnnamedLeads") } == says)
    }
  }

  @Test("What an earlier version does not say has its default")
  func defaults() throws {
    let required = ["classes", "preset", "filters", "training", "data", "trainedOn"]
    let found = try #require(
      try read { object in object = object.filter { required.contains($0.key) } })
    #expect(found == Self.plain)
    #expect(found.temperature == 1 && found.certainty == nil && found.certaintyTests.isEmpty)
    #expect(found.trainedLeads.isEmpty && found.mostLeads == 0 && found.validationMacroF1 == nil)
    #expect(found.chosenOn.isEmpty && found.evaluation.isEmpty)
    #expect(found.epoch == 0 && !found.isComplete)
    #expect(found.faithfulness == nil && found.isFaithful == nil && found.heatMethod == nil)
  }

  @Test(
    "Each key that may be absent takes only its own value along",
    arguments: [
      "chosenOn", "temperature", "certainty", "certaintyTests", "trainedLeads", "mostLeads",
      "epoch",
      "isComplete", "validationMacroF1", "evaluation", "faithfulness", "isFaithful", "heatMethod",
      "isForUnnamedLeads",
    ])
  func oneMissing(_ key: String) throws {
    let found = try #require(try read { $0[key] = nil })
    #expect(found != Self.full)
    var expected = Self.full
    switch key {
    case "chosenOn": expected.chosenOn = []
    case "temperature": expected.temperature = 1
    case "certainty": expected.certainty = nil
    case "certaintyTests": expected.certaintyTests = []
    case "trainedLeads": expected.trainedLeads = [:]
    case "mostLeads": expected.mostLeads = 0
    case "epoch": expected.epoch = 0
    case "isComplete": expected.isComplete = false
    case "validationMacroF1": expected.validationMacroF1 = nil
    case "evaluation": expected.evaluation = []
    case "faithfulness": expected.faithfulness = nil
    case "isFaithful": expected.isFaithful = nil
    case "isForUnnamedLeads": expected.isForUnnamedLeads = nil
    default: expected.heatMethod = nil
    }
    #expect(found == expected)
  }

  @Test(
    "Without what every version says there are no properties",
    arguments: ["classes", "preset", "filters", "training", "data", "trainedOn"])
  func required(_ key: String) throws {
    #expect(try read { $0[key] = nil } == nil)
    #expect(try read { $0[key] = 7 } == nil)
    #expect(try read { _ in } == Self.full)
  }

  @Test("Keys of later versions are passed over")
  func unknownKeys() throws {
    #expect(try read { $0["colour"] = ["red": 1] } == Self.full)
  }

  @Test("Text that is no JSON is no properties")
  func damaged() throws {
    var weights = weights()
    try weights.setProperties(Self.plain)
    let key = try #require(weights.metadata.keys.first { $0 != "classes" })
    for text in ["", "{", "[]", "null", "{}", "\u{0}"] {
      weights.metadata[key] = text
      #expect(weights.properties == nil, "\(text.debugDescription)")
    }
  }

  // MARK: The flag

  @Test("The thresholds of an earlier version are no certainty: its model is never sure")
  func earlier() throws {
    let found = try #require(
      try read { object in
        object["certainty"] = nil
        object["leastProbability"] = 0.4
        object["highestEnergy"] = -1.5
        object["leastSimilarity"] = 0.2
      })
    #expect(found.certainty == nil && found.temperature == 1.25)
    let sure = UncertaintyFlag.Evidence(
      probabilities: [1, 0, 0, 0], energy: -9, similarity: 1, prototypeProbabilities: [1, 0, 0, 0])
    let verdict = found.rule.verdict(
      sure, .init(kind: InputKind(leads: 12, hasElectrograms: true)))
    #expect(verdict.reasons == [.unproven] && verdict.set == [0, 1, 2, 3])
  }

  @Test("Bounds that are not for the file's classes make it no model of this program's")
  func foreignBounds() throws {
    for (key, value) in [
      ("leastProbabilities", [0.4, 0.03] as Any), ("rareClasses", [7]),
      ("scale", ["temperature": 0.0]),
    ] {
      let found = try read { object in
        guard var certainty = object["certainty"] as? [String: Any],
          var entries = certainty["entries"] as? [[String: Any]],
          var flag = entries[0]["flag"] as? [String: Any]
        else { return }
        flag[key] = value
        entries[0]["flag"] = flag
        certainty["entries"] = entries
        object["certainty"] = certainty
      }
      #expect(found == nil, "\(key) \(value)")
    }
  }

  @Test("Filters and preset are understood where this program knows them")
  func names() {
    var properties = Self.plain
    #expect(properties.direction == .causal)
    #expect(properties.labelPreset == .aami)
    (properties.filters, properties.preset) = ("forwardBackward", "g8")
    #expect(properties.direction == .forwardBackward)
    #expect(properties.labelPreset == .g8)
    (properties.filters, properties.preset) = ("sideways", "g99")
    #expect(properties.direction == .forwardBackward)
    #expect(properties.labelPreset == nil)
  }
}
