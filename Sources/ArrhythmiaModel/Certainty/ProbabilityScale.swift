import Foundation
import NeuralNetwork

/// What makes probabilities of a model's logits x: `softmax(x / T)` (Guo et al. 2017, "On
/// calibration of modern neural networks").
public struct ProbabilityScale: Sendable, Equatable, Codable {
  /// T, in `ProbabilityCalibration.temperatureRange`.
  public var temperature: Double

  /// A temperature.
  public init(temperature: Double = 1) { self.temperature = temperature }

  /// The classes' probabilities.
  public func probabilities(_ logits: [Double]) -> [Double] {
    var values = logits.map { $0 / temperature }
    _ = LogSumExp.softmax(&values, from: 0, count: values.count)
    return values
  }

  // MARK: Fit

  /// Logits of a window, its class, and how much it counts.
  public struct Row: Sendable, Equatable {
    /// By class.
    public var logits: [Double]
    /// The true class.
    public var label: Int
    /// Not negative.
    public var weight: Double

    /// One window.
    public init(logits: [Double], label: Int, weight: Double) {
      (self.logits, self.label, self.weight) = (logits, label, weight)
    }
  }

  /// The scale with the least weighted negative log-likelihood of the true classes.
  ///
  /// `doubt` is the share by which each row counts as the other classes: with rows that are all
  /// right the likelihood alone would make the model infinitely sure.
  public init(fitting rows: [Row], doubt: Double) {
    let range = ProbabilityCalibration.temperatureRange
    guard rows.contains(where: { $0.weight > 0 }) else {
      self.init()
      return
    }
    // In 1/T the likelihood is convex, so by thirds of an interval the one minimum is found.
    var (low, high) = (log(range.lowerBound), log(range.upperBound))
    for _ in 0..<Self.rounds {
      let (first, second) = (low + (high - low) / 3, high - (high - low) / 3)
      if Self.loss(rows, exp(first), doubt) < Self.loss(rows, exp(second), doubt) {
        high = second
      } else {
        low = first
      }
    }
    self.init(temperature: exp((low + high) / 2))
  }

  private static let rounds = 36

  private static func loss(_ rows: [Row], _ temperature: Double, _ doubt: Double) -> Double {
    rows.reduce(0) { sum, row in
      let scaled = row.logits.map { $0 / temperature }
      let top = LogSumExp.value(of: scaled, from: 0, count: scaled.count)
      let own = scaled[row.label]
      let others = (scaled.reduce(0, +) - own) / Double(max(1, scaled.count - 1))
      return sum + row.weight * (top - own + doubt * (own - others))
    }
  }
}
