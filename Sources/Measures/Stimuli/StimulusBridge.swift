extension StimulusDetector {
  /// What a pulse and its recharge take behind a filter of 100 Hz, from its onset on.
  private static let bridgeSeconds = (before: 0.003, after: 0.022)

  /// Puts a straight line where stimuli are, so that they are no part of the complexes that they
  /// start.
  /// - Parameters:
  ///   - samples: a stretch of one surface lead, in any unit.
  ///   - start: time of its first sample, in seconds from the record's start.
  ///   - stimuli: when stimuli begin, likewise, ascending.
  public static func bridge(
    _ samples: inout [Float], rateHz: Double, start: Double, stimuli: [Double]
  ) {
    guard let last = samples.indices.last else { return }
    let end = start + Double(last) / rateHz
    for time in stimuli
    where time + bridgeSeconds.after > start && time - bridgeSeconds.before < end {
      let from = Int(((time - bridgeSeconds.before - start) * rateHz).rounded(.down))
      let to = Int(((time + bridgeSeconds.after - start) * rateHz).rounded(.up))
      let (low, high) = (max(0, from), min(last, to))
      guard low < high else { continue }
      // At the stretch's end there is a line on one side only.
      let left = from >= 0 ? samples[low] : samples[high]
      let right = to <= last ? samples[high] : left
      for index in low...high {
        samples[index] = left + (right - left) * Float(index - low) / Float(high - low)
      }
    }
  }
}
