/// Accuracy against confidence before and after calibration, over the counts of decisions.
struct ReliabilityPlot {
  var before: [ReliabilityBin]
  var after: [ReliabilityBin]

  private static let frame = Box(x: 44, y: 26, width: 338, height: 238)
  private static let histogram = Box(x: 44, y: 312, width: 338, height: 58)

  /// The plot; nil where all bins are empty.
  func drawing() -> Drawing? {
    guard (before + after).contains(where: { Self.point($0) != nil }) else { return nil }
    var drawing = Drawing(width: 400, height: 408)
    let frame = Self.frame
    let panel = LinePanel(
      title: "accuracy", horizontal: "", box: frame, x: 0...1, y: 0...1, series: [])
    panel.draw(on: &drawing)
    drawing.line(
      Point(x: frame.x, y: frame.bottom), Point(x: frame.right, y: frame.y), style: "ideal")
    drawCurve(before, panel, style: "second", marker: .openSquare, on: &drawing)
    drawCurve(after, panel, style: "accent", marker: .filledDot, on: &drawing)
    drawHistogram(on: &drawing)
    return drawing
  }

  /// What the curves stand for.
  func legend() -> [Legend.Entry] {
    var entries: [Legend.Entry] = []
    if before.contains(where: { Self.point($0) != nil }) {
      entries.append(.init(mark: .marker(.openSquare), style: "second", name: "before calibration"))
    }
    if after.contains(where: { Self.point($0) != nil }) {
      entries.append(.init(mark: .marker(.filledDot), style: "accent", name: "after calibration"))
    }
    return entries
  }

  private static func point(_ bin: ReliabilityBin) -> (x: Double, y: Double)? {
    guard bin.count > 0, let confidence = bin.confidence, let accuracy = bin.accuracy else {
      return nil
    }
    return (confidence, accuracy)
  }

  private func drawCurve(
    _ bins: [ReliabilityBin], _ panel: LinePanel, style: String, marker: Drawing.Marker,
    on drawing: inout Drawing
  ) {
    let points = bins.compactMap(Self.point).map { Point(x: panel.x($0.x), y: panel.y($0.y)) }
    drawing.polyline(points, style: "curve \(style)")
    for point in points { drawing.marker(marker, at: point, style: style) }
  }

  private func drawHistogram(on drawing: inout Drawing) {
    let box = Self.histogram
    let most = max(1, (before + after).map(\.count).max() ?? 1)
    let scale = Scale(0...Double(most), from: box.bottom, to: box.y)
    drawing.text("decisions", at: Point(x: box.x, y: box.y - 8), style: "label strong")
    drawing.text(
      "most in a bin: \(NumberText.count(most))", at: Point(x: box.right, y: box.y - 8),
      anchor: .end, style: "tick")
    for (bins, style, part) in [(before, "bar second", 0.0), (after, "bar accent", 1.0)] {
      let width = box.width / Double(max(1, bins.count))
      for (index, bin) in bins.enumerated() where bin.count > 0 {
        let top = scale(Double(bin.count))
        drawing.rectangle(
          Box(
            x: box.x + (Double(index) + 0.08 + part * 0.42) * width, y: top,
            width: width * 0.4, height: box.bottom - top), style: style)
      }
    }
    drawing.line(
      Point(x: box.x, y: box.bottom), Point(x: box.right, y: box.bottom), style: "axis")
    drawing.text(
      "confidence", at: Point(x: box.x + box.width / 2, y: box.bottom + 20), anchor: .middle,
      style: "tick")
  }
}
