import Measures
public import TerminalGraphics
import Waveforms

/// Everything that the review screen shows depends on this value and the screen's size.
public struct WaveformState: Sendable {
  /// What lies over the traces.
  public enum Overlay: Sendable, Equatable {
    /// A box of text, scrolled down by `top` lines.
    case panel(Panel, top: Int)
    /// Text being typed.
    case prompt(Prompt, String)
  }

  /// What a box of text tells.
  public enum Panel: Sendable, Equatable { case help, warnings }

  /// What is being typed.
  public enum Prompt: Sendable, Equatable { case goToTime, search, montage, bookmark }

  /// A sentence on the bottom line, until the next key.
  public struct Message: Sendable, Equatable {
    public var text: String
    public var isProblem: Bool
  }

  /// The half of a split view that keys do not act on.
  public struct Split: Sendable, Equatable {
    public var start: Double
    public var cursor: Double?
    /// Whether keys act on the right half.
    public var isRightActive: Bool
  }

  public var document: ReviewDocument
  /// Seconds at the left edge.
  public var start: Double = 0
  public var speed = SweepSpeed.standard
  /// Nil until the reader changes it: the opening sensitivity follows from the lanes' height.
  public var sensitivity: Sensitivity?
  /// Steps that a channel differs from the others by, by channel number.
  public var channelSteps: [Int: Int] = [:]
  /// Channel numbers from top to bottom, hidden ones included.
  public var order: [Int]
  public var hidden: Set<Int> = []
  /// The montage that `order` and `hidden` come from, until they are changed by hand.
  public var montage: String?
  /// Those that the reader has saved.
  public var savedMontages: [Montage] = []
  /// The channel number that keys act on.
  public var focus: Int
  /// Place of the topmost lane among the shown channels.
  public var firstLane = 0
  public var fitsAllLanes = false
  public var enlargesFocus = false
  public var centresBaseline = true
  public var filter = DisplayFilter.none
  /// The filter that `r` goes back to from the raw signal.
  public var lastFilter = DisplayFilter.monitor

  /// A moment the reader has gone to.
  public var cursor: Double?
  public var split: Split?
  public var history = JumpHistory()
  public var bookmarks: [Bookmark] = []
  public var isReviewed = false
  public var found: SearchResult?

  public var showsIntervals = false
  public var showsTrend = false
  public var showsDetector = false
  /// Beats that the detector found, in seconds; nil until it has been through the record.
  public var detected: [Double]?
  public var measures = MeasureTable()
  public var caliper: Caliper?
  public var showsTrigger = false
  public var average: BeatAverage?

  /// Nil until the reader opens or closes one.
  public var panes: Set<Pane>?
  /// The pane that keys act on.
  public var focusedPane = Pane.traces
  public var model: ModelState?
  /// The class whose windows `y` looks for; nil for the one under the cursor.
  public var chosenClass: Int?
  public var tokenCursor = TokenCursor()

  public var overlay: Overlay?
  public var message: Message?

  /// Opens a record at its start, at 25 mm/s, or at the fastest speed that shows all of a short
  /// one.
  public init(document: ReviewDocument, size: Size) {
    self.document = document
    order = document.record.clinicalOrder
    focus = order.first ?? 0
    channelSteps = Self.openingSteps(document.record)
    if let first = document.warnings.first {
      let more = document.warnings.count > 1 ? " (! shows \(document.warnings.count))" : ""
      message = Message(text: first + more, isProblem: true)
    }
    let dots = WaveformLayout(size: size, state: self).dots
    let slowest = SweepSpeed.slowest(duration: document.record.durationSeconds, dots: dots)
    speed.step = max(speed.step, slowest.step)
  }

  /// Electrograms are several times as high as surface leads: they open at half the gain, and
  /// say so beside their names.
  static func openingSteps(_ record: Record) -> [Int: Int] {
    var steps: [Int: Int] = [:]
    for (index, channel) in record.channels.enumerated() where channel.kind.isElectrogram {
      steps[index] = -1
    }
    return steps
  }

  /// Channel numbers that are not hidden, from top to bottom.
  public var shown: [Int] { order.filter { !hidden.contains($0) } }

  /// Seconds from the left edge to the right one.
  public func viewSeconds(dots: Int) -> Double { speed.secondsPerDot * Double(dots) }

  /// The sensitivity of a channel on lanes of a height.
  public func sensitivity(of channel: Int, laneRows: Int) -> Sensitivity {
    (sensitivity ?? .opening(laneRows: laneRows)).moved(by: channelSteps[channel] ?? 0)
  }

  /// The beats that are measured: those of the annotations, or where there are none the detector's.
  public var beats: [Double] {
    document.beatTimes.isEmpty ? detected ?? [] : document.beatTimes
  }

  /// The moment that panes tell of: the cursor where it is in view, or the middle of the view.
  public func attended(_ layout: WaveformLayout) -> Double {
    let view = layout.active
    if let cursor, cursor >= view.start, cursor <= view.end { return cursor }
    return min((view.start + view.end) / 2, document.record.durationSeconds)
  }
}

extension ChannelKind {
  /// Whether it is a bipolar signal from inside the heart.
  var isElectrogram: Bool {
    switch self {
    case .atrium, .his, .coronarySinus, .ventricle, .ablation: true
    case .surface, .pressure, .other: false
    }
  }
}
