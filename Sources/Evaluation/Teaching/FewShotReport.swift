import Annotations
import Foundation
public import Training

/// Results of a few-shot trial as rows: means over classes and draws, with 95 % of a bootstrap over
/// the patients that taught.
public struct FewShotReport: Sendable {
  /// A row.
  public struct Row: Sendable, Encodable {
    public var objective: String
    /// The class that was held out; `all` for the mean over them.
    public var held: String
    public var windows: Int
    public var method: String
    public var macro_f1: Double
    public var interval: [Double]?
    /// The mean of what the network trained with the whole class loses.
    public var whole_f1: Double
    public var new_f1: Double
    public var new_recall: Double
    /// By how much macro-F1 of the old classes has changed.
    public var old_change: Double
    public var draws: Int
  }

  public let rows: [Row]

  /// One patient's sums.
  private struct Tally: SummableTally {
    var count: Double
    var f1: Double

    mutating func add(_ other: Tally) {
      count += other.count
      f1 += other.f1
    }
  }

  public init(_ results: [FewShotResult]) {
    let keys = results.map { [$0.objective, $0.held, "\($0.count)", $0.method] }
    var seen = Set<[String]>()
    let order = keys.filter { seen.insert($0).inserted }
    var rows = order.compactMap { key in
      Self.row(zip(keys, results).filter { $0.0 == key }.map(\.1), held: key[1])
    }
    var groups = Set<[String]>()
    let pooled = keys.map { [$0[0], $0[2], $0[3]] }
    for key in pooled where groups.insert(key).inserted {
      let own = zip(pooled, results).filter { $0.0 == key }.map(\.1)
      if let row = Self.row(own, held: "all") { rows.append(row) }
    }
    self.rows = rows
  }

  private static func row(_ results: [FewShotResult], held: String) -> Row? {
    guard let first = results.first else { return nil }
    func mean(_ value: (FewShotResult) -> Double) -> Double {
      results.reduce(0) { $0 + value($1) } / Double(results.count)
    }
    let people = Dictionary(grouping: results, by: \.patient).sorted { $0.key < $1.key }
    let tallies = people.map { _, own in
      Tally(count: Double(own.count), f1: own.reduce(0) { $0 + $1.macroF1 })
    }
    let interval = PatientBootstrap().estimate(tallies) {
      .value($0.f1 / $0.count)
    }.interval
    return Row(
      objective: first.objective, held: held, windows: first.count, method: first.method,
      macro_f1: mean(\.macroF1), interval: interval.map { [$0.lowerBound, $0.upperBound] },
      whole_f1: mean(\.wholeF1), new_f1: mean(\.newF1), new_recall: mean(\.newRecall),
      old_change: mean { $0.oldF1 - $0.oldF1Before }, draws: results.count)
  }

  /// As a table.
  public var markdown: [String] {
    [
      "| encoder by | held out | windows | way | macro-F1 | whole class | F1 of the new class | "
        + "its recall | old classes | draws |",
      "|---|---|---|---|---|---|---|---|---|---|",
    ]
      + rows.map { row in
        let range = row.interval.map {
          String(format: " (%.3f to %.3f)", $0[0], $0[1])
        }
        return "| \(row.objective) | \(row.held) | \(row.windows) | \(row.method) | "
          + String(format: "%.3f", row.macro_f1) + (range ?? "")
          + String(
            format: " | %.3f | %.3f | %.3f | %+.3f | %d |", row.whole_f1, row.new_f1,
            row.new_recall, row.old_change, row.draws)
      }
  }
}
