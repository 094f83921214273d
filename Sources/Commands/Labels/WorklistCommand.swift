import Annotations
import ArgumentParser
import ArrhythmiaModel
import Evaluation
import Foundation
import ReviewApp
import ReviewSession
import ReviewStore
import Training
import Waveforms

/// What to label next, and why.
struct WorklistCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worklist", abstract: "Say which windows of a folder to label next, and why.",
    discussion: """
      A model reads every window of the records; those come first where a label is worth most: where the
      model is unsure (entropy, margin), where it sees a rare class (rarity), where it contradicts what
      is there (importedLabel) or itself (heads), far from all that it knows (distance), or unlike all
      that was asked (coverage). Near-identical windows of one patient do not follow each other. What the
      reader has labelled is not asked again. --skip, --defer and --flag set a window aside, by its
      record and a time in it; --reopen brings it back.
      """)

  @Argument(help: "A folder of records, or a record.")
  var path: String

  @OptionGroup var readers: ReaderOptions

  @Option(help: "What decides: entropy, margin, rarity, importedLabel, heads, distance, coverage.")
  var by = WorklistCriterion.entropy.rawValue

  @Option(help: "How many windows are listed.")
  var count = 20

  @Option(help: "A model by its name or file; auto is the one that suits the records.")
  var model: String?

  @Option(help: "Set a window aside: RECORD@SECONDS.")
  var skip: [String] = []

  @Option(help: "Ask for a window after all others.")
  var `defer`: [String] = []

  @Option(help: "Set a window aside to be looked at by others.")
  var flag: [String] = []

  @Option(help: "Ask for a window again.")
  var reopen: [String] = []

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var input: InputOptions
  @OptionGroup var threading: ThreadOptions

  func run() throws {
    guard let criterion = WorklistCriterion(rawValue: by) else {
      throw CommandError.badOption(
        name: "--by",
        expected: WorklistCriterion.allCases.map(\.rawValue).joined(separator: ", "), found: by)
    }
    guard (1...100_000).contains(count) else {
      throw CommandError.badOption(
        name: "--count", expected: "a number from 1 to 100000", found: "\(count)")
    }
    let store = try store.open()
    let (paths, hints) = try input.records(path)
    guard let first = paths.first,
      let modelPath = try ModelChoice.path(
        model, for: Recording(path: first, hints: hints).record)
    else {
      throw CommandError.badOption(name: "PATH", expected: "records and a model", found: path)
    }
    let filling = try fill(paths, hints, modelPath, store)
    try setAside(filling, store)
    let list = try filling.list()
    let report = WorklistReport(list, criterion: criterion, count: count)
    if json { return try Output.json(report) }
    try Output.lines(report.lines.map(PlainText.safe))
  }

  /// Has the model read all records.
  private func fill(
    _ paths: [String], _ hints: RecordHints, _ modelPath: String, _ store: DecisionStore
  ) throws -> WorklistFilling {
    let weights = try ModelWeights(path: modelPath)
    guard let classifier = RecordClassifier(weights, crew: try threading.crew()) else {
      throw EvaluationError.noProperties(path: modelPath)
    }
    var filling = WorklistFilling(
      classifier: classifier, reader: try readers.setName(), store: store,
      patients: PatientTable(folder: path))
    var line = ProgressLine("worklist")
    for (number, path) in paths.enumerated() {
      line.show(Double(number) / Double(paths.count))
      do {
        try filling.add(try Recording(path: path, hints: hints))
      } catch let error as PreparationError {
        Output.note("\(path): left out: \(error)")
      }
    }
    line.clear()
    return filling
  }

  private func setAside(_ filling: WorklistFilling, _ store: DecisionStore) throws {
    let wanted: [(String, [String], String?)] = [
      ("--skip", skip, "skipped"), ("--defer", `defer`, "deferred"), ("--flag", flag, "flagged"),
      ("--reopen", reopen, nil),
    ]
    for (option, places, state) in wanted {
      for place in places {
        guard let at = place.lastIndex(of: "@"),
          let seconds = Double(place[place.index(after: at)...]),
          let found = filling.candidate(String(place[..<at]), seconds)
        else {
          throw CommandError.badOption(
            name: option, expected: "RECORD@SECONDS of a window in the list", found: place)
        }
        try store.setWorklist(
          state, reader: filling.reader, of: found.identity,
          at: found.candidate.seconds.lowerBound)
      }
    }
  }
}

/// The windows of records as a worklist takes them.
struct WorklistFilling {
  let classifier: RecordClassifier
  let reader: String
  let store: DecisionStore
  let patients: PatientTable
  private var found: [(identity: RecordIdentity, candidate: WorklistCandidate)] = []

  init(
    classifier: RecordClassifier, reader: String, store: DecisionStore, patients: PatientTable
  ) {
    (self.classifier, self.reader, self.store, self.patients) = (
      classifier, reader, store, patients
    )
  }

