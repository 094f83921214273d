import Foundation
import Waveforms

/// How a lane shows its values: by the sensitivity for voltages, fitted to what is in view for
/// all else, and then said so under the channel's name.
struct LaneScale {
  var dotsPerUnit: Double
  /// The physical value at the baseline.
  var centre: Double
  /// The dot row of `centre`.
  var baseline: Double
  /// What differs from the status line, for the place under the channel's name.
  var note: String?

  init(
    channel: Channel, extent: TraceExtent, rows: Int, centred: Bool, sensitivity: Sensitivity,
    difference: Int
  ) {
    if let millivolts = channel.millivoltsPerUnit {
      dotsPerUnit = sensitivity.millimetresPerMillivolt * millivolts
      centre = centred ? Double(extent.median) : 0
      baseline = TracePainter.baseline(rows: rows, pointsDown: centred && extent.pointsDown)
      note = difference == 0 ? nil : Sensitivity.factor(step: difference)
      return
    }
    let low = Double(extent.minimum)
    let high = Double(extent.maximum)
    let span = Self.roundSpan(high - low)
    let dots = Double(rows * 4)
    dotsPerUnit = (dots - 1) / span
    centre = (low + high) / 2
    baseline = (dots - 1) / 2
    note = extent.isEmpty ? nil : Self.rangeLabel(low, high, channel.calibration.unit)
  }

  /// The span itself, or the next of 1, 2, 5 times a power of ten, so that the scale does not
  /// change with every heartbeat.
  private static func roundSpan(_ span: Double) -> Double {
    guard span > 0, span.isFinite else { return 1 }
    let power = pow(10, floor(log10(span)))
    return ([1, 2, 5, 10].first { $0 * power >= span } ?? 10) * power
  }

  private static func rangeLabel(_ low: Double, _ high: Double, _ unit: String) -> String {
    let digits = abs(high - low) < 5 ? 1 : 0
    return "\(decimal(low, digits))…\(decimal(high, digits))\(unit == "NU" ? "" : unit)"
  }
}
