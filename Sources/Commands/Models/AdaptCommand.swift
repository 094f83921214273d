import Annotations
import ArgumentParser
import ArrhythmiaModel
import Evaluation
import Foundation
import ReviewSession
import ReviewStore
import Training
import Waveforms

/// Teaches a model by a reader's labels.
struct AdaptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adapt", abstract: "Teach a model by a reader's labels.",
    discussion: """
      A model of rhythms learns from the spans that the reader has named, of a record or of all records of
      a folder. A name that it does not know becomes a class of its own. Every third patient, or every
      third span of one patient, does not teach but judges; what the model knew before judges too. A
      version that neither speaks against is kept as a model of its own, beside those before, and is in use
      from now on (`tawara model taught`).

      A model of beats learns record by record. The beats that the reader has labelled say what others of the record are that are like them. The
      model's file stays as it is: what is made is a version for this record, which holds the labels. Each
      label judges what the others have taught; where more of them are right for it, the version is used
      from now on, in the review and with `classify --taught used`. --override takes it up all the same, for
      a reason that is kept with it. --ask prints which beat to label next.
      """)

  @OptionGroup var lesson: LessonOptions
  @OptionGroup var readers: ReaderOptions
  @OptionGroup var taught: TaughtOptions

  @Option(help: "Take the version up whatever the labels say, for this reason.")
  var override: String?

  @Option(
    help: """
      How deep a model of rhythms is taught: instant (the head), adapters (also the last block and all \
      gains) or full; what suits so many labels if not given.
      """)
  var depth: AdaptationDepth?

  @Option(help: "Classes to take away from a model of rhythms, with commas between them.")
  var without: String?

  @Flag(help: "Say what would come of it, and keep nothing.")
  var dryRun = false

  @Flag(help: "Print the moment of the beat whose label would help most, and nothing else.")
  var ask = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    if let model = try lesson.rhythmModel() { return try teachRhythms(model) }
    guard depth == nil, without == nil else {
      throw CommandError.badOption(
        name: "--depth and --without", expected: "--model with a model of rhythms",
        found: lesson.model ?? "none")
    }
    try teachBeats()
  }

  private func teachRhythms(_ model: ModelReader.Model) throws {
    guard !ask else {
      throw CommandError.badOption(
        name: "--ask", expected: "a model of beats; `tawara worklist` asks about rhythms",
        found: model.name)
    }
    let report = try RhythmAdaptation(
      path: lesson.path, modelPath: model.path, reader: try readers.name(),
      set: try readers.setName(), input: lesson.input, store: try lesson.store.open(),
      models: try taught.folder(), crew: try lesson.threading.crew(), depth: depth,
      without: without?.split(separator: ",").map(String.init) ?? [], override: override,
      isDryRun: dryRun
    ).run()
    if json { return try Output.json(report) }
    try Output.lines(report.lines.map(PlainText.safe))
  }

  private func teachBeats() throws {
    let store = dryRun || ask ? try lesson.store.open() : try lesson.store.openForWriting()
    let subject = try lesson.subject(store)
    let set = try readers.setName()
    let book = try LabelBook(
      TransactionLogKey(record: subject.identity.digest, set: set), reader: try readers.name(),
      log: store)
    let labels = book?.marks.taughtLabels ?? []
    guard ask || !labels.isEmpty else {
      throw CommandError.badOption(
        name: "--reader",
        expected: "a reader who has labelled beats of this record; e in the review "
          + "or `tawara label` does", found: set)
    }
    let read = try lesson.lesson(subject)
    if ask { return try printQuestion(read, labels) }
    let taught = read.teaching.taught(TeachingRequest(labels: labels))
    let report = AdaptReport(taught, read, reader: set, decision: decision(taught.verdict.outcome))
    let version = dryRun ? nil : try keep(taught, report, subject)
    if json { return try Output.json(report.numbered(version?.number)) }
    try Output.lines(report.numbered(version?.number).lines.map(PlainText.safe))
  }

  private func printQuestion(
    _ read: RecordLesson, _ labels: [ModelVersion.Content.Label]
  ) throws {
    guard let question = read.teaching.taught(TeachingRequest(labels: labels, asks: true)).question
    else { return Output.note("no beat is left to ask about") }
    try Output.lines([String(format: "%.3f", read.seconds(question))])
  }

  private func decision(_ outcome: TeachingVerdict.Outcome) -> ModelVersion.Standing {
    if let override { return .overridden(reason: override) }
    return outcome == .better ? .accepted : .refused
  }

  private func keep(
    _ taught: TaughtRecord, _ report: AdaptReport, _ subject: LessonSubject
  ) throws -> ModelVersion {
    let (store, identity) = (subject.store, subject.identity)
    let content = ModelVersion.Content(
      model: subject.digest, modelName: subject.model.name,
      parent: try subject.versionInUse()?.number,
      labels: taught.request.labels, settings: BeatTeaching.settings,
      program: ProgramVersion.text, judged: report.judged, changed: report.changed)
    try store.opened(
      identity, at: Date(), path: URL(filePath: lesson.path).standardizedFileURL.path)
    return try store.keep(
      content, decision(taught.verdict.outcome), of: identity, reader: try readers.name(),
      at: Date())
  }
}

