import Annotations
import Foundation
public import Training

/// The trial of the loss as a table: means of runs, and by how much each arm is ahead of another in
/// the runs of the same fold and seed.
public struct LossTrialTable: Sendable {
  private let results: [LossTrialResult]
  private let reference: String

  /// - Parameter reference: the arm that the others are compared with, by name.
  public init(_ results: [LossTrialResult], reference: String) {
    (self.results, self.reference) = (results, reference)
  }

  /// A difference of two arms.
  public struct Difference: Sendable, Equatable {
    /// Runs of the same fold and seed in both arms.
    public var runs: Int
    public var mean: Double
    /// 95 % by Student's t; nil of fewer than two runs.
    public var interval: ClosedRange<Double>?
  }

  /// By how much an arm is ahead of the reference in a figure; nil where no run can be compared.
  public func difference(
    _ arm: String, _ figure: (LossTrialResult) -> Double
  ) -> Difference? {
    let base = results.filter { $0.arm == reference }
    let pairs = results.filter { $0.arm == arm }.compactMap { own in
      base.first { $0.seed == own.seed && $0.fold == own.fold }.map { figure(own) - figure($0) }
    }.filter(\.isFinite)
    guard !pairs.isEmpty else { return nil }
    let mean = pairs.reduce(0, +) / Double(pairs.count)
    guard pairs.count > 1 else { return Difference(runs: 1, mean: mean, interval: nil) }
    let squares = pairs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = (squares / Double(pairs.count - 1) / Double(pairs.count)).squareRoot()
    let reach = error * Self.quantile(degrees: pairs.count - 1)
    return Difference(runs: pairs.count, mean: mean, interval: mean - reach...mean + reach)
  }

  /// The 97.5 % quantile of Student's t.
  static func quantile(degrees: Int) -> Double {
    let small = [
      12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
      2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
      2.052, 2.048, 2.045,
    ]
    return degrees <= small.count ? small[degrees - 1] : 1.96 + 2.4 / Double(degrees)
  }

  /// As a table: a row an arm, in the order in which they first come.
  public var markdown: [String] {
    var seen = Set<String>()
    let arms = results.map(\.arm).filter { seen.insert($0).inserted }
    let names = LossTrialResult.figures.map(\.name)
    return [
      "| | \(names.joined(separator: " | ")) | runs |",
      "|" + String(repeating: "---|", count: names.count + 2),
    ]
      + arms.map { arm in
        let own = results.filter { $0.arm == arm }
        let cells = LossTrialResult.figures.map { figure in
          let values = own.map(figure.value).filter(\.isFinite)
          guard !values.isEmpty else { return "–" }
          let mean = values.reduce(0, +) / Double(values.count)
          return Self.text(mean) + (arm == reference ? "" : ahead(arm, figure.value))
        }
        return "| \(arm) | \(cells.joined(separator: " | ")) | \(own.count) |"
      } + [
        "",
        "In brackets: ahead of `\(reference)` in runs of the same fold and seed, with 95 % by "
          + "Student's t.",
      ]
  }

  private func ahead(_ arm: String, _ figure: (LossTrialResult) -> Double) -> String {
    guard let found = difference(arm, figure) else { return "" }
    let range = found.interval.map {
      ", \(Self.signed($0.lowerBound)) to \(Self.signed($0.upperBound))"
    }
    return " (\(Self.signed(found.mean))\(range ?? ""))"
  }

  private static func text(_ value: Double) -> String { String(format: "%.3f", value) }
  private static func signed(_ value: Double) -> String { String(format: "%+.3f", value) }
}
