/// The one figure to quote, with its interval, in large type.
struct HeadlineSection {
  var split: SplitResult

  /// Classes that the mean is over: those that were tested and could be decided on.
  private var classCount: Int { split.perClass.count { $0.isTrained } }

  /// The headline in the page.
  func markup() -> Markup {
    let score = split.metrics.macroF1
    return .element(
      "div", ["class": "headline"],
      [
        .element(
          "div", ["class": "figure"],
          [
            .element("p", ["class": "big"], Markup(NumberText.fixed(score.value, 3))),
            strip(score),
          ] + remarks(score)),
        .element(
          "div", ["class": "meaning"],
          [
            .element("h2", Markup("Macro-F1, \(split.name)")),
            .element("p", Markup(sentence)),
          ]),
        tiles,
      ])
  }

  private func remarks(_ score: Estimate) -> [Markup] {
    let sentences = [
      NumberText.interval(score).map { "95 % interval \($0)" },
      score.spread.map {
        "± \(NumberText.fixed($0, 3)) over \(NumberText.count(split.seeds, "seed"))"
      },
    ]
    return sentences.compactMap(\.self).map { .element("p", ["class": "range"], Markup($0)) }
  }

  private var sentence: String {
    let mean =
      "The mean of the F1-scores of \(NumberText.count(classCount, "class")), each counting"
      + " alike, on \(NumberText.count(split.windows, "window")) of"
      + " \(NumberText.count(split.patients, "patient"))."
    return [mean, split.explanation].compactMap(\.self).joined(separator: " ")
  }

  private func strip(_ score: Estimate) -> Markup {
    guard let value = score.value else { return .empty }
    var drawing = Drawing(width: 250, height: 14)
    let scale = Scale(0...1, from: 5, to: 245)
    drawing.line(Point(x: 5, y: 7), Point(x: 245, y: 7), style: "rail")
    if let interval = score.interval {
      drawing.line(
        Point(x: scale(interval.lowerBound), y: 7), Point(x: scale(interval.upperBound), y: 7),
        style: "band accent")
    }
    drawing.marker(.filledDot, at: Point(x: scale(value), y: 7), style: "accent")
    return drawing.ornament(style: "strip")
  }

  private var tiles: Markup {
    let metrics = split.metrics
    let shown = [
      ("Accuracy", metrics.accuracy), ("Macro-F2", metrics.macroF2),
      ("Cohen’s κ", metrics.cohensKappa),
      ("Calibration error", metrics.calibrationErrorAfter),
    ].filter { $0.1.value != nil }
    guard !shown.isEmpty else { return .empty }
    let items = shown.map { name, estimate in
      Markup.element(
        "div",
        [
          .element("dt", Markup(name)),
          .element("dd", Markup(NumberText.fixed(estimate.value, 3))),
          .element("dd", ["class": "soft"], Markup(NumberText.interval(estimate) ?? "")),
        ])
    }
    return .element("dl", ["class": "tiles"], items)
  }
}
