import ReviewStore
import TerminalGraphics
import Waveforms

/// Pinned intervals on the traces: a line at each end, and name and milliseconds beside
/// them, where no trace is if there is such a place.
struct PinnedIntervalsView: CanvasPart {
  let canvas: Canvas
  /// In order of time.
  let intervals: [PinnedInterval]

  /// An end that is in view.
  private struct Place {
    var x: Int
    var rows: Range<Int>
  }

  func draw(_ section: TimeSection, _ frame: inout Frame) {
    var taken: Set<Point> = []
    for interval in intervals
    where interval.to.seconds >= section.start && interval.from.seconds <= section.end {
      let ends = [interval.from, interval.to].compactMap { place(of: $0, section) }
      guard let first = ends.first, let last = ends.last else { continue }
      let between =
        min(
          first.rows.lowerBound, last.rows.lowerBound)..<max(
          first.rows.upperBound, last.rows.upperBound)
      for end in ends { drawEnd(end, across: between, &frame) }
      drawLabel(interval, from: first, to: last, section, &taken, &frame)
    }
  }

  private struct Point: Hashable {
    var x: Int
    var y: Int
  }

  /// Nil where its channel or its moment is not in view.
  private func place(of end: PinnedInterval.End, _ section: TimeSection) -> Place? {
    let x = section.column(of: end.seconds)
    guard section.columns.contains(x),
      let lane = layout.lanes.first(where: { record.channels[$0.channel].name == end.channel })
    else { return nil }
    return Place(x: x, rows: lane.rect.rows)
  }

  /// A line from one channel to the other where no trace is; the end's own trace is marked.
  private func drawEnd(_ end: Place, across rows: Range<Int>, _ frame: inout Frame) {
    for y in rows {
      var cell = frame[end.x, y]
      if cell.glyph == " " || cell.glyph == "·" {
        cell = Cell("╎", theme.applying(.caliper, to: cell.style))
      } else if end.rows.contains(y) {
        cell.style = theme.applying(.caliper, to: cell.style)
      }
      frame[end.x, y] = cell
    }
  }

  /// `HV 52` between the ends, or beside them; on the rows of both lanes, where it hides least.
  private func drawLabel(
    _ interval: PinnedInterval, from first: Place, to last: Place, _ section: TimeSection,
    _ taken: inout Set<Point>, _ frame: inout Frame
  ) {
    let text = TextWidth.truncated(
      "\(interval.name) \(interval.milliseconds)", to: section.columns.count)
    let width = TextWidth.columns(of: text)
    let (low, high) = (min(first.x, last.x), max(first.x, last.x))
    let wished = [(low + high + 1 - width) / 2, high + 1, low - width, high - width / 2]
    var best: (x: Int, y: Int, cost: Int)?
    for y in Set(Array(first.rows) + Array(last.rows)).sorted() {
      for wish in wished {
        let x = min(max(wish, section.columns.lowerBound), section.columns.upperBound - width)
        let columns = x..<x + width
        guard columns.allSatisfy({ !taken.contains(Point(x: $0, y: y)) }) else { continue }
        let hidden = columns.count { !" ·╎".unicodeScalars.contains(frame[$0, y].glyph) }
        if best.map({ hidden < $0.cost }) ?? true { best = (x, y, hidden) }
      }
    }
    // So many intervals in one place that a label more would hide another: nearer, all have room.
    guard let best else { return }
    for x in best.x - 1...best.x + width { taken.insert(Point(x: x, y: best.y)) }
    frame.write(
      text, x: best.x, y: best.y,
      style: theme.applying(.caliper, to: frame[best.x, best.y].style), width: width)
  }
}
