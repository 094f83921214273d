import Foundation

/// The intervals around a beat, and what is usual near it.
public struct BeatTiming: Sendable, Equatable {
  /// The interval from the beat before, in seconds; the record's median for the first beat.
  public let before: Float
  /// The interval to the next beat, in seconds; the record's median for the last beat.
  public let after: Float
  /// The interval before the one that ends with this beat, in seconds.
  public let earlier: Float
  /// The usual interval of 12 beats on either side, in seconds: their 60th percentile, as early
  /// beats are commoner than late ones.
  public let usual: Float
  /// The median interval of 40 beats on either side, in seconds, which a run of early beats does
  /// not change.
  public let usualFar: Float

  /// The interval before the beat as a part of the usual one: 1 is on time, 0.7 is early.
  public var prematurity: Float { before / usual }

  /// Numbers that `features` gives.
  static func featureCount(_ settings: FamilySettings) -> Int {
    settings.intervalWeight > 0 ? 7 : 6
  }

  private static let shortest: Float = 0.2

  /// The timings of beats at 250 Hz, ascending.
  static func timings(beats: [Int]) -> [BeatTiming] {
    let intervals = zip(beats, beats.dropFirst()).map {
      max(Float($1 - $0) / Float(FormWindow.sourceRateHz), shortest)
    }
    let median = intervals.isEmpty ? 1 : intervals.sorted()[intervals.count / 2]
    let before = [median] + intervals
    let usual = RunningQuantile.values(before, reach: 12, level: 0.6)
    let usualFar = RunningQuantile.values(before, reach: 40, level: 0.5)
    return beats.indices.map { place in
      BeatTiming(
        before: before[place], after: place < intervals.count ? intervals[place] : median,
        earlier: before[max(0, place - 1)], usual: usual[place], usualFar: usualFar[place])
    }
  }

  /// Early and late as numbers that lie beside those of forms: logarithms of ratios, of which
  /// great ones are compressed, lest one long pause outweigh all else.
  func features(_ settings: FamilySettings) -> [Float] {
    func squashed(_ ratio: Float, _ weight: Float) -> Float {
      settings.squash * tanh(log(ratio) / settings.squash) * weight
    }
    let isEarly = tanh((log(prematurity) + settings.earlyCentre) / settings.earlyWidth)
    let relative = [
      squashed(prematurity, settings.prematurityWeight),
      squashed(after / usual, settings.pauseWeight),
      squashed(before / usualFar, settings.farWeight),
      squashed(before / earlier, settings.changeWeight),
      squashed(before / after, settings.balanceWeight),
      isEarly * settings.earlyWeight,
    ]
    return settings.intervalWeight > 0
      ? relative + [log(before) * settings.intervalWeight] : relative
  }
}
