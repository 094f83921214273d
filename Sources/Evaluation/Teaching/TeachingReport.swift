import ArrhythmiaModel
import Foundation
import NeuralNetwork

/// How right a model is after each number of labels.
public struct TeachingReport: Sendable {
  /// After one number of labels.
  public struct Row: Sendable, Encodable {
    /// A record; their mean where all of its beginning is labelled.
    public var labels: Int
    /// Whether families of beats decided where the model was not sure.
    public var adapted: Bool
    public var accuracy: Double
    public var kappa: Double
    /// By class.
    public var f1: [String: Double]
    /// The smallest change over records of the macro-F1 over classes of at least ten scored beats:
    /// by the labels, or in the row of none, where they are compared, by families.
    public var worst_change: Double
    /// The record that has it.
    public var worst_record: String
    /// Seconds a record, for all labels up to here.
    public var seconds: Double
    /// The record that lost most accuracy.
    public var worst_accuracy_change: Double
    /// Of records, those whose macro-F1 is not lower than without labels.
    public var not_worse: Double
    /// Of records, those whose labels were taken up.
    public var accepted: Double
    /// Of the beats, those with one sure answer, and of these the wrong ones.
    public var sure: Double
    public var sure_wrong: Double
    /// Mean F1 of S over records of at least ten S.
    public var mean_f1_s: Double
    /// 95 % intervals by a bootstrap over records: kappa, and F1 by class.
    public var kappa_interval: [Double]
    public var f1_intervals: [String: [Double]]
    /// Without record 232, which has three quarters of all S of DS2; nil where it is not there.
    public var f1_without_232: [String: Double]?
    public var kappa_without_232: Double?
  }

  public private(set) var rows: [Row] = []
  /// How many records, and beats that count.
  public let records: Int
  public let beats: Int
  /// Annotated beats that were not found, and found ones that no annotation has.
  public let missed: Int
  public let extra: Int
  private let classes: [String]

  /// Beats of a class from which on a record counts for it.
  private static let leastBeats = 10
  private static let draws = 1000

  /// One record after one number of labels.
  private struct Score {
    var record: String
    var metrics: ClassificationMetrics
    var isAccepted: Bool
    var sure: (all: Int, wrong: Int)
    var seconds: Double

    var macro: Double {
      // The last one is of what is no beat.
      let present = (0..<metrics.classCount - 1).filter { metrics.support(of: $0) >= leastBeats }
      return present.isEmpty ? metrics.accuracy : metrics.macroScores(over: present).f1
    }
  }

  init(_ trials: [TeachingTrial], classes: [String], seed: UInt64) {
    self.classes = classes
    records = trials.count
    missed = trials.reduce(0) { $0 + $1.beats.missed.count }
    extra = trials.reduce(0) { $0 + $1.beats.truth.count { $0 == nil } }
    beats = trials.reduce(missed) { $0 + $1.beats.truth.count - $1.asked.count }
    let scores = (trials.first?.states ?? []).indices.map { place in
      trials.map { Self.score($0, $0.states[place], classes.count) }
    }
    let isCompared = trials.first?.states[0].isAdapted != trials.first?.states.last?.isAdapted
    for (place, after) in scores.enumerated() {
      let labels = trials.reduce(0) { $0 + $1.states[place].labels } / trials.count
      let isAdapted = trials.first?.states[place].isAdapted == true
      // Labels are compared with none; what families do with the model alone.
      let before = isCompared && labels > 0 ? scores[1] : scores[0]
      rows.append(row(labels, isAdapted, before: before, after: after, seed))
    }
  }

  private static func score(
    _ trial: TeachingTrial, _ state: TeachingTrial.State, _ classCount: Int
  ) -> Score {
    var metrics = ClassificationMetrics(classCount: classCount + 1)
    let noBeat = classCount
    var sure = (all: 0, wrong: 0)
    let asked = Set(trial.asked)
    for truth in trial.beats.missed { metrics.add(truth: truth, decision: noBeat) }
    for (beat, truth) in trial.beats.truth.enumerated() where !asked.contains(beat) {
      metrics.add(truth: truth ?? noBeat, decision: state.decisions[beat])
      guard state.isSure[beat] else { continue }
      sure.all += 1
      if state.decisions[beat] != truth { sure.wrong += 1 }
    }
    return Score(
      record: trial.name, metrics: metrics, isAccepted: state.isAccepted, sure: sure,
      seconds: state.seconds)
  }

  private func pooled(_ scores: some Sequence<Score>) -> ClassificationMetrics {
    scores.reduce(into: ClassificationMetrics(classCount: classes.count + 1)) { $0.add($1.metrics) }
  }

  private func f1(_ metrics: ClassificationMetrics) -> [String: Double] {
    Dictionary(
      uniqueKeysWithValues: classes.enumerated().map { ($1, metrics.scores(of: $0).f1) })
  }

