public import ReviewSession

/// What the signal passes before it is drawn, and what `r` goes back to.
public struct SignalFilter: Sendable, Equatable {
  public var current = DisplayFilter.none
  /// The filter that the raw signal was chosen instead of.
  public var last = DisplayFilter.monitor

  public init() {}

  /// Returns what there is to say.
  mutating func perform(_ command: FilterCommand) -> String {
    switch command {
    case .raw:
      if current != .none { last = current }
      current = current == .none ? last : .none
    case .next:
      let all = DisplayFilter.allCases
      current = all[((all.firstIndex(of: current) ?? 0) + 1) % all.count]
    }
    return current == .none
      ? "raw signal" : "\(current.label), without delay; r shows the raw signal"
  }
}
