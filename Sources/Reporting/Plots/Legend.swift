/// What the marks of a plot stand for; set as text of the page, so that long names wrap.
struct Legend {
  /// One mark with its name.
  struct Entry {
    /// How the mark looks.
    enum Mark {
      case line
      case marker(Drawing.Marker)
    }

    var mark: Mark
    /// Class of the style sheet that gives the colour.
    var style: String
    var name: String
  }

  var entries: [Entry]

  /// The legend in the page; nothing where there is nothing to tell apart.
  func markup() -> Markup {
    guard !entries.isEmpty else { return .empty }
    let items = entries.map { entry in
      Markup.element("li", [Self.swatch(entry), .element("span", Markup(entry.name))])
    }
    return .element("ul", ["class": "legend"], items)
  }

  private static func swatch(_ entry: Entry) -> Markup {
    var drawing = Drawing(width: 22, height: 10)
    switch entry.mark {
    case .line:
      drawing.line(Point(x: 0, y: 5), Point(x: 22, y: 5), style: "curve \(entry.style)")
    case .marker(let marker):
      drawing.marker(marker, at: Point(x: 11, y: 5), style: entry.style)
    }
    return drawing.ornament(style: "swatch")
  }
}
