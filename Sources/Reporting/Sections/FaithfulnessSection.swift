/// Whether the attention bears on the decisions.
struct FaithfulnessSection {
  var result: FaithfulnessResult

  /// The section in the page.
  func markup() -> Markup {
    let plot = FaithfulnessPlot(result: result)
    let figure = plot.drawing().map { drawing in
      Figure(
        title: "Deletion and insertion",
        caption: "Mean probability of the class decided on for the whole window. Attention that"
          + " bears on the decision makes it fall sooner on deletion, and rise sooner on"
          + " insertion, than chance does.",
        legend: plot.legend(), drawing: drawing
      ).markup()
    }
    return .element(
      "section",
      [
        .element("h2", "Faithfulness of the attention"),
        .element("p", ["class": "lead"], [verdict, " ", Markup(result.method)]),
        figure ?? .empty, table,
      ])
  }

  private var verdict: Markup {
    switch result.verdict {
    case .faithful: .element("span", ["class": "tag good"], "faithful")
    case .notFaithful: .element("span", ["class": "tag warn"], "not shown to be faithful")
    }
  }

  private var table: Markup {
    let figures = [
      ("Windows whose probability falls faster than at random", result.shareBelowRandom),
      ("Mean gap to random deletion", result.meanGap),
    ].filter { $0.1.value != nil }
    guard !figures.isEmpty else { return .empty }
    return Table(
      corner: "", columns: [.init(heading: "value")],
      rows: figures.map { (Markup($0.0), [Table.cell($0.1)]) }
    ).markup()
  }
}
