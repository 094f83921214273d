/// Horizontal bars from 0 to 1 with their intervals, a name before and the numbers behind each.
struct IntervalBars {
  /// One bar.
  struct Row {
    var name: String
    /// Short remark behind the name, such as "tail".
    var remark = ""
    var estimate: Estimate
  }

  var rows: [Row]
  /// Classes of the style sheet for the bars.
  var style: String

  private static let width = 820.0
  private static let rowHeight = 27.0

  /// The plot; nil where no row has a value.
  func drawing() -> Drawing? {
    guard rows.contains(where: { $0.estimate.value != nil }) else { return nil }
    let names = TextFit.column(rows.map(\.name), atMost: 240)
    let remarks = TextFit.column(rows.map(\.remark), size: 11, atMost: 60)
    let scale = Scale(
      0...1, from: names + (remarks > 0 ? remarks + 22 : 14), to: Self.width - 165)
    let bottom = Double(rows.count) * Self.rowHeight + 4
    var drawing = Drawing(width: Self.width, height: bottom + 24)
    for tick in scale.ticks(5) {
      let x = scale(tick.value)
      drawing.line(
        Point(x: x, y: 0), Point(x: x, y: bottom), style: tick.value == 0 ? "axis" : "grid")
      drawing.text(tick.text, at: Point(x: x, y: bottom + 16), anchor: .middle, style: "tick")
    }
    for (index, row) in rows.enumerated() {
      let y = (Double(index) + 0.5) * Self.rowHeight + 2
      drawing.text(TextFit.cut(row.name, to: 242), at: Point(x: 0, y: y + 4))
      drawing.text(row.remark, at: Point(x: names + 8, y: y + 4), style: "tick")
      draw(row.estimate, scale, y: y, on: &drawing)
    }
    return drawing
  }

  /// How to read the lines, where there are any.
  var caption: String {
    rows.contains { $0.estimate.interval != nil } ? "Lines are 95 % intervals." : ""
  }

  private func draw(
    _ estimate: Estimate, _ scale: Scale, y: Double, on drawing: inout Drawing
  ) {
    if let value = estimate.value {
      let box = Box(x: scale.start, y: y - 7, width: scale(value) - scale.start, height: 14)
      drawing.rectangle(box, style: style)
    }
    if let interval = estimate.interval {
      let low = scale(interval.lowerBound), high = scale(interval.upperBound)
      for x in [low, high] {
        drawing.line(Point(x: x, y: y - 4), Point(x: x, y: y + 4), style: "whisker inkline")
      }
      drawing.line(Point(x: low, y: y), Point(x: high, y: y), style: "whisker inkline")
    }
    let left = scale.end + 16
    drawing.text(
      NumberText.fixed(estimate.value, 3), at: Point(x: left, y: y + 4), style: "label strong")
    drawing.text(
      NumberText.interval(estimate) ?? "", at: Point(x: left + 50, y: y + 4), style: "tick")
  }
}
