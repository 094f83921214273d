import Foundation

extension UncertaintyFlag.Reason {
  /// The rule's name, for files.
  public var rule: String {
    switch self {
    case .noSignal: "no signal"
    case .padded: "padding"
    case .unfamiliar: "energy"
    case .distant: "similarity"
    case .improbable: "probability"
    case .divided: "heads"
    }
  }

  /// The rule in a few words, for a lane.
  public var brief: String {
    switch self {
    case .noSignal: "no live channel"
    case .padded: "too short"
    case .unfamiliar: "unlike its training"
    case .distant: "far from its classes"
    case .improbable(_, let least): "below \(DecidingFigures.bound(least))"
    case .divided: "its heads differ"
    }
  }

  /// In plain words with the figures that decided: `probability .9987 < .999`.
  public var text: String { text(several: false) }

  /// The same of several windows, of which this is the one that comes nearest to being sure.
  fileprivate func text(several: Bool) -> String {
    let (upTo, from) = several ? (" up to", " from") : ("", "")
    switch self {
    case .noSignal: return "no live channel"
    case .padded(let seconds):
      return "record too short: \(Self.tenths(seconds)) s of the window are padding"
    case .unfamiliar(let energy, let highest):
      let figures = DecidingFigures.pair(energy, highest)
      return "unlike its training: energy\(from) \(figures.value) > \(figures.bound)"
    case .distant(let similarity, let least):
      let figures = DecidingFigures.pair(similarity, least)
      return "far from its classes: similarity\(upTo) \(figures.value) < \(figures.bound)"
    case .improbable(let probability, let least):
      let figures = DecidingFigures.pair(probability, least)
      return "probability\(upTo) \(figures.value) < \(figures.bound)"
    case .divided(let least):
      return "its two heads differ, each below \(DecidingFigures.bound(least))"
    }
  }

  private static func tenths(_ seconds: Double) -> String { String(format: "%.1f", seconds) }

  /// How far from being sure; of reasons of one rule alone.
  fileprivate var shortfall: Double {
    switch self {
    case .noSignal, .divided: 0
    case .padded(let seconds): seconds
    case .unfamiliar(let energy, let highest): energy - highest
    case .distant(let similarity, let least): least - similarity
    case .improbable(let probability, let least): least - probability
    }
  }
}

extension UncertaintyFlag {
  /// The reasons of several uncertain windows in a line: each rule with the window that comes nearest to
  /// it, and in how many of them it held.
  public static func summary(_ reasons: [[Reason]]) -> String {
    let all = reasons.flatMap { $0 }
    let rules = all.reduce(into: [String]()) { rules, reason in
      if !rules.contains(reason.rule) { rules.append(reason.rule) }
    }
    return rules.compactMap { rule -> String? in
      let some = all.filter { $0.rule == rule }
      guard let nearest = some.min(by: { $0.shortfall < $1.shortfall }) else { return nil }
      let share = some.count == reasons.count ? "" : " in \(some.count) of \(reasons.count)"
      return nearest.text(several: some.count > 1) + share
    }.joined(separator: "; ")
  }
}
