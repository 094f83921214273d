import Foundation
import Waveforms

/// How a lane shows its values: by the sensitivity for voltages, fitted to what is in view for
/// all else, and then said so under the channel's name.
struct LaneScale {
  var dotsPerUnit: Double
  /// Nil for what is no voltage.
  var dotsPerMillivolt: Double?
  /// The physical value at the baseline.
  var centre: Double
  /// The dot row of `centre`.
  var baseline: Double
  /// What differs from the other lanes, for the place under the channel's name: the longest that
  /// fits.
  var notes: [String] = []

  init(
    channel: Channel, extent: TraceExtent, rows: Int, centred: Bool, sensitivity: Sensitivity,
    difference: Int
  ) {
    if let millivolts = channel.millivoltsPerUnit {
      dotsPerUnit = sensitivity.millimetresPerMillivolt * millivolts
      dotsPerMillivolt = sensitivity.millimetresPerMillivolt
      // On a grid of whole dots: a median that moves by a fraction must not move the trace.
      let dotsFromZero = (Double(extent.median) * dotsPerUnit).rounded()
      centre = centred ? dotsFromZero / dotsPerUnit : 0
      baseline = TracePainter.baseline(rows: rows, pointsDown: centred && extent.pointsDown)
      notes = difference == 0 ? [] : sensitivity.shortLabels
      return
    }
    let step = Self.step(Double(extent.maximum - extent.minimum))
    let low = (Double(extent.minimum) / step).rounded(.down) * step
    let high = max(low + step, (Double(extent.maximum) / step).rounded(.up) * step)
    let dots = Double(rows * 4)
    dotsPerUnit = (dots - 1) / (high - low)
    centre = (low + high) / 2
    baseline = (dots - 1) / 2
    notes = extent.isEmpty ? [] : [Self.rangeLabel(low, high, step: step)]
  }

  /// A quarter of the span or so, as 1, 2 or 5 times a power of ten: the lane's bounds are whole
  /// steps, so that they hold from one heartbeat to the next.
  private static func step(_ span: Double) -> Double {
    guard span > 0, span.isFinite else { return 1 }
    let power = pow(10, floor(log10(span / 4)))
    return ([1, 2, 5, 10].first { $0 * power >= span / 4 } ?? 10) * power
  }

  private static func rangeLabel(_ low: Double, _ high: Double, step: Double) -> String {
    let digits = step >= 1 ? 0 : min(4, Int((-log10(step)).rounded(.up)))
    return "\(decimal(low, digits))…\(decimal(high, digits))"
  }
}
