import ArgumentParser
import ArrhythmiaModel
import Evaluation
import Foundation
import Measures
import NeuralNetwork
import ReviewApp
import ReviewSession
import ReviewStore
import Waveforms

/// What a model says of a record.
struct ClassifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classify", abstract: "Say what a model makes of a record. Not for diagnosis.",
    discussion: """
      Prints the record's episodes: stretches of one rhythm, or with a beat model
      the beats of each class. What the model is not sure of is said to be
      uncertain, with the rule by which it is: the figure and the threshold that
      it missed. --csv and --json have every window or beat with its best guess,
      all classes that it may be of, and the reason where that is not one;
      --annotations writes an annotation file of the
      model's own beside the record.
      """)

  @Argument(help: "A record.")
  var path: String

  @Option(
    help: """
      A model by its name (g8, aami, holter) or file; auto, as if not given, is the one that suits the \
      record, or with --taught the one of beats that it is a version of.
      """)
  var model: String?

  @Option(help: "Take the beats from these annotations; detected if not given. Beat models only.")
  var beats: String?

  @Flag(help: "Print every window or beat as JSON.")
  var json = false

  @Flag(help: "Print every window or beat as CSV.")
  var csv = false

  @Option(help: "Write annotations of this name beside the record.")
  var annotations: String?

  @Option(
    help: """
      What a version of a model of beats says that was taught on this record: its number or name, or used \
      for the one in use.
      """)
  var taught: String?

  @Flag(
    inversion: .prefixedNo,
    help: """
      Of a model of beats: let what is said of the other beats of its form and timing in the record decide \
      where the model is not sure of a beat.
      """)
  var families = true

  @OptionGroup var store: StoreOptions
  @OptionGroup var input: InputOptions
  @OptionGroup var threading: ThreadOptions

  @Flag(help: "Replace annotations that an earlier run wrote.")
  var force = false

  /// The file's name, and what readers have made of the model.
  private static func name(_ path: String, _ properties: ModelProperties) -> String {
    path.fileName + (properties.teaching.map { ", \($0.standing)" } ?? "")
  }

  func run() throws {
    try checkFamilies()
    let decisions = try taught.map { _ in try store.open() }
    let recording = try decisions.map { try input.open(path, with: $0) } ?? input.open(path)
    let modelPath = try modelPath(recording.record, decisions)
    let weights = try ModelWeights(path: modelPath)
    let crew = try threading.crew()
    guard let classifier = RecordClassifier(weights, crew: crew) else {
      throw EvaluationError.noProperties(path: modelPath)
    }
    for warning in recording.record.warnings { Output.note("warning: \(warning)") }
    if let assumption = recording.record.leadAssumption { Output.note(assumption) }
    let target = try annotations.map {
      try Overwriting.place(of: $0, beside: recording, force: force)
    }
    var name = Self.name(modelPath, classifier.properties)
    var findings = try read(recording, classifier)
    if classifier.isOfBeats && !families { name += ", without families" }
    if let version = try version(recording.record, modelPath, decisions) {
      findings = try BeatTeaching(
        recording.record, findings: findings, classes: classifier.properties.classes
      ).taught(TeachingRequest(labels: version.content.labels)).findings
      name += " \(version.title)"
    }
    let timeline = Timeline(
      recording.record, findings, classifier.properties, model: name,
      windowSamples: weights.configuration.samples)
    if json { try Output.json(timeline.report) }
    if csv { try Output.lines(timeline.csv) }
    if !json && !csv { try Output.lines(timeline.table) }
    if let target, let annotations {
      try MachineAnnotations.write(timeline, name: annotations, path: target)
      Output.note("\(target): written")
    }
  }

  private func checkFamilies() throws {
    guard families || taught == nil else {
      throw CommandError.badOption(
        name: "--no-families",
        expected: "no --taught beside it, which was taught on what families say",
        found: "both")
    }
  }

  private func read(
    _ recording: Recording, _ classifier: RecordClassifier
  ) throws -> [RecordClassifier.Finding] {
    let record = recording.record
    var line = ProgressLine("classify")
    defer { line.clear() }
    let stimuli = try StimulusDetector.stimuli(of: record) { line.show(0.1 * $0) }
    let findings = try classifier.run(
      record, beats: try beats.map(recording.beatFrames), stimuli: stimuli.map(\.time)
    ) { line.show(0.1 + 0.8 * $0) }
    guard families else { return findings }
    return try classifier.adapted(findings, of: record) { line.show(0.9 + 0.1 * $0) }
  }

  /// - Parameter decisions: where versions are, if one is asked for: only models of beats have some.
  private func modelPath(_ record: Record, _ decisions: DecisionStore?) throws -> String {
    if model == nil || model == ModelChoice.automatic, let taught, let decisions {
      let identity = try RecordIdentity(of: record)
      if let known = try decisions.known(taught, of: identity) {
        return try ModelChoice.model(of: known).path
      }
      return try ModelChoice.ofBeats(for: record, taught: decisions.modelsInUse(of: identity)).path
    }
    guard let path = try ModelChoice.path(model, for: record) else {
      throw CommandError.badOption(
        name: "--model", expected: "a model's name or file, or auto", found: ModelChoice.none)
    }
    return path
  }

  /// The version that is asked for; nil for the model as it came.
  private func version(
    _ record: Record, _ modelPath: String, _ decisions: DecisionStore?
  ) throws -> ModelVersion? {
    guard let taught, taught != "shipped", let store = decisions else { return nil }
    let identity = try RecordIdentity(of: record)
    let digest = try FindingKey.modelDigest(path: modelPath)
    if taught == "used" {
      let used = try store.versionInUse(of: identity, model: digest)
      if used == nil { Output.note("no version of it is in use for this record: it is as it came") }
      return used
    }
    return try store.version(taught, of: identity, model: digest)
  }
}
