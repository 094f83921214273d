/// Windows with the decisions on them.
struct ExamplesSection {
  var examples: [ExampleWindow]
  var classes: [String]
  /// What stands at the attention's lanes.
  var attentionLabel: String

  /// The section in the page; nothing without examples.
  func markup() -> Markup {
    guard !examples.isEmpty else { return .empty }
    let heading = Markup.element("h2", "Example windows")
    let note = Markup.element(
      "p", ["class": "lead"],
      "Each trace fills its lane; amplitudes are not to be compared between channels.")
    return .element("section", [heading, note] + examples.map(figure))
  }

  private func figure(_ window: ExampleWindow) -> Markup {
    let isRight = window.truth == window.decision
    let title = Markup.element(
      "h4",
      [
        Markup(window.title), " ",
        .element("span", ["class": "tag"], Markup("truth \(window.truth)")), " ",
        .element(
          "span", ["class": isRight ? "tag good" : "tag warn"],
          Markup("\(isRight ? "✓" : "✗") decided \(window.decision)")),
      ])
    let plot = TracePlot(window: window, attentionLabel: attentionLabel)
    let label =
      "\(window.title): truth \(window.truth), decided \(window.decision)"
    return .element(
      "figure", ["class": "plain"],
      [
        title, probabilities(window), plot.drawing().map { $0.markup(label: label) } ?? .empty,
      ])
  }

  private func probabilities(_ window: ExampleWindow) -> Markup {
    let pairs = zip(classes, window.probabilities)
    let items = pairs.map { name, probability in
      var bar = Drawing(width: 44, height: 7)
      bar.rectangle(Box(x: 0, y: 0, width: 44, height: 7), style: "vacant")
      bar.rectangle(
        Box(x: 0, y: 0, width: 44 * max(0, min(1, probability ?? 0)), height: 7),
        style: name == window.decision ? "bar accent" : "bar second")
      return Markup.element(
        "li",
        [
          .element("span", Markup(name)), bar.ornament(style: "swatch"),
          .element("span", ["class": "number"], Markup(NumberText.fixed(probability, 2))),
        ])
    }
    return items.isEmpty ? .empty : .element("ul", ["class": "legend probabilities"], items)
  }
}
