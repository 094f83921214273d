public import Annotations
import ArrhythmiaModel
public import Measures
public import Waveforms

/// One record under review: what its files say, and what was found of it since it was opened.
public struct RecordReview: Sendable {
  public private(set) var document: ReviewDocument
  /// Beats that the detector found, in seconds; nil until it has been through the record.
  public private(set) var detected: [Double]?
  /// Beside them, the families of their complexes.
  public private(set) var families: [Int?] = []
  public private(set) var measures = MeasureTable()
  /// The record's stimuli, in order of time; none until beats were measured.
  public private(set) var stimuli: [Stimulus] = []
  public private(set) var average: BeatAverage?
  /// What a model says; nil where none is open.
  public private(set) var model: ModelState?
  /// What was done to the marks since the record was opened; nil before the first edit.
  private var edits: History?

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

  // MARK: Marks

  /// The history of the marks, from what came with the record on.
  public func history() throws -> History {
    if let edits { return edits }
    return History(try document.markIndex())
  }

  /// Changes the marks: what `change` does to their history is kept by a log first, and then shown. Throws
  /// where a mark is not as an edit expects it, or where the log cannot keep it; nothing is changed then.
  public mutating func change(
    _ log: any TransactionLog, _ key: TransactionLogKey,
    _ change: (inout History) throws -> [Transaction]
  ) throws {
    var history = try history()
    let made = try change(&history)
    try log.append(made, to: key)
    edits = history
    show(document)
  }

  // MARK: What has come

  /// Shows other annotations of the same record, or the same ones with what was done to them since: what
  /// was measured of other beats does not count.
  public mutating func show(_ document: ReviewDocument) {
    if document.annotations?.annotator != self.document.annotations?.annotator { edits = nil }
    self.document = edited(document)
    measures = MeasureTable()
    average = nil
  }

  /// Shows the same record with other identities of its channels: the detector looks anew.
  public mutating func showNamed(_ document: ReviewDocument) {
    show(document)
    (detected, families) = (nil, [])
    model = nil
  }

  /// Goes on with a longer snapshot of the same record: what was found of it and done to it stays.
  public mutating func follow(_ longer: ReviewDocument) { document = edited(longer) }

  /// A document comes with the marks of its files: the reader's are laid over them.
  private func edited(_ document: ReviewDocument) -> ReviewDocument {
    edits.map { document.showing($0.marks) } ?? document
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
    switch report {
    case .loaded(let facts): model = ModelState(facts)
    case .begun(let places, let fit): model?.begin(places: places, fit: fit)
    case .found(let findings, let first): model?.take(findings, from: first)
    case .explained(let detail): model?.take(detail)
    case .unexplained(let index): model?.cannotExplain(index)
    case .cannot(let sentence):
      guard model != nil else { return sentence }
      model?.problem = sentence
    }
    return nil
  }

  /// Another model begins to read.
  public mutating func closeModel() { model = nil }

  /// Beats laid over one another are of another kind, or another signal, than before.
  public mutating func forgetAverage() { average = nil }
}
