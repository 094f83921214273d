public import TerminalGraphics
import Waveforms

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

  /// A pane at the side.
  public struct PaneRect: Sendable, Equatable {
    public var pane: Pane
    public var rect: Rect
  }

  /// Dots from left to right.
  public var dots: Int { traces.width * 2 }

  /// The section that keys act on.
  public var active: TimeSection { sections.first(where: \.isActive) ?? sections[0] }

  public init(size: Size, state: WaveformState) {
    self.size = size
    let shown = state.shown
    let longest = shown.map { TextWidth.columns(of: state.document.record.channels[$0].name) }.max()
    gutter = min(max((longest ?? 0) + 2, 8), max(6, min(14, size.width / 6)))
    let rows = Rows(size: size, state: state)
    (axisRow, rhythmRow, beatRow) = (rows.axis, rows.rhythm, rows.beats)
    (detectorRow, intervalRow) = (rows.detector, rows.intervals)
    (hintRow, statusRow) = (rows.hint, rows.status)
    (attentionRows, classRow, wholeClassRow) = (rows.attention, rows.classes, rows.wholeClasses)
    let side = Self.side(size, state)
    let left = max(0, size.width - gutter - side)
    overview = Rect(
      x: gutter, y: rows.overview.lowerBound, width: left, height: rows.overview.count)
    trend = Rect(x: gutter, y: rows.trend.lowerBound, width: left, height: rows.trend.count)
    sections = Self.sections(state, gutter..<gutter + left)
    let active = sections.first(where: \.isActive) ?? sections[0]
    let free = rows.top..<max(rows.top, rows.bottom)
    let map = Self.relevanceRows(state, size, free.count)
    traces = Rect(
      x: active.columns.lowerBound, y: rows.top, width: active.columns.count,
      height: free.count - map)
    relevance = Rect(x: gutter, y: free.upperBound - map, width: left, height: map)
    (lanes, laneRows) = Self.lanes(state, shown, traces)
    let paneRows = 1..<max(1, rows.status)
    panes = Self.panes(
      state, Rect(x: size.width - side, y: 1, width: side, height: paneRows.count))
  }

  /// The rows of everything that is one row or a few, from the top and from the bottom.
  private struct Rows {
    var axis: Int?, rhythm: Int?, beats: Int?, detector: Int?, intervals: Int?
    var hint: Int?, classes: Int?, wholeClasses: Int?
    var status: Int
    var overview: Range<Int>, trend: Range<Int>, attention: Range<Int>
    /// Where the traces begin and end.
    var top = 1
    var bottom: Int

    init(size: Size, state: WaveformState) {
      let height = size.height
      let isTall = height >= 16
      let rhythms = state.document.rhythms
      let hasRhythms = !(rhythms?.episodes ?? []).isEmpty || !(rhythms?.noise ?? []).isEmpty
      var next = 1
      func row(_ isShown: Bool) -> Int? {
        defer { if isShown { next += 1 } }
        return isShown ? next : nil
      }
      axis = row(height >= 6)
      rhythm = row(hasRhythms && isTall)
      beats = row(!state.document.marks.isEmpty && height >= 8)
      detector = row(state.showsDetector && isTall)
      intervals = row(state.showsIntervals && isTall)
      top = next
      hint = isTall ? height - 1 : nil
      status = height - (hint == nil ? 1 : 2)
      var end = status
      func rows(_ count: Int) -> Range<Int> {
        end -= count
        return end..<end + count
      }
      let hasModel = state.model?.isReading == true
      overview = rows(height >= 26 ? 2 : height >= 10 ? 1 : 0)
      wholeClasses = hasModel && height >= 30 ? rows(1).lowerBound : nil
      trend = rows(state.showsTrend && isTall ? (height >= 30 ? 3 : 2) : 0)
      classes = hasModel && height >= 14 ? rows(1).lowerBound : nil
      let modalities = state.model?.attentionRows ?? 0
      attention = rows(hasModel && isTall ? (height >= 30 ? modalities : min(1, modalities)) : 0)
      bottom = end
    }
  }

  private static func side(_ size: Size, _ state: WaveformState) -> Int {
    let panes = state.sidePanes(size)
    guard !panes.isEmpty, size.width >= 64, size.height >= 12 else { return 0 }
    if panes.contains(.tokens), size.width >= 170 { return 68 }
    return size.width >= 150 ? 40 : 32
  }

  /// Panes share the side's rows: each has what it needs at least, and what is left goes to the last.
  private static func panes(_ state: WaveformState, _ area: Rect) -> [PaneRect] {
    guard area.width > 0 else { return [] }
    let wanted = state.sidePanes(Size(width: 200, height: 60)).filter { $0 != .relevance }
    var result: [PaneRect] = []
    var y = area.y
    for (index, pane) in wanted.enumerated() {
      let left = area.rows.upperBound - y
      let later = wanted[(index + 1)...].reduce(0) { $0 + $1.leastRows }
      let height =
        index == wanted.count - 1
        ? left : min(left, max(pane.leastRows, min(pane.rows(state, area.width), left - later)))
      guard height >= pane.leastRows else { break }
      result.append(
        PaneRect(pane: pane, rect: Rect(x: area.x, y: y, width: area.width, height: height)))
      y += height
    }
    return result
  }

  private static func sections(_ state: WaveformState, _ columns: Range<Int>) -> [TimeSection] {
    let active = TimeSection(
      columns: columns, start: state.start, secondsPerDot: state.speed.secondsPerDot,
      cursor: state.cursor)
    guard let split = state.split, columns.count >= 21 else { return [active] }
    // Both halves are as wide, with a line between them.
    let width = (columns.count - 1) / 2
    let halves = [
      columns.lowerBound..<columns.lowerBound + width,
      columns.upperBound - width..<columns.upperBound,
    ]
    var (mine, other) = (active, active)
    mine.columns = halves[split.isRightActive ? 1 : 0]
    other.columns = halves[split.isRightActive ? 0 : 1]
    (other.start, other.cursor, other.isActive) = (split.start, split.cursor, false)
    return split.isRightActive ? [other, mine] : [mine, other]
  }

  private static func relevanceRows(_ state: WaveformState, _ size: Size, _ free: Int) -> Int {
    guard state.panes?.contains(.relevance) == true, let model = state.model, model.isReading,
      free >= 8
    else { return 0 }
    return min(max(3, model.relevanceNames.count) + 1, free / 2)
  }

  private static func lanes(
    _ state: WaveformState, _ shown: [Int], _ traces: Rect
  ) -> ([Lane], Int) {
    guard !shown.isEmpty, traces.height > 0 else { return ([], 1) }
    // Lanes of one row are unreadable: two at least, unless the reader wants all at once.
    let least = state.fitsAllLanes ? 1 : 2
    let isLarge = state.enlargesFocus && shown.contains(state.focus) && traces.height >= 6
    let large = isLarge ? traces.height / 2 : 0
    let room = traces.height - large
    let others = isLarge ? shown.count - 1 : shown.count
    let count = min(shown.count, max(1, min(others, room / least) + (isLarge ? 1 : 0)))
    let small = max(1, isLarge ? count - 1 : count)
    let rows = max(1, room / small)
    let first = min(max(0, state.firstLane), shown.count - count)
    let visible = shown[first..<first + count]
    var spare = max(0, traces.height - (isLarge ? large + rows * (count - 1) : rows * count))
    let focused = visible.contains(state.focus) && spare > 0
    if focused { spare -= 1 }
    var y = traces.y
    let lanes = visible.map { channel in
      var height = isLarge && channel == state.focus ? large : rows
      if focused && channel == state.focus {
        height += 1
      } else if spare > 0 {
        height += 1
        spare -= 1
      }
      height = min(height, max(0, traces.rows.upperBound - y))
      defer { y += height }
      return Lane(
        channel: channel, rect: Rect(x: traces.x, y: y, width: traces.width, height: height))
    }
    return (lanes.filter { $0.rect.height > 0 }, rows)
  }

  /// The column of the active section that a moment falls into, which may lie outside.
  public func column(of seconds: Double, state: WaveformState) -> Int { active.column(of: seconds) }
}
