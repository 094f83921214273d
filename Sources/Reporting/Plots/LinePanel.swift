/// A plot of curves over two axes.
struct LinePanel {
  /// A curve, left out where points are not known.
  struct Series {
    var points: [(x: Double?, y: Double?)]
    /// Class of the style sheet that gives colour and dashes.
    var style: String
  }

  var title: String
  var horizontal: String
  var x: Scale
  var y: Scale
  var series: [Series]

  /// How many ticks to strive for along each axis.
  private static let ticks = 5

  /// A panel whose axes fill a box, the labels standing around it.
  init(
    title: String, horizontal: String, box: Box, x: ClosedRange<Double>, y: ClosedRange<Double>,
    series: [Series]
  ) {
    self.title = title
    self.horizontal = horizontal
    self.x = Scale(x, from: box.x, to: box.right)
    self.y = Scale(y, from: box.bottom, to: box.y)
    self.series = series
  }

  /// Axes, grid and curves.
  func draw(on drawing: inout Drawing) {
    drawGrid(on: &drawing)
    for series in series {
      var run: [Point] = []
      for point in series.points {
        if let first = point.x, let second = point.y {
          run.append(Point(x: x(first), y: y(second)))
        } else {
          drawing.polyline(run, style: "curve \(series.style)")
          run = []
        }
      }
      drawing.polyline(run, style: "curve \(series.style)")
    }
  }

  private func drawGrid(on drawing: inout Drawing) {
    for tick in y.ticks(Self.ticks) {
      let place = y(tick.value)
      drawing.line(
        Point(x: x.start, y: place), Point(x: x.end, y: place),
        style: tick.value == y.domain.lowerBound ? "axis" : "grid")
      drawing.text(
        tick.text, at: Point(x: x.start - 6, y: place + 4), anchor: .end, style: "tick")
    }
    for tick in x.ticks(Self.ticks) {
      drawing.text(
        tick.text, at: Point(x: x(tick.value), y: y.start + 16), anchor: .middle, style: "tick")
    }
    drawing.text(title, at: Point(x: x.start, y: y.end - 10), style: "label strong")
    drawing.text(
      horizontal, at: Point(x: (x.start + x.end) / 2, y: y.start + 32), anchor: .middle,
      style: "tick")
  }
}
