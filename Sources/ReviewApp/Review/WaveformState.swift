import Annotations
public import ReviewSession
public import TerminalGraphics
import Waveforms

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
  public var decisions = ReaderDecisions()
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

  /// Opens a record at its start, at 25 mm/s, or at the fastest speed that shows all of a short
  /// one.
  public init(document: ReviewDocument, size: Size) {
    review = RecordReview(document: document)
    channels = ChannelArrangement(document.record)
    gain = Amplification(document.record)
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
    let old = record
    review.showNamed(document)
    gain.follow(from: old, to: document.record)
    // An order that the reader has made stays.
    if channels.order == old.clinicalOrder { channels.order = document.record.clinicalOrder }
  }

  // MARK: Layout

  /// Lays the screen out where what it depends on has changed, and takes over what follows from that: the
  /// view lies on the record, the focused channel is in view, keys go to what is there.
  public mutating func settle(_ size: Size) {
    guard size != placement.size || request != placement.request else { return }
    let layout = WaveformLayout(size: size, request)
    viewport.settle(layout)
    channels.firstLane = layout.firstLane
    if !layout.shows(panes.focused) { panes.focused = .traces }
    placement = Placement(
      size: size, request: request, layout: layout, count: placement.count + 1)
  }

  private var request: LayoutRequest {
    let rhythms = document.rhythms
    var lines: LayoutRequest.Lines = []
    if !(rhythms?.episodes ?? []).isEmpty || !(rhythms?.noise ?? []).isEmpty {
      lines.insert(.rhythms)
    }
    if !document.marks.isEmpty { lines.insert(.marks) }
    if measuring.showsDetector { lines.insert(.detector) }
    if measuring.showsIntervals { lines.insert(.intervals) }
    if measuring.showsTrend { lines.insert(.trend) }
    return LayoutRequest(
      lines: lines, lanes: channels.request(record),
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
