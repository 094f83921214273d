import ReviewSession
import TerminalGraphics
import Waveforms

/// R-R of the whole record, in the time of the overview: each column from its shortest to its
/// longest.
struct TrendView: CanvasPart {
  let canvas: Canvas
  let review: RecordReview

  func draw(_ frame: inout Frame) {
    let area = layout.trend
    guard area.height > 0, area.width > 0 else { return }
    let muted = theme[.textMuted]
    frame.write("R-R", x: 0, y: area.y, style: muted, width: layout.gutter)
    if area.height > 1 {
      frame.write(" s", x: 0, y: area.y + 1, style: muted, width: layout.gutter)
    }
    guard review.beats.count > 2 else {
      let text = review.detected == nil ? "looking for beats…" : "no beats"
      frame.write(text, x: area.x, y: area.y, style: muted)
      return
    }
    let spans = Self.spans(
      review.beats, columns: area.width * 2, durationSeconds: record.durationSeconds)
    guard let scale = Self.scale(spans) else { return }
    draw(spans, scale, &frame)
    guard area.height > 1 else { return }
    frame.write(decimal(scale.upperBound, 1), endingAt: layout.gutter - 1, y: area.y, style: muted)
    frame.write(
      decimal(scale.lowerBound, 1), endingAt: layout.gutter - 1, y: area.rows.upperBound - 1,
      style: muted)
  }

  /// Longer intervals are gaps in the annotations.
  private static let longestSeconds = 4.0

  /// The intervals that end in each column.
  private static func spans(
    _ beats: [Double], columns: Int, durationSeconds: Double
  ) -> [ClosedRange<Double>?] {
    let perColumn = durationSeconds / Double(columns)
    var spans = [ClosedRange<Double>?](repeating: nil, count: columns)
    // Beats of a record without length are nowhere.
    guard perColumn > 0 else { return spans }
    for (before, beat) in zip(beats, beats.dropFirst()) {
      let interval = beat - before
      guard interval > 0, interval < longestSeconds else { continue }
      let column = Int(min(Double(columns - 1), max(0, beat / perColumn)))
      spans[column] =
        spans[column].map {
          min($0.lowerBound, interval)...max($0.upperBound, interval)
        } ?? interval...interval
    }
    return spans
  }

  /// The usual intervals in tenths of a second: a single long one, where a beat was not annotated,
  /// must not flatten all others.
  private static func scale(_ spans: [ClosedRange<Double>?]) -> ClosedRange<Double>? {
    let all = spans.compactMap { $0 }
    guard !all.isEmpty else { return nil }
    let shortest = all.map(\.lowerBound).sorted()
    let longest = all.map(\.upperBound).sorted()
    let low = (shortest[shortest.count / 50] * 10).rounded(.down) / 10
    let high = (longest[(longest.count - 1) * 49 / 50] * 10).rounded(.up) / 10
    return low...max(low + 0.1, high)
  }

  /// What lies beyond the scale stands at the edge.
  private func draw(
    _ spans: [ClosedRange<Double>?], _ scale: ClosedRange<Double>, _ frame: inout Frame
  ) {
    let area = layout.trend
    var canvas = BrailleCanvas(size: Size(width: area.width, height: area.height))
    let last = Double(canvas.dotRows - 1)
    func row(_ value: Double) -> Int {
      let share = (scale.upperBound - value) / (scale.upperBound - scale.lowerBound)
      return Int((min(max(share, 0), 1) * last).rounded())
    }
    for (column, span) in spans.enumerated() {
      guard let span else { continue }
      canvas.fillColumn(column, from: row(span.upperBound), to: row(span.lowerBound))
    }
    for y in 0..<area.height {
      for x in 0..<area.width {
        guard let glyph = canvas.glyph(x: x, y: y) else { continue }
        frame[area.x + x, area.y + y] = Cell(glyph, theme[.measure])
      }
    }
  }
}
