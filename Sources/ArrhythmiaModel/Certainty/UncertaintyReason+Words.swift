import Foundation

extension UncertaintyReason {
  /// The rule's name, for files.
  public var rule: String {
    switch self {
    case .noSignal: "signal"
    case .unproven: "unproven"
    case .padded: "short"
    case .paced: "paced"
    case .foreign, .unfamiliar, .distant: "unlike"
    case .improbable, .rival, .rare: "probability"
    case .divided: "heads"
    case .contradicted, .early: "family"
    }
  }

  /// The rule in a few words, for a lane.
  public var brief: String {
    switch self {
    case .noSignal: "no live channel"
    case .unproven: "of unknown worth"
    case .foreign, .unfamiliar: "unlike its training"
    case .padded: "too short"
    case .paced: "paced"
    case .distant: "far from its classes"
    case .improbable(_, let least): "below \(DecidingFigures.bound(least))"
    case .rival(let name, _, _): "or \(name)"
    case .rare(let name): "\(name) is rare"
    case .divided: "its heads differ"
    case .contradicted(let name): "its like are \(name)"
    case .early(let name): "early, as \(name)"
    }
  }

  /// In plain words with the figures that decided: `S is possible: .21 > .08`.
  public var text: String { text(several: false) }

  /// The same of several windows, of which this is the one that comes nearest to being sure.
  fileprivate func text(several: Bool) -> String {
    let (upTo, from) = several ? (" up to", " from") : ("", "")
    switch self {
    case .noSignal: return "no live channel"
    case .unproven:
      return "the model's file does not say how sure it may be; train it anew"
    case .foreign(let what): return "unlike its training: \(what)"
    case .padded(let seconds):
      return "too short: \(Self.tenths(seconds)) s of the window are padding"
    case .paced: return "paced: a pacemaker makes the beats"
    case .unfamiliar(let energy, let highest):
      let figures = DecidingFigures.pair(energy, highest)
      return "unlike its training: energy\(from) \(figures.value) > \(figures.bound)"
    case .distant(let similarity, let least):
      let figures = DecidingFigures.pair(similarity, least)
      return "far from its classes: similarity\(upTo) \(figures.value) < \(figures.bound)"
    case .improbable(let probability, let least):
      let figures = DecidingFigures.pair(probability, least)
      return "probability\(upTo) \(figures.value) < \(figures.bound)"
    case .rival(let name, let probability, let least):
      let figures = DecidingFigures.pair(probability, least)
      return "\(name) is possible: probability\(from) \(figures.value) > \(figures.bound)"
    case .rare(let name): return "\(name) was shown by too few patients to be sure of"
    case .divided(let least):
      return "its two heads differ, each below \(DecidingFigures.bound(least))"
    case .contradicted(let name):
      return "beats of its form and timing are told as \(name), by itself it is not"
    case .early(let name):
      return "beats of its form come early in a regular rhythm, as \(name) does"
    }
  }

  private static func tenths(_ seconds: Double) -> String { String(format: "%.1f", seconds) }

  /// How far from being sure; of reasons of one kind alone.
  private var shortfall: Double {
    switch self {
    case .noSignal, .unproven, .foreign, .paced, .rare, .divided, .contradicted, .early: 0
    case .padded(let seconds): seconds
    case .unfamiliar(let energy, let highest): energy - highest
    case .distant(let similarity, let least): least - similarity
    case .improbable(let probability, let least): least - probability
    case .rival(_, let probability, let least): probability - least
    }
  }

  /// Reasons of one kind can be told as one.
  private var kind: String {
    switch self {
    case .rival(let name, _, _): "rival \(name)"
    case .rare(let name): "rare \(name)"
    case .foreign(let what): what
    case .contradicted(let name): "contradicted \(name)"
    case .early(let name): "early \(name)"
    default: brief.prefix { !$0.isNumber } + rule
    }
  }

  /// The reasons of several uncertain windows in a line: each kind with the window that comes
  /// nearest to being sure, and in how many of them it held.
  public static func summary(_ windows: [[UncertaintyReason]]) -> String {
    let all = windows.flatMap { $0 }
    let kinds = all.reduce(into: [String]()) { kinds, reason in
      if !kinds.contains(reason.kind) { kinds.append(reason.kind) }
    }
    return kinds.compactMap { kind -> String? in
      let some = all.filter { $0.kind == kind }
      guard let nearest = some.min(by: { $0.shortfall < $1.shortfall }) else { return nil }
      let share = some.count == windows.count ? "" : " in \(some.count) of \(windows.count)"
      return nearest.text(several: some.count > 1) + share
    }.joined(separator: "; ")
  }
}
