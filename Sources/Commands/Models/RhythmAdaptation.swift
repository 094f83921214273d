import Annotations
import ArrhythmiaModel
import Foundation
import NeuralNetwork
import ReviewSession
import ReviewStore
import Training
import Waveforms

/// Teaches a model of rhythms from the command line.
struct RhythmAdaptation {
  let path: String
  let modelPath: String
  let reader: String
  let set: String
  let input: InputOptions
  let store: DecisionStore
  let models: TaughtModels
  let crew: Crew
  var depth: AdaptationDepth?
  var without: [String] = []
  var override: String?
  var isDryRun = false

  func run() throws -> RhythmReport {
    var teaching = try RhythmTeaching(
      modelPath: modelPath, name: modelPath.fileName.withoutExtension, crew: crew)
    var line = ProgressLine("adapt")
    let records = try addLabels(to: &teaching) { line.show(0.3 * $0) }
    let support = try teaching.support()
    for remark in teaching.labelled.remarks { Output.note(remark) }
    if support.known > 0 {
      Output.note("\(support.known.counted("window")) taught it before, and teach nothing new")
    }
    if !teaching.hasMemory {
      Output.note("\(modelPath): no memory beside it, so that nothing says what is forgotten")
    }
    let began = ContinuousClock.now
    let outcome = try teaching.taught(
      support, depth: depth, without: without,
      checkpoint: isDryRun ? nil : try models.checkpoint(of: teaching.name)
    ) { line.show(0.3 + 0.7 * $0.share) }
    line.clear()
    let seconds = (ContinuousClock.now - began) / .seconds(1)
    let isBetter = outcome.verdict.outcome == .better
    let version =
      isDryRun || !isBetter && override == nil
      ? nil
      : try models.keep(
        outcome, of: teaching.name, reader: reader, program: ProgramVersion.text,
        overridden: isBetter ? nil : override)
    return RhythmReport(
      outcome, support, base: teaching.base, records: records, model: teaching.name,
      version: version,
      seconds: seconds)
  }

  /// Adds what the reader has labelled of each record. Returns how many have some.
  private func addLabels(
    to teaching: inout RhythmTeaching, _ progress: (Double) -> Void
  ) throws -> Int {
    let (paths, hints) = try input.records(path)
    let patients = PatientTable(folder: path)
    var records = 0
    for (place, path) in paths.enumerated() {
      progress(Double(place) / Double(paths.count))
      let isAlone = paths.count == 1
      guard let recording = try opened(path, hints, alone: isAlone) else { continue }
      let key = TransactionLogKey(
        record: try RecordIdentity(of: recording.record).digest, set: set)
      guard let marks = try LabelBook(key, reader: reader, log: store)?.marks else { continue }
      let spans = TaughtEpisode.episodes(of: marks, in: recording.record)
      do {
        try teaching.add(
          spans, of: recording.record, patient: patients.patient(of: recording.record.name))
      } catch let error as PreparationError {
        guard !isAlone else { throw error }
        Output.note("\(error.description); it is left out")
        continue
      }
      if !spans.isEmpty { records += 1 }
    }
    return records
  }

  /// One record that cannot be read must not keep the others from teaching.
  private func opened(_ path: String, _ hints: RecordHints, alone: Bool) throws -> Recording? {
    do {
      return try store.mapped(
        Recording(path: path, hints: hints), saying: hints.channels)
    } catch let error as DecisionStoreError {
      // Nor must a store that fails leave them out.
      throw error
    } catch let error as any CustomStringConvertible & Error {
      guard !alone else { throw error }
      Output.note("\(error.description); it is left out")
      return nil
    }
  }
}

/// What teaching a model of rhythms came to.
struct RhythmReport: Encodable {
  /// Windows of a class.
  struct Class: Encodable {
    var label: String
    var teaching: Int
    var guarding: Int
    var patients: Int
    var isNew: Bool
  }

  /// Macro-F1 on the model's own guard set.
  struct Known: Encodable {
    var before: Double
    var after: Double
  }

  var model: String
  var version: String?
  /// `better`, `worse`, `forgets` or `unjudged`.
  var outcome: String
  var depth: String
  var records: Int
  var classes: [Class]
  var guarding: [ModelTeaching.Row]
  /// 95 %: by how much the share of right guarding windows has changed.
  var interval: [Double]?
  var known: [ModelTeaching.Row]
  var known_macro_f1: Known?
  var overridden: String?
  /// For teaching and judging, without the reading of records.
  var seconds: Double

  init(
    _ outcome: Adaptation.Outcome, _ support: TaughtSupport, base: ModelWeights, records: Int,
    model: String,
    version: TaughtModels.Version?, seconds: Double
  ) {
    self.seconds = seconds
    let verdict = outcome.verdict
    let teaching = outcome.model.properties?.teaching
    (self.model, self.version, self.records) = (model, version?.name, records)
    self.outcome = verdict.outcome.rawValue
    depth = teaching?.depth ?? ""
    let known = Set(base.classNames)
    let all = support.teaching + support.guarding
    classes = TaughtSupport.labels(all).map { label in
      Class(
        label: label, teaching: support.teaching.count { $0.label == label },
        guarding: support.guarding.count { $0.label == label },
        patients: Set(all.filter { $0.label == label }.map(\.patient)).count,
        isNew: !known.contains(label))
    }
    (guarding, self.known) = (verdict.guarding, verdict.known)
    interval = verdict.interval.map { [$0.lowerBound, $0.upperBound] }
    known_macro_f1 = verdict.knownF1.map { Known(before: $0.before, after: $0.after) }
    overridden = version?.teaching.overridden
  }

  var lines: [String] {
    var lines = [
      "\(model): labels of \(records.counted("record")), \(depth) teaching"
    ]
    lines += classes.map {
      "  \($0.label)\($0.isNew ? " (new)" : "")  \($0.teaching.counted("window")) "
        + "\($0.teaching == 1 ? "teaches" : "teach"), \($0.guarding) "
        + "\($0.guarding == 1 ? "guards" : "guard"), of \($0.patients.counted("patient"))"
    }
    lines += guarding.map {
      "guard   \($0.label)  \($0.count.counted("window")): \($0.before) right before, "
        + "\($0.after) now"
    }
    if let interval {
      lines.append(
        String(
          format: "guard   right by %+.2f to %+.2f more (95 %%, over spans)", interval[0],
          interval[1]))
    }
    if let known_macro_f1 {
      lines.append(
        String(
          format: "known   macro-F1 %.3f before, %.3f now, on %d windows of its own guard set",
          known_macro_f1.before, known_macro_f1.after, known.total.count))
    }
    return lines + [outcomeLine]
  }

  private var outcomeLine: String {
    if let version {
      return overridden == nil
        ? "\(version) is in use: no guarding label is lost"
        : "\(version) is in use against the verdict (\(outcome)); it is never sure"
    }
    switch AdaptationVerdict.Outcome(rawValue: outcome) {
    case .better: return "no guarding label is lost; nothing is kept, as asked"
    case .worse:
      return "not taken up: fewer guarding labels are right; label more, or --override REASON"
    case .forgets:
      return "not taken up: what the model knew is lost; label more, or --override REASON"
    case .unjudged, nil:
      return
        "not taken up: nothing judges it; label a third span of a class, or a second patient, or "
        + "--override REASON"
    }
  }
}
