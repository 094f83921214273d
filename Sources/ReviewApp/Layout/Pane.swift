import TerminalGraphics

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

  /// What the key map says of its key.
  var purpose: String {
    switch self {
    case .traces: "traces"
    case .model: "the model's probabilities"
    case .measures: "measures"
    case .relevance: "attention by channel and time"
    case .tokens: "what attends to what"
    case .prototypes: "nearest prototypes"
    }
  }

  /// The key that opens it.
  var digit: Character { Character(String(rawValue)) }

  /// Rows with which it is of any use, its frame included.
  var leastRows: Int {
    switch self {
    case .model: 6
    case .tokens: 10
    case .traces, .measures, .relevance, .prototypes: 5
    }
  }

  /// Rows that it would like to have in a column of a width.
  func rowsLiked(_ model: ModelRows?, width: Int) -> Int {
    switch self {
    case .model: (model?.classes ?? 2) + (model?.hasRemark == true ? 13 : 11)
    case .measures: 18
    case .tokens: (width - 3) / 2 + 6
    case .prototypes: (model?.classes ?? 1) + 3
    case .traces, .relevance: 0
    }
  }

  /// Whether it stands in the column at the side.
  var isAtSide: Bool { self != .traces && self != .relevance }
}

/// Which panes are open, and which one keys act on.
public struct PaneArrangement: Sendable, Equatable {
  /// Nil until the reader opens or closes one: the screen's width decides.
  public var open: Set<Pane>?
  public var focused = Pane.traces

  public init(open: Set<Pane>? = nil, focused: Pane = .traces) {
    (self.open, self.focused) = (open, focused)
  }
}

/// What of a model the layout has to know.
struct ModelRows: Sendable, Equatable {
  var classes = 0
  var hasRemark = false
  /// Whether there are windows to show.
  var isReading = false
  /// Modalities that have a row of attention each.
  var modalities = 0
  /// Channels of the relevance map.
  var channels = 0
}

/// The column of panes at the side: which of them have room, and where.
struct SidePanes: Equatable {
  /// From top to bottom.
  let wanted: [Pane]
  let width: Int
  private let model: ModelRows?

  /// - Parameter model: nil where none is open.
  init(_ panes: PaneArrangement, model: ModelRows?, size: Size) {
    let open = panes.open ?? Self.opening(model: model, width: size.width)
    wanted = Pane.allCases.filter { $0.isAtSide && open.contains($0) }
    width = Self.width(wanted, size)
    self.model = model
  }

  /// What is open before the reader has opened or closed a pane.
  static func opening(model: ModelRows?, width: Int) -> Set<Pane> {
    guard width >= 110 else { return [] }
    return model == nil ? [.measures] : [.model, .measures]
  }

  private static func width(_ panes: [Pane], _ size: Size) -> Int {
    guard !panes.isEmpty, size.width >= 64, size.height >= 12 else { return 0 }
    if panes.contains(.tokens), size.width >= 170 { return 68 }
    return size.width >= 150 ? 40 : 32
  }

  /// Panes share the column's rows: each has what it needs at least, and what is left goes to the
  /// last.
  func places(x: Int, rows: Range<Int>) -> [WaveformLayout.PaneRect] {
    guard width > 0 else { return [] }
    var result: [WaveformLayout.PaneRect] = []
    var y = rows.lowerBound
    for (index, pane) in wanted.enumerated() {
      let left = rows.upperBound - y
      let later = wanted[(index + 1)...].reduce(0) { $0 + $1.leastRows }
      let height =
        index == wanted.count - 1
        ? left
        : min(left, max(pane.leastRows, min(pane.rowsLiked(model, width: width), left - later)))
      guard height >= pane.leastRows else { break }
      result.append(
        .init(pane: pane, rect: Rect(x: x, y: y, width: width, height: height)))
      y += height
    }
    return result
  }
}
