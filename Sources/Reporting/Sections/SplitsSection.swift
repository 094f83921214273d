/// All splits side by side.
struct SplitsSection {
  var splits: [SplitResult]

  private static var metrics: [(name: String, path: KeyPath<SplitMetrics, Estimate>)] {
    [
      ("Macro-F1", \.macroF1), ("Macro-F2", \.macroF2), ("Macro-precision", \.macroPrecision),
      ("Macro-recall", \.macroRecall), ("Accuracy", \.accuracy), ("Cohen’s κ", \.cohensKappa),
      ("Negative log-likelihood", \.negativeLogLikelihood),
      ("Calibration error, before", \.calibrationErrorBefore),
      ("Calibration error, after", \.calibrationErrorAfter), ("Temperature", \.temperature),
    ]
  }

  /// The section in the page; nothing without splits.
  func markup() -> Markup {
    guard !splits.isEmpty else { return .empty }
    let plot = SplitPlot(splits: splits)
    let figure = plot.drawing().map { drawing in
      Figure(
        title: splits.count > 1 ? "The splits side by side" : "The main figures",
        caption: caption, legend: splits.count > 1 ? plot.legend() : [], drawing: drawing
      ).markup()
    }
    return .element(
      "section",
      [
        .element("h2", Markup(splits.count > 1 ? "Splits" : "Results")),
        explanations, figure ?? .empty, table,
      ])
  }

  private var caption: String {
    let hasIntervals = splits.contains { $0.metrics.macroF1.interval != nil }
    let hasLeaks = splits.contains { $0.role == .leaky }
    return [
      hasIntervals ? "Lines are 95 % intervals of a bootstrap over patients." : nil,
      hasLeaks
        ? "A leaky split shares between training and test what it should not: its figures are"
          + " too good, and shown only to tell by how much." : nil,
    ].compactMap(\.self).joined(separator: " ")
  }

  private var explanations: Markup {
    guard splits.count > 1 else { return .empty }
    let items = splits.map { split in
      Markup.element(
        "li",
        [
          .element("b", Markup("\(split.code) \(split.name)")),
          LeakyTag.markup(for: split.role),
          Markup(split.explanation.map { " \($0)" } ?? ""),
        ])
    }
    return .element("ul", ["class": "plainlist"], items)
  }

  private var table: Markup {
    let columns = splits.map { split in
      Table.Column(
        heading: .all([
          Markup("\(split.code) \(split.name)"), LeakyTag.markup(for: split.role),
        ]),
        role: split.role)
    }
    let counts: [(name: Markup, cells: [Markup])] = [
      ("Windows", splits.map { Markup(NumberText.count($0.windows)) }),
      ("Patients", splits.map { Markup(NumberText.count($0.patients)) }),
      ("Folds × seeds", splits.map { Markup("\($0.folds) × \($0.seeds)") }),
    ]
    return Table(corner: "", columns: columns, rows: counts + figures + unknown).markup()
  }

  private var figures: [(name: Markup, cells: [Markup])] {
    Self.metrics.compactMap { metric in
      let estimates = splits.map { $0.metrics[keyPath: metric.path] }
      guard estimates.contains(where: { $0.value != nil }) else { return nil }
      return (Markup(metric.name), estimates.map { Table.cell($0) })
    }
  }

  private var unknown: [(name: Markup, cells: [Markup])] {
    let estimates = splits.map { $0.unknownClassAUROC ?? .undefined }
    guard estimates.contains(where: { $0.value != nil }) else { return [] }
    return [("Unknown-class AUROC", estimates.map { Table.cell($0) })]
  }
}
