/// A plot with its heading, legend and caption.
struct Figure {
  /// Heading of the figure.
  var title: String
  /// How to read it.
  var caption: String
  /// What the plot's marks stand for.
  var legend: [Legend.Entry] = []
  /// The plot.
  var drawing: Drawing
  /// What the results in it may be taken for.
  var role = SplitResult.Role.headline

  /// The figure in the page.
  func markup() -> Markup {
    let heading = Markup.element("h4", [Markup(title), LeakyTag.markup(for: role)])
    return .element(
      "figure", ["class": role == .leaky ? "leaky" : "plain"],
      [
        heading, Legend(entries: legend).markup(), drawing.markup(label: title),
        caption.isEmpty ? .empty : .element("figcaption", Markup(caption)),
      ])
  }
}

/// The mark that results of a leaky split bear wherever they are shown.
enum LeakyTag {
  /// The mark; nothing for results of a sound split.
  static func markup(for role: SplitResult.Role) -> Markup {
    guard role == .leaky else { return .empty }
    return .all([" ", .element("span", ["class": "tag warn"], "leaky")])
  }
}
