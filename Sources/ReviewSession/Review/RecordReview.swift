public import Annotations
import ArrhythmiaModel
public import Measures
public import ReviewStore
public import Waveforms

/// One record under review: what its files say, and what was found of it since it was opened.
public struct RecordReview: Sendable {
  public private(set) var document: ReviewDocument
  /// Beats that the detector found, in seconds; nil until it has been through the record.
  public private(set) var detected: [Double]?
  /// Beats that were sorted by form and timing; nil until they are.
  public private(set) var families: FamilyTable?
  public private(set) var measures = MeasureTable()
  /// The record's stimuli, in order of time; none until beats were measured.
  public private(set) var stimuli: [Stimulus] = []
  public private(set) var average: BeatAverage?
  /// What a model says; nil where none is open.
  public private(set) var model: ModelState?
  /// Whether a model is being opened: soon it is there, or a sentence says why it is not.
  public private(set) var awaitsModel = false
  /// The reader's own set of labels, where it is the one in view; nil over a file's annotations.
  public private(set) var labels: LabelBook?
  /// The beats that readers have labelled themselves in the set in view, in order of time. Goes
  /// through all marks: only for who teaches.
  public var ownLabels: [ModelVersion.Content.Label] { labels?.marks.taughtLabels ?? [] }

  /// The beats that are measured, in order of time: those of the annotations; where these do not
  /// tell of all, the detector's, and besides them those that were labelled.
  public private(set) var beats: [Double]

  public init(document: ReviewDocument) { (self.document, beats) = (document, document.beatTimes) }

  public var record: Record { document.record }

  // MARK: Beats

  /// Whether the marks in view tell of all beats, as annotations do. A reader's set that began empty
  /// tells of those that were labelled, and so do all sets of a record without annotations.
  public var isAnnotated: Bool {
    guard !document.beatTimes.isEmpty else { return false }
    return labels.map { $0.source != nil && !document.annotators.isEmpty } ?? true
  }

  /// Frames of the beats that a model is told; nil where it has to find them itself.
  public var toldBeats: [Int]? {
    isAnnotated ? document.beatTimes.map { Int(($0 * record.frameRateHz).rounded()) } : nil
  }

  /// Takes in that beats have come or gone. What was measured holds as long as they stay in their
  /// places.
  private mutating func settleBeats() {
    let now = isAnnotated ? document.beatTimes : joinedBeats
    guard now != beats else { return }
    beats = now
    forgetBeats()
  }

  /// Beats of the detector but for those that were labelled as none, and labelled ones that it has
  /// not found within 150 ms. One that it has stays where it has it, so that a label does not make
  /// a new beat of it.
  private var joinedBeats: [Double] {
    let detected = detected ?? []
    guard !document.marks.isEmpty else { return detected }
    let noBeats = document.marks.filter { $0.symbol == Self.noBeat }.map(\.seconds)
    let kept = detected.filter { !noBeats.hasBeat(near: $0) || document.hasBeat(near: $0) }
    let others = document.beatTimes.filter { !detected.hasBeat(near: $0) }
    return others.isEmpty ? kept : (kept + others).sorted()
  }

  /// An artefact that looks like a beat.
  private static let noBeat = "|"

  /// Beats in a span, by binary search.
  public func beats(from start: Double, to end: Double) -> ArraySlice<Double> {
    let beats = beats
    let first = Self.index(beats, start)
    return beats[first..<max(first, Self.index(beats, end))]
  }

  /// The place of the first beat at a moment or later.
  public static func index(_ beats: [Double], _ seconds: Double) -> Int {
    beats.firstPlace { $0 >= seconds }
  }

  // MARK: Labels

  /// Shows a set of labels in the place of what is in view.
  public mutating func show(_ book: LabelBook) {
    labels = book
    take(document.showing(book.marks, of: book))
  }

  /// Shows a set of labels in view as changes have left it.
  public mutating func show(_ book: LabelBook, after changes: [Transaction]) {
    labels = book
    take(document.showing(book.marks, of: book, after: changes.flatMap(\.edits)))
  }

  private mutating func take(_ document: ReviewDocument) {
    self.document = document
    settleBeats()
  }

  /// What a set of labels begins with that is based on what is in view.
  public func beginning() throws -> SetBeginning {
    if let labels {
      return SetBeginning(
        source: labels.key.set, marks: labels.marks, definitions: labels.definitions)
    }
    guard let annotations = document.annotations else { return .empty(of: record) }
    return try SetBeginning(annotations, of: record)
  }

  // MARK: What has come

  /// Shows other annotations of the same record: what was measured of other beats does not count.
  public mutating func show(_ document: ReviewDocument) {
    if document.annotations?.annotator != self.document.annotations?.annotator { labels = nil }
    self.document = labelled(document)
    settleBeats()
    forgetBeats()
  }

  private mutating func forgetBeats() {
    measures = MeasureTable()
    average = nil
  }

  /// Shows the same record with other identities of its channels: the detector looks anew.
  public mutating func showNamed(_ document: ReviewDocument) {
    (detected, families) = (nil, nil)
    show(document)
    model = nil
  }

  /// Goes on with a longer snapshot of the same record: what was found of it and done to it stays.
  public mutating func follow(_ longer: ReviewDocument) {
    document = labelled(longer)
    // Those that were there stay where they were, and so does what was measured of them.
    if isAnnotated { beats = document.beatTimes }
  }

  /// A document comes with the marks of its files: the reader's stand in their place.
  private func labelled(_ document: ReviewDocument) -> ReviewDocument {
    labels.map { document.showing($0.marks, of: $0) } ?? document
  }

  public mutating func take(_ report: SessionWork.Report) {
    switch report {
    case .peaks: break
    case .detected(let beats):
      detected = beats
      settleBeats()
    case .families(let found): families = found
    case .measured(let report):
      let asked = beats(from: report.request.from, to: report.request.to.nextUp)
      measures.take(report.measures, of: asked)
      stimuli = report.stimuli
    case .averaged(let average): self.average = average
    }
  }

  /// - Returns: why there is no model, in a sentence, where that is said for the first time.
  public mutating func take(_ report: ModelReader.Report) -> String? {
    awaitsModel = false
    switch report {
    case .loaded(let facts): model = ModelState(facts)
    case .begun(let places, let fit): model?.begin(places: places, fit: fit)
    case .found(let findings, let first): model?.take(findings, from: first)
    case .adapted(let findings): model?.adapt(to: findings)
    case .explained(let detail): model?.take(detail)
    case .unexplained(let index): model?.cannotExplain(index)
    case .taught(let taught): model?.take(taught)
    case .cannot(let sentence):
      guard model != nil else { return sentence }
      model?.problem = sentence
    }
    return nil
  }

  /// What is taught was taken up under a name; nil where it was not.
  public mutating func nameVersion(_ title: String?) { model?.versionTitle = title }

  /// Another model is opened, and will read.
  public mutating func awaitModel() { (model, awaitsModel) = (nil, true) }

  /// There is no model to open.
  public mutating func missModel() { awaitsModel = false }

  /// Beats laid over one another are of another kind, or another signal, than before.
  public mutating func forgetAverage() { average = nil }
}
