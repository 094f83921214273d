/// A place on a page, in millimetres from its upper left corner.
struct Point: Equatable {
  var x: Double
  var y: Double
}

/// A rectangle on a page, in millimetres.
struct Box: Equatable {
  var x: Double
  var y: Double
  var width: Double
  var height: Double

  var right: Double { x + width }
  var bottom: Double { y + height }

  /// Whether they have more than an edge in common.
  func overlaps(_ other: Box) -> Bool {
    x < other.right && other.x < right && y < other.bottom && other.y < bottom
  }
}

/// What is drawn with. All of it can be told apart in black and white.
enum Ink: Equatable {
  case black
  /// Shades of text that matters less, and of areas under it.
  case grey, pale
  /// Lines of the paper, each millimetre and every fifth.
  case fineGrid, coarseGrid
  case white

  var rgb: (red: Double, green: Double, blue: Double) {
    switch self {
    case .black: (0, 0, 0)
    case .grey: (0.35, 0.35, 0.35)
    case .pale: (0.8, 0.8, 0.8)
    case .fineGrid: (0.98, 0.84, 0.82)
    case .coarseGrid: (0.93, 0.62, 0.58)
    case .white: (1, 1, 1)
    }
  }
}

/// Lines of one width, with round joins and caps.
struct Stroke: Equatable {
  var paths: [[Point]]
  /// In mm.
  var width: Double
  var ink = Ink.black
  /// Lengths in mm that are drawn and left out in turn; empty for a solid line.
  var dash: [Double] = []
  /// Nothing is drawn outside of it.
  var clip: Box?
}

/// One line of text.
struct PageText: Equatable {
  enum Alignment { case left, centre, right }

  var text: String
  /// On the text's baseline.
  var at: Point
  /// Font size in mm.
  var size: Double
  var isBold = false
  var alignment = Alignment.left
  var ink = Ink.black
}

/// One thing that is drawn.
enum Shape: Equatable {
  case stroke(Stroke)
  case fill([Point], Ink)
  case label(PageText)
}

/// What is drawn on one page, back to front.
struct Page: Equatable {
  var width: Double
  var height: Double
  var shapes: [Shape] = []

  mutating func line(_ points: [Point], width: Double, ink: Ink = .black, dash: [Double] = []) {
    shapes.append(.stroke(Stroke(paths: [points], width: width, ink: ink, dash: dash)))
  }

  mutating func fill(_ box: Box, _ ink: Ink) { shapes.append(.fill(Self.corners(box), ink)) }

  mutating func frame(_ box: Box, width: Double) {
    let corners = Self.corners(box)
    line(corners + [corners[0]], width: width)
  }

  mutating func text(_ label: PageText) { shapes.append(.label(label)) }

  private static func corners(_ box: Box) -> [Point] {
    [
      Point(x: box.x, y: box.y), Point(x: box.right, y: box.y),
      Point(x: box.right, y: box.bottom), Point(x: box.x, y: box.bottom),
    ]
  }
}

/// How wide text is on paper.
protocol TextRuler {
  /// In mm, for a font size in mm.
  func width(_ text: String, size: Double, isBold: Bool) -> Double
}

extension TextRuler {
  /// As much of a text as fits, with an ellipsis where something is left out.
  func fitted(_ text: String, size: Double, isBold: Bool = false, width: Double) -> String {
    if self.width(text, size: size, isBold: isBold) <= width { return text }
    var rest = text
    while !rest.isEmpty {
      rest.removeLast()
      if self.width(rest + "…", size: size, isBold: isBold) <= width { return rest + "…" }
    }
    return ""
  }

  /// Parts put one after another into lines; a part that is wider than a line is cut short.
  func lines(_ parts: [String], separator: String, size: Double, width: Double) -> [String] {
    parts.reduce(into: [String]()) { lines, part in
      let longer = lines.last.map { $0 + separator + part }
      if let longer, self.width(longer, size: size, isBold: false) <= width {
        lines[lines.count - 1] = longer
      } else {
        lines.append(fitted(part, size: size, width: width))
      }
    }
  }
}
