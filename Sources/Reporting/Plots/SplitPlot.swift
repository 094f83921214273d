/// The main figures of all splits side by side, with their intervals.
struct SplitPlot {
  var splits: [SplitResult]

  private static let width = 820.0
  private static let rowHeight = 19.0
  private static let groupGap = 15.0
  private static let top = 8.0
  private static var rows: [(name: String, path: KeyPath<SplitMetrics, Estimate>)] {
    [
      ("Macro-F1", \.macroF1), ("Macro-F2", \.macroF2), ("Accuracy", \.accuracy),
      ("Cohen’s κ", \.cohensKappa),
    ]
  }

  /// The plot; nil where no figure is known.
  func drawing() -> Drawing? {
    let rows = Self.rows.filter { row in
      splits.contains { $0.metrics[keyPath: row.path].value != nil }
    }
    guard !rows.isEmpty else { return nil }
    let group = Double(splits.count) * Self.rowHeight + Self.groupGap
    let bottom = Self.top + Double(rows.count) * group
    var drawing = Drawing(width: Self.width, height: bottom + 26)
    let scale = Scale(domain(rows.map(\.path)), from: 100, to: Self.width - 190)
    drawAxis(scale, bottom: bottom, on: &drawing)
    for (index, row) in rows.enumerated() {
      let upper = Self.top + Double(index) * group
      if index > 0 {
        drawing.line(
          Point(x: 0, y: upper), Point(x: Self.width, y: upper), style: "grid")
      }
      let middle = upper + group / 2
      drawing.text(row.name, at: Point(x: 0, y: middle + 4), style: "label strong")
      for (line, split) in splits.enumerated() {
        let y = upper + Self.groupGap / 2 + (Double(line) + 0.5) * Self.rowHeight
        draw(split, split.metrics[keyPath: row.path], scale, y: y, on: &drawing)
      }
    }
    return drawing
  }

  /// What the markers stand for.
  func legend() -> [Legend.Entry] {
    splits.map { split in
      Legend.Entry(
        mark: .marker(split.role.marker), style: split.role.style,
        name: "\(split.code) \(split.name)\(split.role == .leaky ? " (leaky)" : "")")
    }
  }

  private func domain(_ paths: [KeyPath<SplitMetrics, Estimate>]) -> ClosedRange<Double> {
    let values = splits.flatMap { split in
      paths.flatMap { path in
        [split.metrics[keyPath: path].value, split.metrics[keyPath: path].low].compactMap(\.self)
      }
    }
    return min(0, values.min() ?? 0)...1
  }

  private func drawAxis(_ scale: Scale, bottom: Double, on drawing: inout Drawing) {
    for tick in scale.ticks(5) {
      let x = scale(tick.value)
      drawing.line(
        Point(x: x, y: Self.top), Point(x: x, y: bottom),
        style: tick.value == 0 ? "axis" : "grid")
      drawing.text(tick.text, at: Point(x: x, y: bottom + 16), anchor: .middle, style: "tick")
    }
  }

  private func draw(
    _ split: SplitResult, _ estimate: Estimate, _ scale: Scale, y: Double,
    on drawing: inout Drawing
  ) {
    let style = split.role.style
    if let interval = estimate.interval {
      drawing.line(
        Point(x: scale(interval.lowerBound), y: y), Point(x: scale(interval.upperBound), y: y),
        style: "whisker \(style)")
    }
    if let value = estimate.value {
      drawing.marker(split.role.marker, at: Point(x: scale(value), y: y), style: style)
    }
    let left = scale.end + 18
    let code = TextFit.cut(split.code, to: 28)
    drawing.text(code, at: Point(x: left, y: y + 4), style: "label strong")
    drawing.text(
      NumberText.fixed(estimate.value, 3), at: Point(x: left + 32, y: y + 4), style: "label")
    drawing.text(
      split.role == .leaky ? "leaky" : NumberText.interval(estimate) ?? "",
      at: Point(x: left + 78, y: y + 4), style: split.role == .leaky ? "tick warn" : "tick")
  }
}

extension SplitResult.Role {
  /// Class of the style sheet for marks of such a split.
  var style: String {
    switch self {
    case .headline: "accent"
    case .comparison: "second"
    case .leaky: "leak"
    }
  }

  /// Sign at its values: not told apart by colour alone.
  var marker: Drawing.Marker {
    switch self {
    case .headline: .filledDot
    case .comparison: .openSquare
    case .leaky: .openDiamond
    }
  }
}
