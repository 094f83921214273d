/// A point of a drawing, in its units from the upper left.
struct Point: Equatable {
  var x: Double
  var y: Double
}

/// A rectangle of a drawing.
struct Box {
  var x: Double
  var y: Double
  var width: Double
  var height: Double

  var right: Double { x + width }
  var bottom: Double { y + height }
}

/// A picture in SVG that grows mark by mark; colours are those of the page's style sheet.
struct Drawing {
  /// Where a text's given point lies in it.
  enum Anchor: String {
    case start, middle, end
  }

  /// The sign at a value.
  enum Marker {
    case filledDot, openSquare, openDiamond
  }

  /// On narrow screens a plot is shrunk to this part, then scrolled: its words stay legible.
  private static let leastScale = 0.7

  let width: Double
  let height: Double
  private var marks: [Markup] = []

  /// An empty picture.
  init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  /// The picture for the page, with what it shows in words for those who do not see it.
  func markup(label: String) -> Markup {
    .element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "class": "plot", "role": "img",
        "aria-label": label, "viewBox": viewBox,
        "style": "max-width:\(number(width))px;min-width:\(number(Self.leastScale * width))px",
      ], marks)
  }

  /// The picture as an ornament that says nothing by itself.
  func ornament(style: String) -> Markup {
    .element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "class": style, "aria-hidden": "true",
        "viewBox": viewBox, "width": number(width), "height": number(height),
      ], marks)
  }

  mutating func line(_ from: Point, _ to: Point, style: String) {
    marks.append(
      .leaf(
        "line",
        [
          "class": style, "x1": number(from.x), "y1": number(from.y), "x2": number(to.x),
          "y2": number(to.y),
        ]))
  }

  /// A filled rectangle; `opacity` is that of the filling.
  mutating func rectangle(_ box: Box, style: String, opacity: Double = 1) {
    let shade = max(0, min(1, opacity))
    marks.append(
      .leaf(
        "rect",
        [
          "class": style, "x": number(box.x), "y": number(box.y),
          "width": number(max(0, box.width)), "height": number(max(0, box.height)),
          "fill-opacity": NumberText.fixed(shade, 2),
        ]))
  }

  /// Words at a point of their base line, turned about it by `degrees`.
  mutating func text(
    _ text: String, at point: Point, anchor: Anchor = .start, style: String = "label",
    degrees: Int = 0
  ) {
    let x = number(point.x), y = number(point.y)
    let words = Markup.element(
      "text", ["class": "\(style) \(anchor.rawValue)", "x": x, "y": y], Markup(text))
    marks.append(
      degrees == 0
        ? words : .element("g", ["transform": "rotate(\(degrees) \(x) \(y))"], words))
  }

  /// Straight lines from point to point; nothing for fewer than two.
  mutating func polyline(_ points: [Point], style: String) {
    guard points.count >= 2 else { return }
    let places = points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
    marks.append(.leaf("polyline", ["class": style, "points": places]))
  }

  /// A shape in SVG's path language.
  mutating func path(_ commands: String, style: String) {
    guard !commands.isEmpty else { return }
    marks.append(.leaf("path", ["class": style, "d": commands]))
  }

  mutating func marker(_ marker: Marker, at point: Point, style: String) {
    let x = number(point.x), y = number(point.y)
    switch marker {
    case .filledDot:
      marks.append(.leaf("circle", ["class": "dot \(style)", "cx": x, "cy": y, "r": "3.8"]))
    case .openSquare:
      path("M\(x) \(y)m-3.4-3.4h6.8v6.8h-6.8z", style: "hollow \(style)")
    case .openDiamond:
      path("M\(x) \(y)m0-4.8l4.8 4.8-4.8 4.8-4.8-4.8z", style: "hollow \(style)")
    }
  }

  private var viewBox: String { "0 0 \(number(width)) \(number(height))" }

  /// A length in tenths at most: finer cannot be seen, and would only make the page larger.
  private func number(_ value: Double) -> String { Tenths(value).text }
}
