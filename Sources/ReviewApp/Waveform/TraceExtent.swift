import Waveforms

/// How a stretch of a trace lies: its extremes and the height its baseline keeps.
struct TraceExtent {
  var minimum: Float = 0
  var maximum: Float = 0
  /// The median of the columns' middles: the baseline that deflections leave and come back to.
  var median: Float = 0
  var isEmpty = true

  init(_ peaks: [Peak?]) {
    var middles: [Float] = []
    middles.reserveCapacity(peaks.count)
    var whole = Peak.empty
    for case let peak? in peaks where !peak.isEmpty {
      whole.formUnion(peak)
      middles.append((peak.minimum + peak.maximum) / 2)
    }
    guard !middles.isEmpty else { return }
    middles.sort()
    isEmpty = false
    (minimum, maximum) = (whole.minimum, whole.maximum)
    median = middles[middles.count / 2]
  }

  /// The height that a lane needs to hold the trace: twice the larger excursion from its centre.
  func height(centred: Bool) -> Float {
    let centre = centred ? median : 0
    return 2 * max(maximum - centre, centre - minimum)
  }
}
