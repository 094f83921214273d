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

  public init(document: ReviewDocument) { self.document = document }

  public var record: Record { document.record }

  // MARK: Beats

  /// The beats that are measured: those of the annotations, or where there are none the detector's.
  public var beats: [Double] {
    document.beatTimes.isEmpty ? detected ?? [] : document.beatTimes
  }

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

  /// What was measured holds as long as the beats stay in their places.
  private mutating func take(_ document: ReviewDocument) {
    let hasOtherBeats = document.beatTimes != self.document.beatTimes
    self.document = document
    if hasOtherBeats { forgetBeats() }
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
    forgetBeats()
  }

  private mutating func forgetBeats() {
    measures = MeasureTable()
    average = nil
  }

  /// Shows the same record with other identities of its channels: the detector looks anew.
  public mutating func showNamed(_ document: ReviewDocument) {
    show(document)
    (detected, families) = (nil, nil)
    model = nil
  }

  /// Goes on with a longer snapshot of the same record: what was found of it and done to it stays.
  public mutating func follow(_ longer: ReviewDocument) { document = labelled(longer) }

  /// A document comes with the marks of its files: the reader's stand in their place.
  private func labelled(_ document: ReviewDocument) -> ReviewDocument {
    labels.map { document.showing($0.marks, of: $0) } ?? document
  }

  public mutating func take(_ report: SessionWork.Report) {
    switch report {
    case .peaks: break
    case .detected(let beats): detected = beats
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
