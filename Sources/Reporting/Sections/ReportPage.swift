/// The page that shows a report: the headline first, then what it rests on, last how it was made.
struct ReportPage {
  var report: EvaluationReport

  /// The page as XHTML.
  func html() -> String {
    let body = Markup.element(
      "body",
      [
        Self.hatch,
        .element("main", [header] + sections + [footer]),
      ])
    return Markup.document(
      .element("html", ["xmlns": "http://www.w3.org/1999/xhtml", "lang": "en"], [head, body]))
  }

  private var head: Markup {
    .element(
      "head",
      [
        .leaf("meta", ["charset": "utf-8"]),
        .leaf(
          "meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        .leaf("meta", ["name": "color-scheme", "content": "light dark"]),
        .element("title", Markup(report.title)),
        .element("style", Markup(StyleSheet.text)),
      ])
  }

  private var header: Markup {
    let headline = report.splits.first { $0.role == .headline }
    return .element(
      "header",
      [
        .element("p", ["class": "overline"], "Evaluation report"),
        .element("h1", Markup(report.title)),
        alarms,
        warnings,
        headline.map { HeadlineSection(split: $0).markup() }
          ?? .empty,
      ])
  }

  private var sections: [Markup] {
    let attention =
      report.faithfulness?.verdict == .faithful ? "attention" : "attention, not cause"
    return [
      SplitsSection(splits: ordered).markup(),
      .all(ordered.map { SplitSection(split: $0, report: report).markup() }),
      AblationSection(rows: report.ablation).markup(),
      TrainingSection(curves: report.training).markup(),
      report.faithfulness.map { FaithfulnessSection(result: $0).markup() } ?? .empty,
      ExamplesSection(
        examples: report.examples, classes: report.classes, attentionLabel: attention
      ).markup(),
      facts,
    ]
  }

  /// Leaky results come last, whatever their place in the report.
  private var ordered: [SplitResult] {
    let roles: [SplitResult.Role] = [.headline, .comparison, .leaky]
    return roles.flatMap { role in report.splits.filter { $0.role == role } }
  }

  private var sentences: [String] {
    let says = report.warnings.contains { $0.lowercased().contains("not for diagnosis") }
    return (says ? [] : [Self.caution]) + report.warnings
  }

  private var alarms: Markup {
    .all(report.alarms.map { .element("p", ["class": "alarm"], Markup($0)) })
  }

  private var warnings: Markup {
    .element(
      "aside", ["class": "warnings"],
      .element("ul", sentences.map { .element("li", Markup($0)) }))
  }

  private var facts: Markup {
    guard !report.facts.isEmpty else { return .empty }
    let lines = report.facts.flatMap { fact in
      [Markup.element("dt", Markup(fact.name)), .element("dd", Markup(fact.value))]
    }
    return .element(
      "section",
      [
        .element("h2", "How the figures were made"),
        .element("dl", ["class": "facts"], lines),
      ])
  }

  private var footer: Markup {
    .element("footer", .element("p", "Not for diagnosis. \(report.title)"))
  }

  private static let caution = "Research software: not for diagnosis."

  /// The hatching of leaky results, once for all plots.
  private static var hatch: Markup {
    let line = Markup.leaf("path", ["class": "hatchline", "d": "M0 0V6"])
    let pattern = Markup.element(
      "pattern",
      [
        "id": "hatch", "patternUnits": "userSpaceOnUse", "width": "6", "height": "6",
        "patternTransform": "rotate(45)",
      ], line)
    return .element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "class": "shared", "aria-hidden": "true",
        "width": "0", "height": "0",
      ], .element("defs", pattern))
  }
}
