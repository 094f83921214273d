/// How the decision's probability goes as the window is deleted and inserted.
struct FaithfulnessPlot {
  var result: FaithfulnessResult

  /// The plot; nil where there are no curves.
  func drawing() -> Drawing? {
    let panels = [
      (name: "deletion", axis: "part of the window deleted", curves: result.deletion),
      (name: "insertion", axis: "part of the window inserted", curves: result.insertion),
    ].filter { panel in panel.curves.contains { $0.points.count >= 2 } }
    guard !panels.isEmpty else { return nil }
    let room = 410.0
    var drawing = Drawing(width: room * Double(panels.count), height: 276)
    for (index, panel) in panels.enumerated() {
      let box = Box(x: Double(index) * room + 44, y: 26, width: room - 62, height: 202)
      LinePanel(
        title: "probability, \(panel.name)", horizontal: panel.axis, box: box, x: 0...1, y: 0...1,
        series: panel.curves.map { curve in
          .init(
            points: curve.points.map { ($0.fraction, $0.probability) }, style: curve.order.style)
        }
      ).draw(on: &drawing)
    }
    return drawing
  }

  /// What the curves stand for.
  func legend() -> [Legend.Entry] {
    let orders = (result.deletion + result.insertion).map(\.order)
    return [FaithfulnessResult.Curve.Order.model, .random, .randomisedWeights]
      .filter(orders.contains)
      .map { Legend.Entry(mark: .line, style: $0.style, name: $0.label) }
  }
}

extension FaithfulnessResult.Curve.Order {
  var style: String {
    switch self {
    case .model: "accent"
    case .random: "second dashed"
    case .randomisedWeights: "third dotted"
    }
  }

  var label: String {
    switch self {
    case .model: "by the model’s attention"
    case .random: "at random"
    case .randomisedWeights: "by the attention of a model with randomised weights"
    }
  }
}
