/// Which beats or windows a pacemaker rules, by the pulses that were found.
public enum PacedWindows {
  /// A captured complex has its mark so long after the pulse, at most.
  private static let latency = -0.02...0.22
  /// A record of which this share of beats is paced is paced: what its other beats are, no model of
  /// unpaced hearts can know (EC57 leaves such records out).
  private static let pacedShare = 0.2

  /// By beat; `beats` are places at 250 Hz, `stimuli` seconds, both in order.
  static func beats(_ beats: [Int], stimuli: [Double]) -> [Bool] {
    let rate = PreparationSettings.samplingRateHz
    let paced = beats.map { beat in
      let time = Double(beat) / rate
      return has(stimuli, from: time - latency.upperBound, to: time - latency.lowerBound)
    }
    return isRecord(paced.count { $0 }, of: beats.count) ? beats.map { _ in true } : paced
  }

  /// Whether a record of which so many beats of some are paced is a paced one.
  public static func isRecord(_ paced: Int, of beats: Int) -> Bool {
    Double(paced) > pacedShare * Double(beats)
  }

  /// By span of samples at 250 Hz.
  static func spans(_ spans: [Range<Int>], stimuli: [Double]) -> [Bool] {
    let rate = PreparationSettings.samplingRateHz
    return spans.map {
      has(stimuli, from: Double($0.lowerBound) / rate, to: Double($0.upperBound) / rate)
    }
  }

  private static func has(_ stimuli: [Double], from start: Double, to end: Double) -> Bool {
    var (low, high) = (0, stimuli.count)
    while low < high {
      let middle = (low + high) / 2
      if stimuli[middle] < start { low = middle + 1 } else { high = middle }
    }
    return low < stimuli.count && stimuli[low] <= end
  }
}
