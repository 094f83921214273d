/// What one split's figures rest on: classes, confusions, calibration.
struct SplitSection {
  var split: SplitResult
  var report: EvaluationReport

  /// The section in the page; nothing where there is nothing beyond the summary.
  func markup() -> Markup {
    let parts = [bars, classTable, confusion, calibration].compactMap(\.self)
    guard !parts.isEmpty else { return .empty }
    let isLeaky = split.role == .leaky
    let heading = Markup.element(
      "h2",
      [
        .element("span", ["class": "code"], Markup(split.code)), " ", Markup(split.name),
        LeakyTag.markup(for: split.role),
      ])
    let note: Markup =
      isLeaky
      ? .element(
        "p", ["class": "note"],
        "Leaky: training and test share what they should not. Not to be quoted.") : .empty
    return .element(
      "section", ["class": isLeaky ? "split leaky" : "split"],
      [heading, .element("p", ["class": "lead"], Markup(extent)), note] + parts)
  }

  private var extent: String {
    [
      NumberText.count(split.windows, "window"), NumberText.count(split.patients, "patient"),
      NumberText.count(split.folds, "fold"), NumberText.count(split.seeds, "seed"),
    ].joined(separator: " · ")
  }

  private var bars: Markup? {
    let rows = split.perClass.map { result in
      IntervalBars.Row(
        name: result.name, remark: report.tailClasses.contains(result.name) ? "tail" : "",
        estimate: result.f1)
    }
    let style = split.role == .leaky ? "hatched leak" : "bar accent"
    let bars = IntervalBars(rows: rows, style: style)
    return bars.drawing().map { drawing in
      Figure(
        title: "F1-score of each class", caption: bars.caption, drawing: drawing,
        role: split.role
      ).markup()
    }
  }

  private var classTable: Markup? {
    guard !split.perClass.isEmpty else { return nil }
    let headings = ["windows", "patients", "precision", "recall", "F1", "F2"]
    let rows = split.perClass.map { result in
      let name = report.tailClasses.contains(result.name) ? [" ", Self.tailTag] : []
      return (
        name: Markup.all([Markup(result.name)] + name),
        cells: [
          Markup(NumberText.count(result.support)), Markup(NumberText.count(result.patients)),
          Table.cell(result.precision), Table.cell(result.recall), Table.cell(result.f1),
          Table.cell(result.f2),
        ]
      )
    }
    return Table(
      corner: .all(["class", LeakyTag.markup(for: split.role)]),
      columns: headings.map { Table.Column(heading: Markup($0), role: split.role) }, rows: rows,
      style: "stacked"
    ).markup()
  }

  private static let tailTag = Markup.element("span", ["class": "tag"], "tail")

  private var confusion: Markup? {
    ConfusionPlot(classes: report.classes, counts: split.confusion).drawing().map { drawing in
      Figure(
        title: "Confusion matrix",
        caption: "Counts of windows; shade and per cent are the part of the true class.",
        drawing: drawing, role: split.role
      ).markup()
    }
  }

  private var calibration: Markup? {
    let figures = [reliability, riskCoverage].compactMap(\.self)
    guard !figures.isEmpty else { return flag }
    return .all([.element("div", ["class": "pair"], figures), flag ?? .empty])
  }

  private var reliability: Markup? {
    let plot = ReliabilityPlot(before: split.reliabilityBefore, after: split.reliabilityAfter)
    let errors = [
      split.metrics.calibrationErrorBefore.value.map {
        "before \(NumberText.fixed($0, 3))"
      },
      split.metrics.calibrationErrorAfter.value.map { "after \(NumberText.fixed($0, 3))" },
    ].compactMap(\.self)
    let caption =
      errors.isEmpty
      ? "" : "Expected calibration error: \(errors.joined(separator: ", ")). "
    return plot.drawing().map { drawing in
      Figure(
        title: "Reliability", caption: "\(caption)The dashed line is perfect calibration.",
        legend: plot.legend(), drawing: drawing, role: split.role
      ).markup()
    }
  }

  private var riskCoverage: Markup? {
    RiskCoveragePlot(
      points: split.riskCoverage, flagged: split.uncertainty?.coverage.value
    ).drawing().map { drawing in
      Figure(
        title: "Risk and coverage",
        caption: "Part of wrong decisions among the most confident ones, by how many are kept.",
        drawing: drawing, role: split.role
      ).markup()
    }
  }

  private var flag: Markup? {
    guard let flag = split.uncertainty else { return nil }
    let rows: [(name: Markup, cells: [Markup])] = [
      ("Part of decisions not flagged “uncertain”", [Table.cell(flag.coverage)]),
      ("Accuracy of decisions not flagged", [Table.cell(flag.certainAccuracy)]),
      ("Accuracy of flagged decisions", [Table.cell(flag.uncertainAccuracy)]),
    ]
    let column = Table.Column(
      heading: .all([Markup(split.code), LeakyTag.markup(for: split.role)]), role: split.role)
    let table = Table(corner: "Flag “uncertain”", columns: [column], rows: rows).markup()
    let said = split.selective.map { Markup.element("p", ["class": "note"], Markup($0)) }
    return .all([table] + [said].compactMap(\.self))
  }
}
