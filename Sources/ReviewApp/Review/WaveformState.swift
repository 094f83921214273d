import Annotations
public import ReviewSession
import SignalProcessing
public import TerminalGraphics
public import Waveforms

/// Everything that the review screen shows depends on this value.
public struct WaveformState: Sendable {
  /// A sentence on the bottom line, until the next key.
  public struct Message: Sendable, Equatable {
    public var text: String
    public var isProblem: Bool
  }

  /// The record, and what has been found of it.
  public internal(set) var review: RecordReview
  public var viewport = Viewport()
  public var channels: ChannelArrangement
  public var gain: Amplification
  public var filter = SignalFilter()
  public var measuring = Measuring()
  public var panes = PaneArrangement()
  public var modelFocus = ModelFocus()
  public var found: SearchResult?
  /// What is known of the patient, and whether it is not shown.
  public internal(set) var patient: PatientFacts
  public internal(set) var hidesPatient = false
  public var decisions = ReaderDecisions()
  /// Whether traces lie on the grid of ECG paper.
  public var showsGrid = true
  /// Whether what was measured of the attended beat stands on the traces.
  public var showsFiducials = true
  /// Pacing stimuli, in order of time; the lane of them is shown where there are any.
  public var stimuli: [ShownStimulus] = []
  /// Setting labels; nil while letters are commands.
  var labelling: Labelling?
  /// Versions of the model in view, and labels that wait to be taken up as a new one.
  public internal(set) var versions = ModelVersions()
  var candidate: TeachingRequest?
  /// Teaching a model of rhythms, from opening its box until it is decided.
  public internal(set) var rhythms: RhythmLessons?
  /// How often something was asked of who teaches rhythms.
  var rhythmRequests = 0
  /// The taught versions of the model of rhythms in view.
  var taughtList = TaughtList(root: "", versions: [], stale: [])
  /// The model that the reader chose for this record; nil for the one that suits it.
  var chosenModel: String?
  /// Whether questions begin as soon as the model has read the record.
  var wantsTeaching = false
  /// Whether the families of beats open as soon as they are there.
  var wantsFamilies = false
  /// What beats are sorted by.
  var familySorting = FamilySorting.form
  /// Who sets labels.
  public internal(set) var reader = "reader"
  /// Whether the labels of others, and what models say, are kept from the reader.
  public internal(set) var isBlind = false
  /// The record's sets of labels, by name.
  public internal(set) var sets: [String] = []
  /// Other sets of marks, shown below the one in view: one, or the two that are decided between.
  var compared: [ComparedSet] = [] { didSet { differences = nil } }
  /// Where the marks in view and the other set differ, in seconds; nil until somebody asks.
  var differences: [Double]?
  /// What was done to `decisions`, for taking it back.
  var history = DecisionHistory()
  /// What lies over the traces.
  public internal(set) var cover: Cover?
  public internal(set) var message: Message?
  /// Where things are on the screen, as they were laid out last.
  private(set) var placement: Placement

  /// A layout, and what it was made for.
  struct Placement: Sendable {
    let size: Size
    let request: LayoutRequest
    let layout: WaveformLayout
    /// How many layouts were made so far.
    let count: Int
  }

  /// Opens a record at its start, at 25 mm/s, or where it has electrograms with these at 100 mm/s;
  /// a short one at the fastest speed that shows all of it.
  public init(document: ReviewDocument, size: Size) {
    review = RecordReview(document: document)
    patient = PatientFacts(comments: document.record.comments)
    channels = ChannelArrangement(document.record)
    gain = Amplification(document.record)
    gain.opening = OpeningGain(document, from: 0)
    if document.record.channels.contains(where: \.kind.isElectrogram) {
      viewport.speed = .electrograms
    }
    let request = LayoutRequest()
    placement = Placement(
      size: size, request: request, layout: WaveformLayout(size: size, request), count: 0)
    if let first = document.warnings.first {
      let more = document.warnings.count > 1 ? " (! shows \(document.warnings.count))" : ""
      message = Message(text: first + more, isProblem: true)
    }
    settle(size)
    let slowest = SweepSpeed.slowest(
      duration: document.record.durationSeconds, dots: layout.dots)
    viewport.speed.step = max(viewport.speed.step, slowest.step)
    settle(size)
  }

