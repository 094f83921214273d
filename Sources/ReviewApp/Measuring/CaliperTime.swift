/// The time that calipers stand in: that of the record, or of beats laid over one another.
struct CaliperTime {
  /// Seconds of the first and the last sample.
  var range: ClosedRange<Double>
  var rateHz: Double
  var secondsPerDot: Double

  /// The moment of the nearest sample.
  func sample(nearestTo seconds: Double) -> Double {
    let place = (seconds * rateHz).rounded()
    let bounds = (range.lowerBound * rateHz).rounded()...(range.upperBound * rateHz).rounded()
    return min(max(place, bounds.lowerBound), bounds.upperBound) / rateHz
  }

  /// A dot, and never less than a sample: a key would do nothing at a fast sweep.
  var step: Double { max(secondsPerDot, 1 / rateHz) }

  /// As far from an activation an end that is set with the mouse still stops at it: its column.
  var reach: Double { 1.5 * secondsPerDot }
}
