/// Loss, validation score and learning rate over the epochs of every training.
struct TrainingPlot {
  var curves: [TrainingCurve]

  /// More curves than colours are drawn alike, and told apart no more.
  private static let colours = 6
  private static var panels: [(name: String, path: KeyPath<TrainingCurve.Point, Double?>)] {
    [
      ("training loss", \.trainingLoss), ("validation macro-F1", \.validationMacroF1),
      ("learning rate", \.learningRate),
    ]
  }

  /// The plot; nil where nothing was measured.
  func drawing() -> Drawing? {
    let panels = Self.panels.filter { panel in
      curves.contains { curve in
        curve.points.count { $0[keyPath: panel.path] != nil } >= 2
      }
    }
    guard !panels.isEmpty else { return nil }
    var drawing = Drawing(width: 820, height: 246)
    let room = 820 / Double(panels.count)
    for (index, panel) in panels.enumerated() {
      let box = Box(x: Double(index) * room + 50, y: 26, width: room - 68, height: 172)
      draw(panel.name, panel.path, box, on: &drawing)
    }
    return drawing
  }

  /// Which colour is which training; nothing for one, or for too many.
  func legend() -> [Legend.Entry] {
    guard curves.count > 1, curves.count <= Self.colours else { return [] }
    return curves.enumerated().map { index, curve in
      Legend.Entry(mark: .line, style: style(index), name: curve.name)
    }
  }

  /// What the curves are, where no legend says it.
  var caption: String {
    guard legend().isEmpty else { return "" }
    return curves.count == 1
      ? curves.map(\.name).joined() : "\(curves.count) trainings, a line each."
  }

  private func style(_ index: Int) -> String {
    if curves.count == 1 { return "accent" }
    return curves.count <= Self.colours ? "hue\(index)" : "accent thin"
  }

  private func draw(
    _ name: String, _ path: KeyPath<TrainingCurve.Point, Double?>, _ box: Box,
    on drawing: inout Drawing
  ) {
    let epochs = curves.flatMap { $0.points.map { Double($0.epoch) } }
    let values = curves.flatMap { $0.points.compactMap { $0[keyPath: path] } }
    let first = epochs.min() ?? 0, last = epochs.max() ?? 1
    let isScore = path == \.validationMacroF1
    let panel = LinePanel(
      title: name, horizontal: "epoch", box: box, x: first...max(last, first + 1),
      y: isScore ? 0...1 : Scale.domain(around: values),
      series: curves.enumerated().map { index, curve in
        .init(
          points: curve.points.map { (Double($0.epoch), $0[keyPath: path]) },
          style: style(index))
      })
    panel.draw(on: &drawing)
  }
}
