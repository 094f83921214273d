import LiveSession
import LiveStreams
import ReviewSession
import TerminalGraphics
import Waveforms

/// The lanes below the sweep: five minutes of rate and of classes, and where the model looked.
struct LiveLanesView {
  let state: LiveState
  let channels: LiveChannels
  let view: LiveMonitor.View
  let layout: LiveLayout
  let theme: Theme

  func draw(_ frame: inout Frame) {
    if let row = layout.trendRow { drawTrend(row, &frame) }
    if let row = layout.classRow { drawClasses(row, &frame) }
    if let row = layout.attentionRow { drawAttention(row, &frame) }
  }

  private func title(_ text: String, _ row: Int, _ frame: inout Frame) {
    frame.write(" " + text, x: 0, y: row, style: theme[.textMuted], width: layout.gutter - 1)
  }

  /// The points of a column of cells, the newest at the right.
  private func points(_ column: Int) -> ArraySlice<LiveTrend.Point> {
    let points = view.reading.trend.points
    let missing = LiveTrend.count - points.count
    let width = max(1, layout.sweep.width)
    let first = column * LiveTrend.count / width - missing
    let end = max(first + 1, (column + 1) * LiveTrend.count / width - missing)
    return points[max(0, min(first, points.count))..<max(0, min(end, points.count))]
  }

  private func drawTrend(_ row: Int, _ frame: inout Frame) {
    title("5 min", row, &frame)
    let rates = view.reading.trend.points.compactMap(\.rate)
    guard let low = rates.min(), let high = rates.max() else { return }
    let span = max(20, high - low)
    let middle = (low + high) / 2
    var canvas = BrailleCanvas(size: Size(width: layout.sweep.width, height: 1))
    for column in 0..<layout.sweep.width {
      guard let rate = points(column).compactMap(\.rate).last else { continue }
      let dot = Int((1.5 - (rate - middle) / span * 3).rounded())
      for half in 0..<2 { canvas.fillColumn(column * 2 + half, from: dot, to: dot) }
    }
    for column in 0..<layout.sweep.width {
      guard let glyph = canvas.glyph(x: column, y: 0) else { continue }
      frame[layout.sweep.x + column, row] = Cell(glyph, theme[.measure])
    }
  }

  private func drawClasses(_ row: Int, _ frame: inout Frame) {
    guard view.reading.modelName != nil else { return }
    title("class", row, &frame)
    for column in 0..<layout.sweep.width {
      let points = points(column)
      guard !points.isEmpty else { continue }
      let place = points.last?.name.flatMap { view.reading.classes.firstIndex(of: $0) }
      frame[layout.sweep.x + column, row] =
        place.map { Cell("▄", theme[ThemeRole.ofClass($0)]) } ?? Cell("·", theme[.modelUncertain])
    }
  }

  /// The attention of the last window, under the columns that it is about.
  private func drawAttention(_ row: Int, _ frame: inout Frame) {
    guard let window = view.reading.window, !view.reading.attention.isEmpty else { return }
    title("attn", row, &frame)
    let rate = channels.buffer.header.samplingRateHz
    let page = state.page(end: state.shownEnd(view))
    let weights = view.reading.attention
    let length = window.span.upperBound - window.span.lowerBound
    var heat = [Double](repeating: -1, count: layout.sweep.width)
    for (index, weight) in weights.enumerated() {
      let seconds = window.span.lowerBound + length * (Double(index) + 0.5) / Double(weights.count)
      guard let cell = page.cell(of: Int(seconds * rate)), heat.indices.contains(cell) else {
        continue
      }
      heat[cell] = max(heat[cell], Double(weight) * Double(weights.count))
    }
    for (column, value) in heat.enumerated() where value >= 0 {
      frame[layout.sweep.x + column, row] = HeatScale.bar(HeatScale.step(value), theme)
    }
  }
}
