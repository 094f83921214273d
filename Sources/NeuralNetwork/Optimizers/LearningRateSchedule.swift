import Foundation

/// A learning rate that rises linearly to its peak and then falls along half a cosine.
///
/// With W warm-up steps of T in all: step i has `peak (i + 1) / W` for i < W, then
/// `floor + (peak − floor)/2 · (1 + cos π min(1, (i − W) / (T − W)))` (Loshchilov and Hutter 2017,
/// "SGDR", eq. 5, without restarts). From step T on it stays at the floor.
public struct LearningRateSchedule: Sendable, Equatable {
  /// Highest rate, at the end of the warm-up.
  public let peak: Double
  /// Rate that the cosine ends at.
  public let floor: Double
  /// Steps W of the warm-up, 0 for none.
  public let warmupSteps: Int
  /// Steps T of the whole training, warm-up included.
  public let totalSteps: Int

  /// A schedule with its warm-up in steps, in 0...`totalSteps`; rates in `0 ≤ floor ≤ peak`.
  public init(peak: Double, floor: Double, warmupSteps: Int, totalSteps: Int) {
    precondition(
      peak.isFinite && floor >= 0 && floor <= peak, "a rate that falls from \(peak) to \(floor)")
    precondition(
      warmupSteps >= 0 && warmupSteps <= totalSteps,
      "\(warmupSteps) warm-up steps of \(totalSteps) in all")
    self.peak = peak
    self.floor = floor
    self.warmupSteps = warmupSteps
    self.totalSteps = totalSteps
  }

  /// A schedule with its warm-up as a part of all steps and its floor as a part of the peak, both
  /// in 0...1.
  public init(
    peak: Double, totalSteps: Int, warmupFraction: Double = 0.05, floorFraction: Double = 0.02
  ) {
    precondition(
      warmupFraction >= 0 && warmupFraction <= 1,
      "a warm-up of \(warmupFraction) of \(totalSteps) steps")
    self.init(
      peak: peak, floor: peak * floorFraction,
      warmupSteps: Int((Double(totalSteps) * warmupFraction).rounded()), totalSteps: totalSteps)
  }

  /// The rate for a step, the first of which is step 0.
  public func rate(at step: Int) -> Double {
    precondition(step >= 0, "step \(step) of \(totalSteps)")
    if step < warmupSteps { return peak * Double(step + 1) / Double(warmupSteps) }
    guard step < totalSteps else { return floor }
    let progress = Double(step - warmupSteps) / Double(totalSteps - warmupSteps)
    return floor + (peak - floor) * 0.5 * (1 + cos(.pi * progress))
  }
}
