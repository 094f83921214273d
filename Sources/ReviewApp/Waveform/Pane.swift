public import TerminalGraphics

/// A part of the review screen that a digit opens, and closes again.
public enum Pane: Int, Sendable, CaseIterable {
  case traces = 1, model, measures, relevance, tokens, prototypes

  var title: String {
    switch self {
    case .traces: "traces"
    case .model: "model"
    case .measures: "measures"
    case .relevance: "relevance"
    case .tokens: "attends to"
    case .prototypes: "prototypes"
    }
  }

  /// Rows with which it is of any use, its frame included.
  var leastRows: Int {
    switch self {
    case .model: 6
    case .tokens: 10
    default: 5
    }
  }

  /// Rows it would like at a width.
  func rows(_ state: WaveformState, _ width: Int) -> Int {
    switch self {
    case .model: (state.model?.classes.count ?? 2) + (state.model?.remark == nil ? 8 : 10)
    case .measures: 18
    case .tokens: (width - 3) / 2 + 5
    case .prototypes: (state.model?.classes.count ?? 1) + 3
    case .traces, .relevance: 0
    }
  }

  /// Whether it stands in the column at the side.
  var isAtSide: Bool { self != .traces && self != .relevance }
}

extension WaveformState {
  /// The panes at the side, from top to bottom. Until the reader opens or closes one, the screen's
  /// width decides.
  public func sidePanes(_ size: Size) -> [Pane] {
    let open = panes ?? defaultPanes(size)
    return Pane.allCases.filter { $0.isAtSide && open.contains($0) }
  }

  /// What is open before the reader has opened or closed a pane.
  func defaultPanes(_ size: Size) -> Set<Pane> {
    guard size.width >= 110 else { return [] }
    return model == nil ? [.measures] : [.model, .measures]
  }
}
