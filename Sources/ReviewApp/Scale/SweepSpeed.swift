import Foundation

/// How fast paper would run under the pen. A dot of the screen stands for one millimetre of ECG
/// paper both ways, so that what is seen has the proportions of a printed ECG.
public struct SweepSpeed: Sendable, Equatable {
  /// Powers of two from 25 mm/s: 4 is 400 mm/s, -2 is 6.25 mm/s.
  public var step: Int

  public init(step: Int) { self.step = step }

  public static let standard = SweepSpeed(step: 0)
  /// 100 mm/s, at which electrograms are read.
  public static let electrograms = SweepSpeed(step: 2)
  /// Those that recorders have, from 6.25 to 400 mm/s.
  static let offered = (-2...fastestStep).map(SweepSpeed.init(step:))
  /// 400 mm/s: 2.5 ms a dot.
  public static let fastestStep = 4

  public var millimetresPerSecond: Double { 25 * Foundation.pow(2, Double(step)) }
  public var secondsPerDot: Double { 1 / millimetresPerSecond }

  /// The slowest speed worth having: the one at which the whole record is in view.
  public static func slowest(duration: Double, dots: Int) -> SweepSpeed {
    guard duration > 0, dots > 0 else { return .standard }
    let needed = duration / Double(dots) * 25
    guard needed.isFinite else { return .standard }
    return SweepSpeed(step: min(fastestStep, -Int(Foundation.log2(needed).rounded(.up))))
  }

  /// `25 mm/s`, `6.25 mm/s`; below 1 mm/s as `0.39 mm/s`.
  public var label: String { Self.label(millimetresPerSecond) }

  /// The same of any speed in mm/s.
  public static func label(_ value: Double) -> String {
    let digits =
      value >= 100 || value == value.rounded() ? 0 : value >= 10 ? 1 : value >= 0.1 ? 2 : 4
    return decimal(value, digits) + " mm/s"
  }

  /// What a column of the screen stands for: `80 ms/col`, `1.3 s/col`.
  public var columnLabel: String {
    let seconds = secondsPerDot * 2
    if seconds < 1 { return decimal(seconds * 1000, seconds < 0.01 ? 1 : 0) + " ms/col" }
    if seconds < 60 { return decimal(seconds, 1) + " s/col" }
    return decimal(seconds / 60, 1) + " min/col"
  }
}
