/// Decisions by true and decided class: counts, shaded by their part of the true class.
struct ConfusionPlot {
  var classes: [String]
  var counts: [[Int]]

  private static let cellHeight = 42.0
  private static let columnGap = 12.0
  /// From this shade on a number is set in the light colour.
  private static let darkShade = 0.6

  /// The plot; nil where the counts do not fit the classes.
  func drawing() -> Drawing? {
    guard !counts.isEmpty, counts.count == classes.count,
      counts.allSatisfy({ $0.count == classes.count })
    else { return nil }
    let layout = Layout(classes: classes)
    var drawing = Drawing(width: layout.width, height: layout.height)
    drawHeadings(layout, on: &drawing)
    for truth in counts.indices { drawRow(truth, layout, on: &drawing) }
    drawPrecision(layout, on: &drawing)
    return drawing
  }

  private struct Layout {
    let classes: [String]
    let left: Double
    let cell: Double
    let top: Double
    let turned: Bool

    init(classes: [String]) {
      self.classes = classes
      left = TextFit.column(classes, atMost: 190) + 34
      cell = min(84, max(46, (730 - left) / Double(classes.count)))
      let width = cell
      turned = classes.contains { TextFit.width($0) > width - 6 }
      top = turned ? 34 + TextFit.column(classes, atMost: 150) * 0.71 : 46
    }

    var grid: Double { cell * Double(classes.count) }
    var marginX: Double { left + grid + ConfusionPlot.columnGap }
    var marginY: Double {
      top + ConfusionPlot.cellHeight * Double(classes.count) + ConfusionPlot.columnGap
    }
    /// Room on the right for names that lean over the last column.
    var width: Double { marginX + (turned ? 92 : 62) }
    var height: Double { marginY + 26 }

    func box(_ truth: Int, _ decision: Int) -> Box {
      Box(
        x: left + Double(decision) * cell + 1,
        y: top + Double(truth) * ConfusionPlot.cellHeight + 1, width: cell - 2,
        height: ConfusionPlot.cellHeight - 2)
    }
  }

  private func drawHeadings(_ layout: Layout, on drawing: inout Drawing) {
    drawing.text(
      "decided class", at: Point(x: layout.left + layout.grid / 2, y: 12), anchor: .middle,
      style: "tick")
    let half = layout.top + Self.cellHeight * Double(classes.count) / 2
    drawing.text(
      "true class", at: Point(x: 11, y: half), anchor: .middle, style: "tick", degrees: -90)
    for (index, name) in classes.enumerated() {
      let box = layout.box(index, index), middle = box.x + box.width / 2
      drawing.text(
        TextFit.cut(name, to: 152), at: Point(x: middle, y: layout.top - 8),
        anchor: layout.turned ? .start : .middle, degrees: layout.turned ? -45 : 0)
      drawing.text(
        TextFit.cut(name, to: 192), at: Point(x: layout.left - 8, y: box.y + box.height / 2 + 4),
        anchor: .end)
    }
  }

  private func drawRow(_ truth: Int, _ layout: Layout, on drawing: inout Drawing) {
    let support = counts[truth].reduce(0, +)
    for decision in counts.indices {
      let box = layout.box(truth, decision), count = counts[truth][decision]
      let share = support > 0 ? Double(count) / Double(support) : 0
      drawing.rectangle(box, style: "vacant")
      if count > 0 { drawing.rectangle(box, style: "cell", opacity: max(0.03, share)) }
      if truth == decision { drawing.rectangle(box, style: "diagonal", opacity: 0) }
      let shade = share >= Self.darkShade ? "reversed" : count == 0 ? "faint" : "inked"
      let x = box.x + box.width / 2
      drawing.text(
        NumberText.count(count), at: Point(x: x, y: box.y + 18), anchor: .middle,
        style: "label \(shade)")
      if count > 0 {
        drawing.text(
          share < 0.005 ? "<1\u{202F}%" : NumberText.percent(share),
          at: Point(x: x, y: box.y + 32), anchor: .middle, style: "small \(shade)")
      }
    }
    drawMargin(
      support > 0 ? Double(counts[truth][truth]) / Double(support) : nil,
      at: Point(
        x: layout.marginX + 24, y: layout.top + (Double(truth) + 0.5) * Self.cellHeight + 4),
      on: &drawing)
  }

  private func drawPrecision(_ layout: Layout, on drawing: inout Drawing) {
    drawing.text(
      "recall", at: Point(x: layout.marginX + 24, y: layout.marginY + 10), anchor: .middle,
      style: "tick")
    drawing.text(
      "precision", at: Point(x: layout.left - 8, y: layout.marginY + 10), anchor: .end,
      style: "tick")
    for decision in counts.indices {
      let decided = counts.reduce(0) { $0 + $1[decision] }
      let box = layout.box(0, decision)
      drawMargin(
        decided > 0 ? Double(counts[decision][decision]) / Double(decided) : nil,
        at: Point(x: box.x + box.width / 2, y: layout.marginY + 10), on: &drawing)
    }
  }

  private func drawMargin(_ share: Double?, at point: Point, on drawing: inout Drawing) {
    drawing.text(NumberText.percent(share), at: point, anchor: .middle, style: "label")
  }
}
