/// The part of wrong decisions among the most confident ones, by how many are kept.
struct RiskCoveragePlot {
  var points: [RiskCoveragePoint]
  /// Part of the decisions that the flag "uncertain" leaves.
  var flagged: Double?

  private static let frame = Box(x: 50, y: 26, width: 332, height: 344)

  /// The plot; nil for fewer than two points.
  func drawing() -> Drawing? {
    let known = points.filter { $0.coverage != nil && $0.risk != nil }
    guard known.count >= 2 else { return nil }
    var drawing = Drawing(width: 400, height: 408)
    let panel = LinePanel(
      title: "risk", horizontal: "coverage", box: Self.frame, x: 0...1,
      y: Scale.domain(around: known.compactMap(\.risk)),
      series: [.init(points: points.map { ($0.coverage, $0.risk) }, style: "accent")])
    if let flagged {
      let x = panel.x(flagged)
      drawing.line(
        Point(x: x, y: Self.frame.y), Point(x: x, y: Self.frame.bottom), style: "ideal")
      let isRight = flagged > 0.5
      drawing.text(
        "not flagged: \(NumberText.percent(flagged))",
        at: Point(x: x + (isRight ? -6 : 6), y: Self.frame.y + 14),
        anchor: isRight ? .end : .start, style: "tick")
    }
    panel.draw(on: &drawing)
    return drawing
  }
}
