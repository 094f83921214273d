/// A table of text and figures.
struct Table {
  /// One column's heading.
  struct Column {
    var heading: Markup
    /// Whether results below are of a leaky split.
    var role = SplitResult.Role.headline
  }

  /// Heading of the first column, which names the rows.
  var corner: Markup
  var columns: [Column]
  var rows: [(name: Markup, cells: [Markup])]
  /// Class of the style sheet that sets the intervals beside the figures, or below them.
  var style = "inline"

  /// The table in the page, in a box that scrolls where it is too wide.
  func markup() -> Markup {
    let headings = columns.map { column in
      Markup.element(
        "th", ["scope": "col", "class": Self.style(column.role)], column.heading)
    }
    let lines = rows.map { row in
      let cells = zip(row.cells, columns).map { cell, column in
        Markup.element("td", ["class": Self.style(column.role)], cell)
      }
      return Markup.element("tr", [.element("th", ["scope": "row"], row.name)] + cells)
    }
    let first = Markup.element("th", ["scope": "col"], corner)
    return .element(
      "div", ["class": "scroll"],
      .element(
        "table", ["class": columns.count == 1 ? "\(style) narrow" : style],
        [
          .element("thead", .element("tr", [first] + headings)), .element("tbody", lines),
        ]))
  }

  /// A figure with its spread and its interval.
  static func cell(_ estimate: Estimate) -> Markup {
    let number = Markup.element(
      "span", ["class": "number"], Markup(NumberText.fixed(estimate.value, 3)))
    let spread = estimate.spread.map { spread in
      Markup.element("span", ["class": "soft"], Markup("± \(NumberText.fixed(spread, 3))"))
    }
    let range = NumberText.interval(estimate).map { range in
      Markup.element("span", ["class": "range soft"], Markup(range))
    }
    return .all([number] + [spread, range].compactMap(\.self).flatMap { [" ", $0] })
  }

  private static func style(_ role: SplitResult.Role) -> String {
    role == .leaky ? "leaky" : "plain"
  }
}
