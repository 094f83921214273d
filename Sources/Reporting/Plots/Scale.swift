import Foundation

/// A straight axis: which place of a drawing a value has.
struct Scale {
  /// A value marked on the axis.
  struct Tick {
    var value: Double
    var text: String
  }

  let domain: ClosedRange<Double>
  let start: Double
  let end: Double

  /// An axis from `start` to `end`; values beyond its domain are put at its ends.
  init(_ domain: ClosedRange<Double>, from start: Double, to end: Double) {
    self.domain = domain
    self.start = start
    self.end = end
  }

  /// The place of a value.
  func callAsFunction(_ value: Double) -> Double {
    let span = domain.upperBound - domain.lowerBound
    guard span > 0, span.isFinite else { return start }
    let inside = max(domain.lowerBound, min(domain.upperBound, value))
    return start + (inside - domain.lowerBound) / span * (end - start)
  }

  /// Round values, about `target` of them.
  func ticks(_ target: Int) -> [Tick] {
    let step = Self.step(domain, target)
    guard step > 0, step.isFinite else { return [] }
    let first = Int((domain.lowerBound / step - 1e-9).rounded(.up))
    let last = Int((domain.upperBound / step + 1e-9).rounded(.down))
    guard first <= last else { return [] }
    return (first...last).map { index in
      let value = Double(index) * step
      return Tick(value: value, text: NumberText.tick(value, step: step))
    }
  }

  /// A domain with round ends around all values, and around 0.
  static func domain(around values: [Double], ticks target: Int = 5) -> ClosedRange<Double> {
    let low = min(0, values.min() ?? 0), high = max(0, values.max() ?? 0)
    guard low < high, (high - low).isFinite else { return 0...1 }
    let step = step(low...high, target)
    guard step > 0 else { return low...high }
    return (low / step + 1e-9).rounded(.down) * step...(high / step - 1e-9).rounded(.up) * step
  }

  private static func step(_ domain: ClosedRange<Double>, _ target: Int) -> Double {
    let rough = (domain.upperBound - domain.lowerBound) / Double(max(1, target))
    guard rough > 0, rough.isFinite else { return 0 }
    let power = pow(10, log10(rough).rounded(.down))
    let round = [1.0, 2, 2.5, 5, 10].first { $0 * power >= rough * 0.999 } ?? 10
    return round * power
  }
}
