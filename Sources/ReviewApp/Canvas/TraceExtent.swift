import Waveforms

/// How a stretch of a trace lies: its extremes and the height its baseline keeps.
struct TraceExtent: Sendable, Equatable {
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

  /// The same with the baseline at 0.
  var aboutZero: TraceExtent {
    var copy = self
    copy.minimum -= median
    copy.maximum -= median
    copy.median = 0
    return copy
  }

  /// Reaches as far as another extent of the same baseline too.
  mutating func formUnion(_ other: TraceExtent) {
    guard !other.isEmpty else { return }
    minimum = isEmpty ? other.minimum : min(minimum, other.minimum)
    maximum = isEmpty ? other.maximum : max(maximum, other.maximum)
    isEmpty = false
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

  /// The most dots a unit at which the trace stays within so many dots above and below its
  /// baseline; nil for a trace of one value, which fits at any.
  func dotsPerUnit(above: Double, below: Double, centred: Bool) -> Double? {
    let centre = centred ? median : 0
    let up = Double(max(0, maximum - centre))
    let down = Double(max(0, centre - minimum))
    let limits = [up > 0 ? above / up : nil, down > 0 ? below / down : nil].compactMap { $0 }
    return maximum > minimum ? limits.min() : nil
  }
}
