/// A window's channels one above the other, with the attention over the same time below.
struct TracePlot {
  var window: ExampleWindow
  /// What stands at the attention's lane.
  var attentionLabel: String

  private static let width = 820.0
  private static let attentionHeight = 40.0

  /// The plot; nil where there is nothing to draw.
  func drawing() -> Drawing? {
    let channels = window.channels.filter { !$0.samples.values.isEmpty }
    guard !channels.isEmpty else { return nil }
    let lane = max(20, min(44, 480 / Double(channels.count)))
    let left = TextFit.column(channels.map(\.name), atMost: 110) + 12
    let hasRelevance = channels.contains { $0.relevance != nil }
    let top = hasRelevance ? 20.0 : 4
    let right = Self.width - (hasRelevance ? 86 : 8)
    let traces = Box(
      x: left, y: top, width: right - left, height: lane * Double(channels.count))
    let hasAttention = window.attention.values.contains { !$0.isNaN }
    let bottom = traces.bottom + (hasAttention ? Self.attentionHeight + 24 : 0)
    var drawing = Drawing(width: Self.width, height: bottom + 40)
    drawTime(traces, bottom: bottom, on: &drawing)
    drawTraces(channels, traces, lane: lane, on: &drawing)
    if hasRelevance { drawRelevance(channels, traces, lane: lane, on: &drawing) }
    if hasAttention {
      let box = Box(
        x: left, y: bottom - Self.attentionHeight, width: traces.width,
        height: Self.attentionHeight)
      drawAttention(box, on: &drawing)
    }
    return drawing
  }

  private func drawTraces(
    _ channels: [ExampleWindow.Channel], _ traces: Box, lane: Double,
    on drawing: inout Drawing
  ) {
    for (index, channel) in channels.enumerated() {
      let box = Box(
        x: traces.x, y: traces.y + Double(index) * lane + 1.5, width: traces.width,
        height: lane - 3)
      drawing.text(
        TextFit.cut(channel.name, to: 112),
        at: Point(x: traces.x - 10, y: box.y + box.height / 2 + 4), anchor: .end)
      drawing.path(TracePath(box: box).commands(channel.samples.values), style: "trace")
    }
  }

  private func drawTime(_ traces: Box, bottom: Double, on drawing: inout Drawing) {
    let count = window.channels.map(\.samples.values.count).max() ?? 0
    let seconds = window.samplingRate.flatMap { $0 > 0 ? Double(count) / $0 : nil }
    let scale = Scale(0...(seconds ?? Double(count)), from: traces.x, to: traces.right)
    for tick in scale.ticks(8) {
      let x = scale(tick.value)
      drawing.line(Point(x: x, y: traces.y), Point(x: x, y: bottom), style: "grid")
      drawing.text(tick.text, at: Point(x: x, y: bottom + 16), anchor: .middle, style: "tick")
    }
    drawing.text(
      seconds == nil ? "samples" : "seconds",
      at: Point(x: traces.x + traces.width / 2, y: bottom + 33), anchor: .middle, style: "tick")
  }

  private func drawRelevance(
    _ channels: [ExampleWindow.Channel], _ traces: Box, lane: Double,
    on drawing: inout Drawing
  ) {
    drawing.text(
      "relevance", at: Point(x: traces.right + 12, y: 11), style: "tick")
    let most = channels.compactMap(\.relevance).map(abs).max() ?? 0
    for (index, channel) in channels.enumerated() {
      guard let relevance = channel.relevance else { continue }
      let middle = traces.y + (Double(index) + 0.5) * lane
      let part = most > 0 ? abs(relevance) / most : 0
      drawing.rectangle(
        Box(x: traces.right + 12, y: middle - 4, width: 32 * part, height: 8),
        style: relevance < 0 ? "bar second" : "bar accent")
      drawing.text(
        NumberText.fixed(relevance, 2), at: Point(x: Self.width, y: middle + 4), anchor: .end,
        style: "tick")
    }
  }

  private func drawAttention(_ box: Box, on drawing: inout Drawing) {
    let values = window.attention.values.map { $0.isNaN ? 0 : Double(max(0, $0)) }
    let most = values.max() ?? 0
    let scale = Scale(0...(most > 0 ? most : 1), from: box.bottom, to: box.y)
    // As many steps as columns at most: what lies in one column shows its greatest value.
    let steps = min(values.count, Int(box.width))
    var path = "M\(Tenths(box.x).text) \(Tenths(box.bottom).text)"
    for step in 0..<steps {
      let part = values[step * values.count / steps..<(step + 1) * values.count / steps]
      let right = box.x + box.width * Double(step + 1) / Double(steps)
      path += "V\(Tenths(scale(part.max() ?? 0)).text)H\(Tenths(right).text)"
    }
    drawing.path(path + "V\(Tenths(box.bottom).text)z", style: "area accent")
    drawing.line(
      Point(x: box.x, y: box.bottom), Point(x: box.right, y: box.bottom), style: "axis")
    drawing.text(attentionLabel, at: Point(x: box.x, y: box.y - 6), style: "tick")
  }
}