  public var document: ReviewDocument { review.document }
  var record: Record { review.record }
  public var size: Size { placement.size }
  public var layout: WaveformLayout { placement.layout }

  /// Shows the same record with other identities of its channels.
  mutating func show(named document: ReviewDocument) {
    let old = channels.montages(record)
    review.showNamed(document)
    gain.follow(to: document.record)
    // An order that the reader has made stays; a montage has the channels that are its own now.
    guard let name = channels.montage, old.contains(where: { $0.name == name }),
      let montage = channels.montages(record).first(where: { $0.name == name })
    else { return }
    _ = channels.show(montage, record)
  }

  // MARK: Layout

  /// Lays the screen out where what it depends on has changed, and takes over what follows from
  /// that: the view lies on the record, the focused channel is in view, keys go to what is there.
  public mutating func settle(_ size: Size) {
    guard size != placement.size || request != placement.request else { return }
    let layout = WaveformLayout(size: size, request)
    viewport.settle(layout)
    // A pane takes rows for a while: what was on top before it comes back when it closes.
    if size != placement.size || request.lanes != placement.request.lanes {
      channels.firstLane = layout.firstLane
    }
    if !layout.shows(panes.focused) { panes.focused = .traces }
    let isFitted = size == placement.size && lanesKept(request.lanes)
    placement = Placement(
      size: size, request: request, layout: layout, count: placement.count + 1)
    if !isFitted { fitOpeningGain() }
  }

  /// Whether lanes are as high as before, or changed by the reader's hand: the gain then stays.
  private func lanesKept(_ lanes: LayoutRequest.Lanes) -> Bool {
    let before = placement.request.lanes
    let isByHand = channels.montage == nil || lanes.shown == before.shown
    return isByHand && lanes.fitsAll == before.fitsAll
  }

  /// Fits what the reader has not chosen of the gain to the lanes.
  mutating func fitOpeningGain() {
    gain.opening.fit(layout, shown: channels.shown, centred: gain.centresBaseline)
  }

  private var request: LayoutRequest {
    let rhythms = document.rhythms
    var lines: LayoutRequest.Lines = []
    if !(rhythms?.episodes ?? []).isEmpty || !(rhythms?.noise ?? []).isEmpty {
      lines.insert(.rhythms)
    }
    if !document.marks.isEmpty { lines.insert(.marks) }
    if !stimuli.isEmpty { lines.insert(.stimuli) }
    if measuring.showsDetector { lines.insert(.detector) }
    let others = compared.map { other in
      !other.rhythms.episodes.isEmpty && other.rhythms.episodes != rhythms?.episodes
    }
    if measuring.showsIntervals { lines.insert(.intervals) }
    if measuring.showsTrend { lines.insert(.trend) }
    return LayoutRequest(
      lines: lines, compared: others, lanes: channels.request(record),
      time: viewport.request(durationSeconds: record.durationSeconds), panes: panes,
      model: modelRows)
  }

  var modelRows: ModelRows? {
    review.model.map {
      ModelRows(
        classes: $0.classes.count, hasRemark: $0.remark != nil, isReading: $0.isReading,
        modalities: $0.attentionRows, channels: $0.relevanceNames.count)
    }
  }

  // MARK: What is looked at

  /// What moves in time depend on.
  var reach: Viewport.Reach {
    Viewport.Reach(dots: layout.dots, durationSeconds: record.durationSeconds)
  }

  /// Seconds from the view's left edge to its right one.
  var viewSeconds: Double { viewport.seconds(dots: layout.dots) }

  /// The moment that panes tell of: the cursor where it is in view, or the middle of the view.
  public var attended: Double {
    let view = layout.active
    if let cursor = viewport.cursor, cursor >= view.start, cursor <= view.end { return cursor }
    return min((view.start + view.end) / 2, record.durationSeconds)
  }

  /// The channel that keys act on; nil in a record without channels.
  var focused: Channel? {
    record.channels.indices.contains(channels.focus) ? record.channels[channels.focus] : nil
  }

  /// The model's window that panes tell of.
  var attendedWindow: Int? { review.model?.index(at: attended) }

  public mutating func say(_ text: String, _ isProblem: Bool = false) {
    message = Message(text: text, isProblem: isProblem)
  }
}
