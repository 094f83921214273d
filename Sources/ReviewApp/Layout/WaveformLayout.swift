import Annotations
public import TerminalGraphics

/// Where things are on the review screen.
///
/// Rows go to the traces first, then to what helps to read them, as the screen grows.
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
  /// The traces' rows, and the columns of the section that keys act on.
  public let traces: Rect
  /// One, or the two halves of a split view, from left to right.
  public let sections: [TimeSection]
  /// Rows above the traces; nil where there is no room, or nothing to show.
  public let axisRow: Int?
  public let rhythmRow: Int?
  public let beatRow: Int?
  /// Of other sets of marks.
  public let compared: [ComparedRows]
  public let stimulusRow: Int?
  public let detectorRow: Int?
  public let intervalRow: Int?
  /// Rows below the traces, in the time of the traces.
  public let relevance: Rect
  public let attentionRows: Range<Int>
  public let classRow: Int?
  /// Rows below the traces, over the whole record.
  public let trend: Rect
  public let wholeClassRow: Int?
  public let overview: Rect
  public let statusRow: Int
  public let hintRow: Int?
  /// The panes at the right side with their rows.
  public let panes: [PaneRect]
  /// Place of the topmost lane among the shown channels: the focused one is in view.
  public let firstLane: Int

  /// The rows of another set of marks; nil without rhythms of its own.
  public struct ComparedRows: Sendable, Equatable {
    public var rhythms: Int?
    public var beats: Int
  }

  /// A pane at the side.
  public struct PaneRect: Sendable, Equatable {
    public var pane: Pane
    public var rect: Rect
  }

  /// Dots from left to right.
  public var dots: Int { traces.width * 2 }

  /// The section that keys act on.
  public var active: TimeSection { sections.first(where: \.isActive) ?? sections[0] }

  init(size: Size, _ request: LayoutRequest) {
    self.size = size
    // Room for a gain under the name, and for a calibration pulse beside it.
    let least = size.width >= 100 ? 10 : 8
    gutter = min(max(request.lanes.longestName + 2, least), max(6, min(14, size.width / 6)))
    let rows = Rows(size: size, request)
    (axisRow, rhythmRow, beatRow) = (rows.axis, rows.rhythm, rows.beats)
    (compared, stimulusRow) = (rows.compared, rows.stimuli)
    (detectorRow, intervalRow) = (rows.detector, rows.intervals)
    (hintRow, statusRow) = (rows.hint, rows.status)
    (attentionRows, classRow, wholeClassRow) = (rows.attention, rows.classes, rows.wholeClasses)
    let side = SidePanes(request.panes, model: request.model, size: size)
    let left = max(0, size.width - gutter - side.width)
    overview = Rect(
      x: gutter, y: rows.overview.lowerBound, width: left, height: rows.overview.count)
    trend = Rect(x: gutter, y: rows.trend.lowerBound, width: left, height: rows.trend.count)
    sections = request.time.sections(gutter..<gutter + left)
    let active = sections.first(where: \.isActive) ?? sections[0]
    let free = rows.top..<max(rows.top, rows.bottom)
    let map = Self.relevanceRows(request, free.count)
    traces = Rect(
      x: active.columns.lowerBound, y: rows.top, width: active.columns.count,
      height: free.count - map)
    relevance = Rect(x: gutter, y: free.upperBound - map, width: left, height: map)
    let placed = LanePlaces(request.lanes, traces, unshortened: free.count)
    (lanes, laneRows, firstLane) = (placed.lanes, placed.rows, placed.first)
    panes = side.places(x: size.width - side.width, rows: 1..<max(1, rows.status))
  }

  /// Whether a pane is on the screen.
  func shows(_ pane: Pane) -> Bool {
    if pane.isAtSide { return panes.contains { $0.pane == pane } }
    return pane == .traces || relevance.height > 0
  }

  /// Whether a pane would be on the screen if panes were arranged so.
  func wouldShow(_ pane: Pane, _ arrangement: PaneArrangement, model: ModelRows?) -> Bool {
    if pane.isAtSide {
      let side = SidePanes(arrangement, model: model, size: size)
      return side.places(x: 0, rows: 1..<max(1, statusRow)).contains { $0.pane == pane }
    }
    let request = LayoutRequest(panes: arrangement, model: model)
    let free = traces.height + relevance.height
    return pane == .traces || Self.relevanceRows(request, free) > 0
  }

  /// How many lanes there would be of other channels, and how high.
  func lanes(of request: LayoutRequest.Lanes) -> (count: Int, rows: Int) {
    let placed = LanePlaces(request, traces, unshortened: traces.height)
    return (placed.lanes.count, placed.rows)
  }

  /// The columns that the traces share, whether they are split or not.
  static let leastSplitColumns = 21

  private static func relevanceRows(_ request: LayoutRequest, _ free: Int) -> Int {
    guard request.panes.open?.contains(.relevance) == true, let model = request.model,
      model.isReading, free >= 8
    else { return 0 }
    return min(max(3, model.channels) + 1, free / 2)
  }

  /// The rows of everything that is one row or a few, from the top and from the bottom.
  private struct Rows {
    var axis: Int?, rhythm: Int?, beats: Int?, stimuli: Int?, detector: Int?, intervals: Int?
    var compared: [ComparedRows] = []
    var hint: Int?, classes: Int?, wholeClasses: Int?
    var status: Int
    var overview: Range<Int>, trend: Range<Int>, attention: Range<Int>
    /// Where the traces begin and end.
    var top = 1
    var bottom: Int

    init(size: Size, _ request: LayoutRequest) {
      let height = size.height
      let isTall = height >= 16
      let lines = request.lines
      var next = 1
      func row(_ isShown: Bool) -> Int? {
        defer { if isShown { next += 1 } }
        return isShown ? next : nil
      }
      axis = row(height >= 6)
      rhythm = row(lines.contains(.rhythms) && isTall)
      beats = row(lines.contains(.marks) && height >= 8)
      if height >= 12 {
        compared = request.compared.map { hasRhythms in
          defer { next += 1 + (hasRhythms && isTall ? 1 : 0) }
          return hasRhythms && isTall
            ? ComparedRows(rhythms: next, beats: next + 1) : ComparedRows(beats: next)
        }
      }
      stimuli = row(lines.contains(.stimuli) && height >= 8)
      detector = row(lines.contains(.detector) && isTall)
      intervals = row(lines.contains(.intervals) && isTall)
      top = next
      hint = isTall ? height - 1 : nil
      status = height - (hint == nil ? 1 : 2)
      var end = status
      func rows(_ count: Int) -> Range<Int> {
        end -= count
        return end..<end + count
      }
      let hasModel = request.model?.isReading == true
      overview = rows(height >= 26 ? 2 : height >= 10 ? 1 : 0)
      wholeClasses = hasModel && height >= 30 ? rows(1).lowerBound : nil
      trend = rows(lines.contains(.trend) && isTall ? (height >= 30 ? 3 : 2) : 0)
      classes = hasModel && height >= 14 ? rows(1).lowerBound : nil
      let modalities = request.model?.modalities ?? 0
      attention = rows(hasModel && isTall ? (height >= 30 ? modalities : min(1, modalities)) : 0)
      bottom = end
    }
  }
}

