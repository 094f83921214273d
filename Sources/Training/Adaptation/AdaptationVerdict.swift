import Annotations
public import ArrhythmiaModel

/// Whether a taught model is better: on labels that did not teach it, and on what the model knew
/// before.
public struct AdaptationVerdict: Sendable, Equatable {
  /// What it comes to.
  public enum Outcome: String, Sendable, Codable {
    /// No fewer labels that guard are right, and what it knew is kept.
    case better
    /// Fewer of them are right.
    case worse
    /// What it knew before is lost by more than is allowed.
    case forgets
    /// No label guards, or the model has no memory of what it knew: nobody can say.
    case unjudged
  }

  /// Labels that guard, by class.
  public let guarding: [ModelTeaching.Row]
  /// The model's own guard set, by class; empty without a memory.
  public let known: [ModelTeaching.Row]
  /// 95 % of a bootstrap over spans: by how much the share of guarding windows that are right has
  /// changed. Nil of fewer than two spans.
  public let interval: ClosedRange<Double>?
  /// Macro-F1 on the model's own guard set, before and after; nil without a memory.
  public let knownF1: (before: Double, after: Double)?

  /// By how much macro-F1 of what was known may fall, and recall of any class of it.
  static let mostLost = 0.01
  static let mostLostOfClass = 0.05

  public static func == (first: Self, second: Self) -> Bool {
    first.guarding == second.guarding && first.known == second.known
      && first.interval == second.interval && first.knownF1?.before == second.knownF1?.before
      && first.knownF1?.after == second.knownF1?.after
  }

  public var outcome: Outcome {
    if forgets { return .forgets }
    guard !guarding.isEmpty, !known.isEmpty else { return .unjudged }
    return after < before ? .worse : .better
  }

  public var count: Int { guarding.total.count }
  public var before: Int { guarding.total.before }
  public var after: Int { guarding.total.after }

  private var forgets: Bool {
    if let knownF1, knownF1.before - knownF1.after > Self.mostLost + 1e-9 { return true }
    return known.contains {
      Double($0.before - $0.after) > Self.mostLostOfClass * Double($0.count) + 1e-9
    }
  }
}

extension [ModelTeaching.Row] {
  /// All classes together.
  public var total: ModelTeaching.Row {
    reduce(into: ModelTeaching.Row(label: "all", count: 0, before: 0, after: 0)) { sum, row in
      sum.count += row.count
      sum.before += row.before
      sum.after += row.after
    }
  }
}

extension AdaptationVerdict {
  /// A window's truth and what is said of it, by the names of classes.
  struct Judged {
    var label: String
    var before: String
    var after: String
    /// What windows that resemble each other share.
    var episode: Int
  }

  init(guarding: [Judged], known: [Judged]) {
    self.guarding = Self.rows(guarding)
    self.known = Self.rows(known)
    interval = Self.interval(guarding)
    knownF1 =
      known.isEmpty ? nil : (Self.macroF1(known, \.before), Self.macroF1(known, \.after))
  }

  private static func rows(_ judged: [Judged]) -> [ModelTeaching.Row] {
    Set(judged.map(\.label)).sorted().map { label in
      let own = judged.filter { $0.label == label }
      return ModelTeaching.Row(
        label: label, count: own.count, before: own.count { $0.before == label },
        after: own.count { $0.after == label })
    }
  }

  /// Over the classes that the windows are of.
  private static func macroF1(_ judged: [Judged], _ said: KeyPath<Judged, String>) -> Double {
    let names = Set(judged.flatMap { [$0.label, $0[keyPath: said]] }).sorted()
    let place = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    let metrics = ClassificationMetrics(
      truth: judged.map { place[$0.label] ?? 0 },
      decisions: judged.map { place[$0[keyPath: said]] ?? 0 }, classCount: names.count)
    return metrics.macroScores(over: names.indices.filter { metrics.support(of: $0) > 0 }).f1
  }

  /// Counts of one span.
  private struct Tally: SummableTally {
    var count = 0.0
    var gained = 0.0

    mutating func add(_ other: Tally) {
      count += other.count
      gained += other.gained
    }
  }

  private static func interval(_ judged: [Judged]) -> ClosedRange<Double>? {
    let spans = Dictionary(grouping: judged, by: \.episode).sorted { $0.key < $1.key }
      .map { _, members in
        members.reduce(into: Tally()) { tally, window in
          tally.count += 1
          tally.gained +=
            (window.after == window.label ? 1 : 0) - (window.before == window.label ? 1 : 0)
        }
      }
    guard spans.count > 1 else { return nil }
    return PatientBootstrap().estimate(spans) { .value($0.gained / max(1, $0.count)) }.interval
  }
}
