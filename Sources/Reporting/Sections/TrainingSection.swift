/// How the training went.
struct TrainingSection {
  var curves: [TrainingCurve]

  /// The section in the page; nothing without curves.
  func markup() -> Markup {
    let plot = TrainingPlot(curves: curves)
    guard let drawing = plot.drawing() else { return .empty }
    let figure = Figure(
      title: "Training curves", caption: plot.caption, legend: plot.legend(), drawing: drawing)
    return .element("section", [.element("h2", "Training"), figure.markup()])
  }
}
