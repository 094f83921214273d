import Foundation
import SignalProcessing

/// How a beat's timing stands out from the rhythm around it.
///
/// A supraventricular ectopic beat looks like its neighbours and comes early; how early is early
/// depends on the patient's rate and on how regular the rhythm is, which no window of four seconds
/// shows. Intervals are compared with their neighbours, with 10 and 40 beats on either side, and
/// with the record.
public struct RhythmContext: Sendable, Equatable {
  /// A row for each beat, of `width` numbers of about unit variance.
  public let values: [[Float]]
  /// Numbers for each beat.
  public static let width = 10

  /// Intervals are held between 0.2 and 3 s.
  private static let intervals = 0.2...3.0
  private static let largestLogRatio = 1.5

  /// `beats`: places of all beats of a record, in order, at `samplingRateHz`.
  public init(beats: [Int], samplingRateHz: Double = PreparationSettings.samplingRateHz) {
    self.init(beats: beats, samplingRateHz: samplingRateHz) { _ in }
  }

  /// The same, in which `progress` is told the share that is done and can end it: see `Pieces`.
  public init(
    beats: [Int], samplingRateHz: Double = PreparationSettings.samplingRateHz,
    progress: (Double) throws -> Void
  ) rethrows {
    let between = zip(beats.dropFirst(), beats).map { next, last in
      min(
        max(Double(next - last) / samplingRateHz, Self.intervals.lowerBound),
        Self.intervals.upperBound)
    }
    let usual = Self.median(between[...])
    let walk = Walk(before: [usual] + between, after: between + [usual], usual: usual)
    values = try Pieces.map(Array(beats.indices), size: 256, progress) { index in
      zip(walk.features(index), Self.standard).map { value, standard in
        let place = (value - standard.mean) / standard.deviation
        return Float(min(max(place, -Self.limit), Self.limit))
      }
    }
  }

  /// Means and standard deviations on the training half of the MIT-BIH database.
  private static let standard: [(mean: Double, deviation: Double)] = [
    (-0.004, 0.155), (-0.004, 0.172), (-0.016, 0.184), (-0.166, 0.223), (0.01, 0.489),
    (0.013, 0.495), (-2.932, 0.774), (-2.844, 0.943), (0, 0.246), (0, 0.246),
  ]
  /// Standardised numbers are cut there.
  private static let limit = 4.0

  private struct Walk {
    /// Interval before each beat, in seconds.
    let before: [Double]
    /// Interval after each beat.
    let after: [Double]
    let usual: Double
    /// How much each interval differs from the one before it.
    private let changes: [Double]
    private let long: Double

    init(before: [Double], after: [Double], usual: Double) {
      (self.before, self.after, self.usual) = (before, after, usual)
      changes = [0] + zip(before.dropFirst(), before).map { abs($0 - $1) }
      let sorted = before.sorted()
      let place = 0.9 * Double(sorted.count - 1)
      let low = Int(place)
      let next = sorted[min(low + 1, sorted.count - 1)]
      long = sorted[low] + (next - sorted[low]) * (place - Double(low))
    }

    func features(_ index: Int) -> [Double] {
      let (own, next) = (before[index], after[index])
      let previous = before[max(0, index - 1)]
      let near = RhythmContext.median(before[around(index, 10)])
      let far = before[around(index, 40)]
      let middle = RhythmContext.median(far)
      let spread = RhythmContext.median(far.map { abs($0 - middle) }[...])
      let unit = 1.5 * spread + 0.04 * middle
      let restless = RhythmContext.median(changes[around(index, 40)])
      return [
        logRatio(own, near), logRatio(next, near), logRatio(own, usual), logRatio(own, long),
        min(max((own - middle) / unit, -6), 6) / 2, min(max((next - middle) / unit, -6), 6) / 2,
        log(spread / middle + 0.01), log(restless / middle + 0.01),
        logRatio(own, previous), logRatio(next, own),
      ]
    }

    private func around(_ index: Int, _ reach: Int) -> Range<Int> {
      max(0, index - reach)..<min(before.count, index + reach + 1)
    }

    private func logRatio(_ a: Double, _ b: Double) -> Double {
      min(max(log(a / b), -RhythmContext.largestLogRatio), RhythmContext.largestLogRatio)
    }
  }

  private static func median(_ values: ArraySlice<Double>) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0.8 }
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
