public import TerminalGraphics
import Waveforms

/// Everything that the review screen shows depends on this value and the screen's size.
public struct WaveformState: Sendable {
  /// What lies over the traces.
  public enum Overlay: Sendable, Equatable {
    /// A box of text, scrolled down by `top` lines.
    case panel(Panel, top: Int)
    /// Text being typed for "go to a time".
    case goToTime(String)
  }

  /// What a box of text tells.
  public enum Panel: Sendable, Equatable { case help, warnings }

  /// A sentence on the bottom line, until the next key.
  public struct Message: Sendable, Equatable {
    public var text: String
    public var isProblem: Bool
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
  /// The channel number that keys act on.
  public var focus: Int
  /// Place of the topmost lane among the shown channels.
  public var firstLane = 0
  public var fitsAllLanes = false
  public var centresBaseline = true
  /// A moment the reader has gone to.
  public var cursor: Double?
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
    for (index, channel) in record.channels.enumerated() {
      switch channel.kind {
      case .atrium, .his, .coronarySinus, .ventricle, .ablation: steps[index] = -1
      case .surface, .pressure, .other: break
      }
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
}

/// Where things are on the review screen.
public struct WaveformLayout: Sendable, Equatable {
  /// One channel's rows.
  public struct Lane: Sendable, Equatable {
    public var channel: Int
    public var rect: Rect
  }

  public let size: Size
  /// Columns at the left for the channels' names.
  public let gutter: Int
  public let lanes: [Lane]
  /// Rows of a lane without the spare ones that some get.
  public let laneRows: Int
  public let traces: Rect
  /// Rows above the traces: axis, rhythms, beats; nil where there is no room.
  public let axisRow: Int?
  public let rhythmRow: Int?
  public let beatRow: Int?
  public let overview: Rect
  public let statusRow: Int
  public let hintRow: Int?

  /// Dots from left to right.
  public var dots: Int { traces.width * 2 }

  public init(size: Size, state: WaveformState) {
    self.size = size
    let shown = state.shown
    let longest = shown.map { TextWidth.columns(of: state.document.record.channels[$0].name) }.max()
    gutter = min(max((longest ?? 0) + 2, 8), max(6, min(14, size.width / 6)))
    // Rows go to the traces first, then to what helps to read them, as the screen grows.
    let isTall = size.height >= 16
    let hasMarks = !state.document.marks.isEmpty
    let rhythms = state.document.rhythms
    let hasRhythms = !(rhythms?.episodes ?? []).isEmpty || !(rhythms?.noise ?? []).isEmpty
    var top = 1
    axisRow = size.height >= 6 ? top : nil
    if axisRow != nil { top += 1 }
    rhythmRow = hasRhythms && isTall ? top : nil
    if rhythmRow != nil { top += 1 }
    beatRow = hasMarks && size.height >= 8 ? top : nil
    if beatRow != nil { top += 1 }
    hintRow = isTall ? size.height - 1 : nil
    statusRow = size.height - (hintRow == nil ? 1 : 2)
    let overviewRows = size.height >= 20 ? 2 : size.height >= 10 ? 1 : 0
    let width = max(0, size.width - gutter)
    overview = Rect(x: gutter, y: statusRow - overviewRows, width: width, height: overviewRows)
    traces = Rect(x: gutter, y: top, width: width, height: overview.y - top)
    (lanes, laneRows) = Self.lanes(state, shown, traces)
  }

  private static func lanes(
    _ state: WaveformState, _ shown: [Int], _ traces: Rect
  ) -> ([Lane], Int) {
    guard !shown.isEmpty, traces.height > 0 else { return ([], 1) }
    // Lanes of one row are unreadable: two at least, unless the reader wants all at once.
    let least = state.fitsAllLanes ? 1 : 2
    let count = min(shown.count, max(1, traces.height / least))
    let rows = traces.height / count
    let first = min(max(0, state.firstLane), shown.count - count)
    let visible = shown[first..<first + count]
    var spare = traces.height - rows * count
    let focused = visible.contains(state.focus) && spare > 0
    if focused { spare -= 1 }
    var y = traces.y
    let lanes = visible.map { channel in
      var height = rows
      if focused && channel == state.focus {
        height += 1
      } else if spare > 0 {
        height += 1
        spare -= 1
      }
      defer { y += height }
      return Lane(
        channel: channel, rect: Rect(x: traces.x, y: y, width: traces.width, height: height))
    }
    return (lanes, rows)
  }

  /// The column of the traces that a moment falls into, which may lie outside.
  public func column(of seconds: Double, state: WaveformState) -> Int {
    let columns = (seconds - state.start) / (state.speed.secondsPerDot * 2)
    return traces.x + Int(min(max(columns.rounded(.down), -1e6), 1e6))
  }
}