  private func row(
    _ labels: Int, _ isAdapted: Bool, before: [Score], after: [Score], _ seed: UInt64
  ) -> Row {
    let all = pooled(after)
    let changes = zip(before, after).map { ($1.macro - $0.macro, $1.record) }
    let worst = changes.min { $0.0 < $1.0 } ?? (0, "")
    let sure = after.reduce((0, 0)) { ($0.0 + $1.sure.all, $0.1 + $1.sure.wrong) }
    let count = Double(max(1, after.count))
    let others = after.filter { $0.record != "232" }
    let withS = classes.firstIndex(of: "S").map { index in
      after.filter { $0.metrics.support(of: index) >= Self.leastBeats }
        .map { $0.metrics.scores(of: index).f1 }
    }
    let draws = bootstrap(after, seed)
    let has232 = others.count < after.count && !others.isEmpty
    return Row(
      labels: labels, adapted: isAdapted, accuracy: all.accuracy, kappa: all.cohensKappa,
      f1: f1(all),
      worst_change: worst.0, worst_record: worst.1,
      seconds: after.reduce(0) { $0 + $1.seconds } / count,
      worst_accuracy_change: zip(before, after)
        .map { $1.metrics.accuracy - $0.metrics.accuracy }.min() ?? 0,
      not_worse: Double(changes.count { $0.0 > -1e-9 }) / count,
      accepted: Double(after.count(where: \.isAccepted)) / count,
      sure: Double(sure.0) / Double(max(1, all.count)),
      sure_wrong: Double(sure.1) / Double(max(1, sure.0)),
      mean_f1_s: (withS ?? []).reduce(0, +) / Double(max(1, withS?.count ?? 0)),
      kappa_interval: Self.interval(draws.map(\.cohensKappa)),
      f1_intervals: Dictionary(
        uniqueKeysWithValues: classes.enumerated().map { index, name in
          (name, Self.interval(draws.map { $0.scores(of: index).f1 }))
        }),
      f1_without_232: has232 ? f1(pooled(others)) : nil,
      kappa_without_232: has232 ? pooled(others).cohensKappa : nil)
  }

  /// Pooled metrics of as many records drawn with replacement; the same draws at every number of
  /// labels.
  private func bootstrap(_ scores: [Score], _ seed: UInt64) -> [ClassificationMetrics] {
    var random = SplitMix64(seed: seed)
    return (0..<Self.draws).map { _ in
      pooled(scores.map { _ in scores[Int(random.next() % UInt64(scores.count))] })
    }
  }

  private static func interval(_ values: [Double]) -> [Double] {
    let sorted = values.sorted()
    return [0.025, 0.975].map { sorted[Int(($0 * Double(sorted.count - 1)).rounded())] }
  }

  // MARK: Text

  /// The table, in Markdown.
  public var markdown: [String] {
    let head = [
      "\(records) records, \(beats) beats that count; 95 % intervals by a bootstrap over records"
        + found,
      "",
      "| labels | accuracy | kappa | N | S | V | F | S, mean of records | worst record | not worse "
        + "| lost accuracy | taken up | sure | of these wrong | s |",
      "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    return head + rows.map(line) + without232
  }

  private var found: String {
    missed + extra == 0
      ? "" : "; \(missed) beats were not found, \(extra) found that no annotation has"
  }

  private func line(_ row: Row) -> String {
    func f1(_ name: String) -> String {
      Self.text(row.f1[name] ?? 0) + " " + Self.text(row.f1_intervals[name] ?? [])
    }
    let cells = [
      Self.title(row), Self.text(row.accuracy),
      Self.text(row.kappa) + " " + Self.text(row.kappa_interval), f1("N"), f1("S"), f1("V"),
      Self.text(row.f1["F"] ?? 0), Self.text(row.mean_f1_s),
      "\(Self.text(row.worst_change)) (\(row.worst_record))", Self.percent(row.not_worse),
      Self.text(0 - min(0, row.worst_accuracy_change), 4), Self.percent(row.accepted),
      Self.percent(row.sure), Self.percent(row.sure_wrong, 2),
      String(format: "%.2f", row.seconds),
    ]
    return "| " + cells.joined(separator: " | ") + " |"
  }

  private var without232: [String] {
    let lines = rows.compactMap { row in
      row.f1_without_232.map { f1 in
        "| \(Self.title(row)) | \(Self.text(row.kappa_without_232 ?? 0)) | "
          + ["N", "S", "V"].map { Self.text(f1[$0] ?? 0) }.joined(separator: " | ") + " |"
      }
    }
    guard !lines.isEmpty else { return [] }
    return [
      "", "Without record 232:", "", "| labels | kappa | N | S | V |", "|---|---|---|---|---|",
    ]
      + lines
  }

  private static func title(_ row: Row) -> String {
    row.adapted ? "\(row.labels)" : "\(row.labels), without families"
  }

  private static func text(_ value: Double, _ decimals: Int = 3) -> String {
    let text = String(format: "%.\(decimals)f", value)
    return text.replacingOccurrences(of: "0.", with: ".", options: .anchored)
      .replacingOccurrences(of: "-0.", with: "-.", options: .anchored)
  }

  private static func text(_ interval: [Double]) -> String {
    interval.count == 2 ? "(\(text(interval[0])) to \(text(interval[1])))" : ""
  }

  private static func percent(_ share: Double, _ decimals: Int = 0) -> String {
    String(format: "%.\(decimals)f %%", 100 * share)
  }
}
