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

  /// The mean error, in seconds; 0 of none.
  public var mean: Double { errors.reduce(0, +) / Double(max(1, errors.count)) }

  /// The standard deviation of the errors, in seconds; 0 of none.
  public var deviation: Double {
    let mean = mean
    let squares = errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(max(1, errors.count))).squareRoot()
  }

  /// The size that 95 % of the errors do not exceed, in seconds; 0 of none.
  public var within: Double {
    let sizes = errors.map(abs).sorted()
    return sizes.isEmpty ? 0 : sizes[sizes.count * 95 / 100]
  }

  /// The head of a Markdown table of such rows.
  public static let header = [
    "| measure | beats | given | mean ms | SD ms | mean abs ms | 95 % abs ms | worst ms | given without truth |",
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
  ]

  /// A row of a Markdown table, errors in milliseconds.
  public func row(_ name: String) -> String {
    let count = Double(max(1, errors.count))
    let sizes = errors.map(abs)
    func milliseconds(_ seconds: Double) -> String {
      errors.isEmpty ? "–" : String(format: "%.1f", seconds * 1000)
    }
    let given = beats == 0 ? "–" : String(format: "%.1f %%", 100 * count / Double(beats))
    let share = withoutTruth == 0 ? "–" : "\(groundless) of \(withoutTruth)"
    let cells = [
      name, "\(beats)", errors.isEmpty ? "0 %" : given, milliseconds(mean),
      milliseconds(deviation), milliseconds(sizes.reduce(0, +) / count),
      milliseconds(within),
      milliseconds(sizes.max() ?? 0), share,
    ]
    return "| " + cells.joined(separator: " | ") + " |"
  }
}
