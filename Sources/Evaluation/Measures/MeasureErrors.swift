import Foundation

/// What one measure was, beside the truth, over many beats.
public struct MeasureErrors: Sendable {
  /// Beats for which there is a truth.
  public private(set) var beats = 0
  /// Beats for which there is none, and for which the measure was given all the same.
  public private(set) var groundless = 0
  /// Beats for which there is none.
  public private(set) var withoutTruth = 0
  /// Measured minus true, in seconds.
  public private(set) var errors: [Double] = []

  /// Nothing measured yet.
  public init() {}

  /// Adds one beat's measure and truth, in seconds; nil where there is none.
  public mutating func add(measured: Double?, truth: Double?) {
    guard let truth else {
      withoutTruth += 1
      groundless += measured == nil ? 0 : 1
      return
    }
    beats += 1
    if let measured { errors.append(measured - truth) }
  }

  /// The head of a Markdown table of such rows.
  public static let header = [
    "| measure | beats | given | mean ms | SD ms | mean abs ms | 95 % abs ms | worst ms | given without truth |",
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
  ]

  /// A row of a Markdown table, errors in milliseconds.
  public func row(_ name: String) -> String {
    let count = Double(max(1, errors.count))
    let mean = errors.reduce(0, +) / count
    let variance = errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    let sizes = errors.map(abs).sorted()
    func milliseconds(_ seconds: Double) -> String {
      errors.isEmpty ? "–" : String(format: "%.1f", seconds * 1000)
    }
    let given = beats == 0 ? "–" : String(format: "%.1f %%", 100 * count / Double(beats))
    let share = withoutTruth == 0 ? "–" : "\(groundless) of \(withoutTruth)"
    let cells = [
      name, "\(beats)", errors.isEmpty ? "0 %" : given, milliseconds(mean),
      milliseconds(variance.squareRoot()), milliseconds(sizes.reduce(0, +) / count),
      milliseconds(sizes.isEmpty ? 0 : sizes[sizes.count * 95 / 100]),
      milliseconds(sizes.last ?? 0), share,
    ]
    return "| " + cells.joined(separator: " | ") + " |"
  }
}
