import Waveforms

/// How a stretch of a trace lies: its extremes and the height its baseline keeps.
struct TraceExtent {
  var minimum: Float = 0
  var maximum: Float = 0
  /// The median of the columns' middles: the baseline that deflections leave and come back to.
  var median: Float = 0
  var isEmpty = true

  init(_ peaks: some Sequence<Peak?>) {
    var middles: [Float] = []
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

  /// The extremes of all but a tenth of the columns on either side, and half as much again: what
  /// lies beyond is an artefact.
  static func bulk(_ peaks: [Peak?]) -> (low: Float, high: Float) {
    let shown = peaks.compactMap { $0 }.filter { !$0.isEmpty }
    let lows = shown.map(\.minimum).sorted()
    let highs = shown.map(\.maximum).sorted()
    guard let minimum = lows.first, let maximum = highs.last else { return (0, 0) }
    let tenth = shown.count / 10
    let usual = (low: lows[tenth], high: highs[highs.count - 1 - tenth])
    let margin = (usual.high - usual.low) / 2
    return (max(minimum, usual.low - margin), min(maximum, usual.high + margin))
  }

  /// Whether deflections below the baseline are clearly the larger ones.
  var pointsDown: Bool { median - minimum > 1.5 * (maximum - median) }

  /// The most dots a unit at which the trace stays inside a lane whose baseline stands at a dot
  /// row; nil for a trace of one value, which fits at any.
  func dotsPerUnit(rows: Int, baseline: Double, centred: Bool) -> Double? {
    let centre = centred ? median : 0
    let above = Double(max(0, maximum - centre))
    let below = Double(max(0, centre - minimum))
    let limits = [
      above > 0 ? baseline / above : nil,
      below > 0 ? (Double(rows * 4 - 1) - baseline) / below : nil,
    ].compactMap { $0 }
    return maximum > minimum ? limits.min() : nil
  }
}
