import ArgumentParser
import ArrhythmiaModel
import Foundation
import Measures
import NeuralNetwork
import ReviewSession
import ReviewStore
import Waveforms

/// Which record and model teaching is about, on a command line.
struct LessonOptions: ParsableArguments {
  @Argument(help: "A record; of a model of rhythms also a folder of records.")
  var path: String

  @Option(help: "A model by its name or file; the one of beats that suits the record if not given.")
  var model: String?

  @Option(
    help:
      "Take the beats from these annotations; those beside the record if not given, or detected.")
  var beats: String?

  @OptionGroup var store: StoreOptions
  @OptionGroup var input: InputOptions
  @OptionGroup var threading: ThreadOptions

  /// The model of rhythms that was asked for, which is taught over records; nil for one of beats.
  func rhythmModel() throws -> ModelReader.Model? {
    guard let asked = try asked() else {
      guard !RecordFolder.exists(path) else {
        throw CommandError.badOption(
          name: "--model", expected: "a model of rhythms, which is taught over a folder's records",
          found: "none")
      }
      return nil
    }
    let properties = try ModelWeights(path: asked.path).properties
    return properties?.isOfBeats == false ? asked : nil
  }

  /// Opens the record, and finds the model: the one that was asked for, or that a version is of;
  /// else of those of beats one that it was taught by before, or that suits it.
  /// - Parameter versions: numbers or names of versions that are spoken of.
  func subject(_ store: DecisionStore, versions: [String] = []) throws -> LessonSubject {
    let recording = try input.open(path, with: store)
    let identity = try RecordIdentity(of: recording.record)
    let named = try versions.lazy.compactMap { try store.known($0, of: identity) }.first
    let chosen =
      try asked() ?? named.map(ModelChoice.model(of:))
      ?? ModelChoice.ofBeats(
        for: recording.record, taught: store.modelsInUse(of: identity))
    return LessonSubject(
      store: store, recording: recording, identity: identity, model: chosen,
      digest: try FindingKey.modelDigest(path: chosen.path))
  }

  private func asked() throws -> ModelReader.Model? {
    try model.map { ModelReader.Model(name: $0.fileName, path: try Installation.modelPath($0)) }
  }

  /// Has the model read the record.
  func lesson(_ subject: LessonSubject) throws -> RecordLesson {
    let recording = subject.recording
    guard
      let classifier = RecordClassifier(
        try ModelWeights(path: subject.model.path), crew: try threading.crew()),
      classifier.isOfBeats
    else {
      throw CommandError.badOption(
        name: "--model",
        expected: "a model of beats; versions of one of rhythms are models: `tawara model taught`",
        found: subject.model.path)
    }
    var line = ProgressLine("read")
    let stimuli = try StimulusDetector.stimuli(of: recording.record) { line.show(0.1 * $0) }
    let found = try classifier.run(
      recording.record, beats: try beatFrames(recording), stimuli: stimuli.map(\.time)
    ) { line.show(0.1 + 0.6 * $0) }
    let findings = try classifier.adapted(found, of: recording.record) {
      line.show(0.7 + 0.2 * $0)
    }
    let teaching = try BeatTeaching(
      recording.record, findings: findings, classes: classifier.properties.classes
    ) { line.show(0.9 + 0.1 * $0) }
    line.clear()
    return RecordLesson(
      recording: recording, findings: findings, classes: classifier.properties.classes,
      teaching: teaching)
  }

  /// Nil where nobody has marked beats, so that they are detected.
  private func beatFrames(_ recording: Recording) throws -> [Int]? {
    guard let name = beats ?? recording.annotators.first else { return nil }
    let frames = try recording.beatFrames(of: name)
    return frames.isEmpty ? nil : frames
  }
}

/// A record and the model that it teaches, with what is kept of both.
struct LessonSubject {
  let store: DecisionStore
  let recording: Recording
  let identity: RecordIdentity
  let model: ModelReader.Model
  let digest: String

  func versions() throws -> [ModelVersion] { try store.versions(of: identity, model: digest) }

  /// Nil for the model as it came.
  func versionInUse() throws -> ModelVersion? {
    try store.versionInUse(of: identity, model: digest)
  }

  /// Versions of the record's that are of other models.
  func versionsOfOthers() throws -> [(version: ModelVersion, isUsed: Bool)] {
    try store.versions(of: identity).filter { $0.content.model != digest }.map { version in
      let used = try store.versionInUse(of: identity, model: version.content.model)
      return (version, used?.number == version.number)
    }
  }

  /// A version by its number (`3`, `v3`) or name; nil for `shipped`.
  func version(_ text: String) throws -> ModelVersion? {
    text == "shipped" ? nil : try store.version(text, of: identity, model: digest)
  }
}

extension DecisionStore {
  /// A record's version of whichever model by its number or name; nil where there is none.
  func known(_ text: String, of identity: RecordIdentity) throws -> ModelVersion? {
    try versions(of: identity).first { $0.isCalled(text) }
  }

  /// A version of a model by its number (`3`, `v3`) or name.
  func version(_ text: String, of identity: RecordIdentity, model digest: String) throws
    -> ModelVersion
  {
    let all = try versions(of: identity, model: digest)
    guard let found = all.first(where: { $0.isCalled(text) }) else {
      let known = all.map(\.title).joined(separator: " ")
      throw CommandError.badOption(
        name: "VERSION",
        expected: "shipped, or one of those of this record: \(known.isEmpty ? "none yet" : known)",
        found: text)
    }
    return found
  }
}

extension ModelVersion {
  /// Whether it is meant by `3`, `v3` or its name.
  fileprivate func isCalled(_ text: String) -> Bool {
    name == text || number == Int(text.hasPrefix("v") ? String(text.dropFirst()) : text)
  }
}

/// A record that a model has read, ready to be taught.
struct RecordLesson {
  let recording: Recording
  let findings: [RecordClassifier.Finding]
  let classes: [String]
  let teaching: BeatTeaching

  func seconds(_ index: Int) -> Double {
    Double(findings[index].place.lowerBound) / PreparationSettings.samplingRateHz
  }

  /// A finding's class in a word.
  func name(_ finding: RecordClassifier.Finding) -> String {
    finding.decision.map { classes[$0] } ?? "none"
  }
}