  mutating func add(_ recording: Recording) throws {
    let record = recording.record
    let identity = try RecordIdentity(of: record)
    let sources = LabelSources(store: store)
    let own = try sources.marks(reader, of: recording)
    let labels = WindowLabels(
      classifier.properties, record: record, own: own,
      imported: try recording.annotators.first.flatMap { try sources.marks($0, of: recording) })
    let beats =
      recording.annotators.isEmpty
      ? nil : try RecordBeats.annotated(recording.annotators[0], in: recording).times
    var reading = try RecordReading(
      classifier, record,
      beats: beats.map { $0.map { Int(($0 * record.frameRateHz).rounded()) } })
    let findings = try reading.findings(0..<reading.count)
    for (place, finding) in zip(reading.places, findings) {
      found.append(
        (
          identity,
          WorklistCandidate(
            record: record.name, patient: patients.patient(of: record.name), seconds: place,
            probabilities: finding.evidence?.probabilities ?? [],
            prototypeProbabilities: finding.evidence?.prototypeProbabilities ?? [],
            prototypeSimilarities: finding.similarities,
            // Its cosines to all classes say where a window lies among them.
            embedding: finding.similarities.map(Float.init), label: labels.label(place))
        ))
    }
  }

  /// The window of a record that a moment lies in.
  func candidate(_ record: String, _ seconds: Double)
    -> (identity: RecordIdentity, candidate: WorklistCandidate)?
  {
    found.first { $0.candidate.record == record && $0.candidate.seconds.contains(seconds) }
      ?? found.filter { $0.candidate.record == record }
      .min {
        abs($0.candidate.seconds.lowerBound - seconds)
          < abs($1.candidate.seconds.lowerBound - seconds)
      }
      .flatMap { abs($0.candidate.seconds.lowerBound - seconds) < 0.15 ? $0 : nil }
  }

  func list() throws -> Worklist {
    var list = Worklist(
      classes: classifier.properties.classes, candidates: found.map(\.candidate))
    let states = try store.worklist(reader: reader)
    for (index, entry) in found.enumerated() {
      let key = WorklistPlace(
        record: entry.identity.digest, seconds: entry.candidate.seconds.lowerBound)
      switch states[key] {
      case "skipped": list.mark(index, .skipped)
      case "deferred": list.mark(index, .deferred)
      case "flagged": list.mark(index, .flagged)
      default: break
      }
    }
    return list
  }
}

/// What is said of a window already: by the reader, or by what came with the record.
private struct WindowLabels {
  private let preset: LabelPreset?
  private let classes: [String]
  private let record: Record
  private let own: MarkIndex?
  private let ownRhythms: RhythmTimeline?
  private let imported: MarkIndex?
  private let importedRhythms: RhythmTimeline?

  init(_ properties: ModelProperties, record: Record, own: MarkIndex?, imported: MarkIndex?) {
    preset = properties.labelPreset
    classes = properties.classes
    self.record = record
    let readers = own.map { $0.filter { $0.provenance.reader != nil } } ?? []
    self.own = own.flatMap { try? MarkIndex(readers, timeLine: $0.timeLine) }
    self.imported = imported
    ownRhythms = self.own?.rhythms(of: record)
    importedRhythms = imported?.rhythms(of: record)
  }

  func label(_ place: Range<Double>) -> WorklistCandidate.Label? {
    guard let preset else { return nil }
    if preset.isBeatCentred {
      if let beat = beat(own, place) { return .reader(category(beat)) }
      return beat(imported, place).flatMap(category).map { .imported($0) }
    }
    let middle = Int((place.lowerBound + place.upperBound) / 2 * record.frameRateHz)
    if let name = ownRhythms?.rhythm(at: middle)?.name {
      return .reader(category(name, preset, own, place))
    }
    return importedRhythms?.rhythm(at: middle)
      .flatMap { category($0.name, preset, imported, place) }
      .map { .imported($0) }
  }

  private func beat(_ marks: MarkIndex?, _ place: Range<Double>) -> Mark? {
    let middle = (place.lowerBound + place.upperBound) / 2
    let found = marks?.nearest(to: middle) { $0.label.meaning.isBeat }
    guard let found, let marks, abs(marks.timeLine.seconds(found.start) - middle) <= 0.05 else {
      return nil
    }
    return found
  }

  private func category(_ mark: Mark) -> Int? {
    mark.label.meaning.beatClass.flatMap { classes.firstIndex(of: $0.rawValue) }
  }

  /// The class of a rhythm's name; where the name says nothing of the complexes, as `N` does not, that of most
  /// beats there.
  private func category(
    _ rhythm: String, _ preset: LabelPreset, _ marks: MarkIndex?, _ place: Range<Double>
  ) -> Int? {
    let groups = Vocabulary.rhythm(named: rhythm).groups
    if groups.count == 1 { return groups.first.flatMap { preset.label(of: $0) } }
    var counts: [RhythmGroup: Int] = [:]
    guard let marks else { return nil }
    for mark in marks.marks(from: place.lowerBound - 1, to: place.upperBound + 1) {
      guard case .rhythm(let group, _) = mark.label.meaning.role, groups.contains(group) else {
        continue
      }
      counts[group, default: 0] += 1
    }
    let commonest = counts.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }
    return commonest.flatMap { preset.label(of: $0.key) }
  }
}