/// The lanes of the channels that have room.
private struct LanePlaces {
  var lanes: [WaveformLayout.Lane] = []
  /// Rows of a lane without the spare ones that some get.
  var rows = 1
  var first = 0

  /// - Parameter unshortened: the traces' rows without a pane below them. Such a pane covers the
  ///   lowest lanes, and leaves the others where they are.
  init(_ request: LayoutRequest.Lanes, _ traces: Rect, unshortened: Int) {
    let shown = request.shown
    var whole = traces
    whole.height = unshortened
    guard !shown.isEmpty, traces.height > 0 else { return }
    // Lanes of one row are unreadable: two at least, unless the reader wants all at once.
    let least = request.fitsAll ? 1 : 2
    let isLarge = request.enlargesFocus && shown.contains(request.focus) && whole.height >= 6
    let large = isLarge ? whole.height / 2 : 0
    let room = whole.height - large
    let others = isLarge ? shown.count - 1 : shown.count
    let count = min(shown.count, max(1, min(others, room / least) + (isLarge ? 1 : 0)))
    rows = max(1, room / max(1, isLarge ? count - 1 : count))
    first = Self.first(request, count)
    let spare = max(0, whole.height - (isLarge ? large + rows * (count - 1) : rows * count))
    place(
      Array(shown[first..<first + count]), request.focus, large: large, spare: spare, whole)
    cut(to: traces, request.focus)
  }

  /// Leaves out the lanes that do not fit whole, and as many from the top as the focused one needs.
  private mutating func cut(to traces: Rect, _ focus: Int) {
    let end = traces.rows.upperBound
    let focused = lanes.first { $0.channel == focus }?.rect.rows.upperBound ?? 0
    let above = lanes.prefix { focused - $0.rect.y > traces.height && $0.channel != focus }
    let shift = above.reduce(0) { $0 + $1.rect.height }
    first += above.count
    lanes.removeFirst(above.count)
    for index in lanes.indices { lanes[index].rect.y -= shift }
    if let only = lanes.first, only.rect.rows.upperBound > end {
      lanes = [.init(channel: only.channel, rect: traces)]
    }
    lanes.removeAll { $0.rect.rows.upperBound > end }
  }

  /// The topmost lane with which the focused one is in view.
  private static func first(_ request: LayoutRequest.Lanes, _ count: Int) -> Int {
    let place = request.shown.firstIndex(of: request.focus) ?? 0
    let last = request.shown.count - count
    return max(min(max(0, request.first), last, place), place - count + 1)
  }

  /// Spare rows go to the focused lane first, then to the others from the top.
  private mutating func place(
    _ channels: [Int], _ focus: Int, large: Int, spare: Int, _ traces: Rect
  ) {
    let isFocusedLarger = channels.contains(focus) && spare > 0
    var spare = isFocusedLarger ? spare - 1 : spare
    var y = traces.y
    for channel in channels {
      var height = large > 0 && channel == focus ? large : rows
      if isFocusedLarger && channel == focus {
        height += 1
      } else if spare > 0 {
        height += 1
        spare -= 1
      }
      height = min(height, max(0, traces.rows.upperBound - y))
      let rect = Rect(x: traces.x, y: y, width: traces.width, height: height)
      if height > 0 { lanes.append(.init(channel: channel, rect: rect)) }
      y += height
    }
  }
}
