/// What the model's parts contribute.
struct AblationSection {
  var rows: [AblationRow]

  /// The section in the page; nothing without rows.
  func markup() -> Markup {
    guard !rows.isEmpty else { return .empty }
    let bars = IntervalBars(
      rows: rows.map { .init(name: $0.name, estimate: $0.macroF1) }, style: "bar accent")
    let figure = bars.drawing().map { drawing in
      Figure(
        title: "Macro-F1 of each variant", caption: bars.caption, drawing: drawing
      ).markup()
    }
    return .element("section", [.element("h2", "Ablation"), figure ?? .empty, table])
  }

  private var table: Markup {
    let metrics: [(name: String, path: KeyPath<AblationRow, Estimate>)] = [
      ("macro-F1", \.macroF1), ("tail F1", \.tailF1), ("accuracy", \.accuracy),
    ]
    let shown = metrics.filter { metric in
      rows.contains { $0[keyPath: metric.path].value != nil }
    }
    return Table(
      corner: "variant", columns: shown.map { .init(heading: Markup($0.name)) },
      rows: rows.map { row in
        (Markup(row.name), shown.map { Table.cell(row[keyPath: $0.path]) })
      }
    ).markup()
  }
}
