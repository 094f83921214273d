import Foundation

/// Class weights from the effective number of samples.
///
/// A class of n samples counts as `(1 − β^n) / (1 − β)`, which hardly grows beyond `1 / (1 − β)`
/// (Cui et al. 2019, "Class-balanced loss based on effective number of samples").
public enum EffectiveNumber {
  /// Furthest that a weight may be from the mean, up or down, before the weights' last scaling.
  public static let largestRatio = 4.0

  /// Weights `w_c ∝ (1 − β) / (1 − β^n_c)`, `[C]`, with a mean of 1.
  ///
  /// They are divided by their mean, clipped to 1/4...4 and divided by their mean again. Classes
  /// without samples are left out of both means and have the weight 1. `counts`: n, `[C]`, each
  /// at least 0; `beta`: β in 0..<1.
  public static func weights(counts: [Int], beta: Double = 0.99) -> [Double] {
    precondition(beta >= 0 && beta < 1, "a beta of \(beta), not in 0..<1")
    for (index, count) in counts.enumerated() {
      precondition(count >= 0, "\(count) samples of class \(index)")
    }
    var weights = counts.map { $0 > 0 ? (1 - beta) / (1 - pow(beta, Double($0))) : 0 }
    divideByMean(&weights)
    for (index, weight) in weights.enumerated() where counts[index] > 0 {
      weights[index] = min(max(weight, 1 / largestRatio), largestRatio)
    }
    divideByMean(&weights)
    return zip(weights, counts).map { $1 > 0 ? $0 : 1 }
  }

  /// Divides by the mean of the weights that are not 0.
  private static func divideByMean(_ weights: inout [Double]) {
    let present = weights.filter { $0 > 0 }
    guard !present.isEmpty else { return }
    let mean = present.reduce(0, +) / Double(present.count)
    for index in weights.indices { weights[index] /= mean }
  }
}