/// What `adapt` prints.
private struct AdaptReport: Encodable {
  var record: String
  var reader: String
  var version: Int?
  /// `accepted`, `overridden` or `refused`.
  var decision: String
  var beats: Int
  /// Labels, those of them that taught, and those that no beat of the model's lies near.
  var labels: Int
  var taught: Int
  var unplaced: Int
  /// Labels that labels of beats like theirs speak against, and the model too: they teach nothing.
  var doubtful: Int
  var judged: [ModelVersion.Content.Judged]
  var changed: [ModelVersion.Content.Changed]

  init(
    _ taught: TaughtRecord, _ read: RecordLesson, reader: String, decision: ModelVersion.Standing
  ) {
    record = read.recording.record.name
    self.reader = reader
    self.decision =
      switch decision {
      case .accepted: "accepted"
      case .overridden: "overridden"
      case .refused: "refused"
      }
    beats = read.findings.count
    (labels, self.taught) = (taught.request.labels.count, taught.support.count)
    (unplaced, doubtful) = (taught.unplaced, taught.doubtful)
    judged = taught.judged(classes: read.classes)
    changed = taught.changed(from: read.findings, classes: read.classes)
  }

  func numbered(_ number: Int?) -> AdaptReport {
    var report = self
    report.version = number
    return report
  }

  var lines: [String] {
    var lines = [
      "\(record): \(labels.counted("label")) of \(reader), \(taught) of them teach, "
        + "all judge what the others have taught"
    ]
    if doubtful > 0 {
      lines.append(
        "\(doubtful.counted("label")) against labels of like beats and the model: taught nothing")
    }
    if unplaced > 0 { lines.append("\(unplaced.counted("label")) without a beat teach nothing") }
    lines += judged.map {
      "  \($0.label)  \($0.count.counted("label")): \($0.before) right before, \($0.after) now"
    }
    let count = changed.reduce(0) { $0 + $1.count }
    let words = changed.map { "\($0.before) to \($0.after) \($0.count)" }.joined(separator: ", ")
    lines.append("\(count) of \(beats.counted("beat")) change" + (count > 0 ? ": \(words)" : ""))
    return lines + [outcome]
  }

  private var outcome: String {
    let name = version.map { "version v\($0)" } ?? "the version"
    switch decision {
    case "accepted":
      return version == nil ? "better on the labels" : "\(name) is in use for this record"
    case "overridden": return "\(name) is taken up against what the labels say"
    case _:
      let before = judged.reduce(0) { $0 + $1.before }
      let after = judged.reduce(0) { $0 + $1.after }
      let count = judged.reduce(0) { $0 + $1.count }
      let why =
        count < TeachingSettings().leastJudged
        ? "too few labels to say whether it is better"
        : after < before ? "worse on the labels" : "no better on the labels"
      return "\(name) is not taken up: \(why); label more, or --override REASON takes it up"
    }
  }
}
