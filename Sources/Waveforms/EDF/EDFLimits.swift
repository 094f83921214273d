/// The digital and physical limits by which a header gives a channel's calibration: a line through
/// two points, whose physical values have 8 characters each.
struct EDFLimits {
  /// One end of the line.
  struct Point {
    var digital: Int
    var physical: EDFDecimal
    /// By how much the physical value differs from the calibration's, in units.
    var error: Double
  }

  let lower: Point
  let upper: Point
  /// By how much a physical value moves at most, in units.
  let largestMove: Double

  /// Points looked at from each end of a range: enough for every whole gain.
  private static let stretch = 70_000
  /// Points of each end that are paired.
  private static let pairs = 48
  /// What the last bits of the numbers come to, in steps.
  private static let roundingSteps = 1e-7

  /// The widest limits that give the calibration exactly, else those that come nearest.
  /// - Parameters:
  ///   - need: digital values that have to lie between the limits.
  ///   - format: digital values that the file can hold.
  /// - Returns: nil where 8 characters hold the physical values of no suitable points.
  init?(_ calibration: Calibration, holding need: ClosedRange<Int>, within format: ClosedRange<Int>)
  {
    let lows = Self.points(calibration, from: format.lowerBound, to: need.lowerBound, step: 1)
    let highs = Self.points(calibration, from: format.upperBound, to: need.upperBound, step: -1)
    guard var low = lows.first, var high = highs.first else { return nil }
    search: for a in lows {
      for b in highs where Self.line(a, b) == (calibration.gain, calibration.baseline) {
        (low, high) = (a, b)
        break search
      }
    }
    (lower, upper) = (low, high)
    let line = Self.line(low, high)
    let moves = [need.lowerBound, need.upperBound].map { digital in
      abs(
        (Double(digital) - line.baseline) / line.gain
          - (Double(digital) - calibration.baseline) / calibration.gain)
    }
    guard low.digital < high.digital, let move = moves.max(), move.isFinite else { return nil }
    largestMove = move
  }

  /// Gain and baseline as readers compute them.
  var line: (gain: Double, baseline: Double) { Self.line(lower, upper) }

  private static func line(_ a: Point, _ b: Point) -> (gain: Double, baseline: Double) {
    let gain = Double(b.digital - a.digital) / (b.physical.value - a.physical.value)
    return (gain, Double(a.digital) - a.physical.value * gain)
  }

  /// Points whose physical values have 8 characters exactly, the outermost first; where there are
  /// none, the one that comes nearest.
  private static func points(
    _ calibration: Calibration, from outer: Int, to inner: Int, step: Int
  ) -> [Point] {
    var exact: [Point] = []
    var nearest: Point?
    let length = (inner - outer) * step
    guard length >= 0 else { return [] }
    let tolerance = abs(roundingSteps / calibration.gain)
    let end = length + 1
    let ends = [0..<min(stretch, end), max(stretch, end - stretch)..<max(stretch, end)]
    for offset in ends.joined() {
      let digital = outer + offset * step
      let value = (Double(digital) - calibration.baseline) / calibration.gain
      guard let physical = EDFDecimal(nearest: value) else { continue }
      let point = Point(
        digital: digital, physical: physical, error: abs(physical.value - value))
      if point.error <= tolerance {
        exact.append(point)
        if exact.count == pairs { break }
      } else if point.error < nearest?.error ?? .infinity {
        nearest = point
      }
    }
    return exact.isEmpty ? nearest.map { [$0] } ?? [] : exact
  }
}
