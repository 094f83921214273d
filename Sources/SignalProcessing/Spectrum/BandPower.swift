import Foundation

/// Power of a signal at single frequencies, in windows of one second.
public enum BandPower {
  /// Mean power at each of `frequenciesHz`, over consecutive Hann windows of one second (Welch
  /// 1967), each found by Goertzel's recursion. 0 throughout where the signal is shorter than a
  /// second.
  public static func welch(
    _ samples: [Float], samplingRateHz: Double, frequenciesHz: [Double]
  ) -> [Double] {
    let length = Int(samplingRateHz.rounded())
    let windows = length > 1 ? samples.count / length : 0
    guard windows > 0 else { return frequenciesHz.map { _ in 0 } }
    let taper = (0..<length).map { 0.5 - 0.5 * cos(2 * .pi * Double($0) / Double(length)) }
    return frequenciesHz.map { frequency in
      (0..<windows).reduce(0) { sum, window in
        let start = window * length
        return sum
          + goertzel(samples[start..<start + length], taper, frequency / samplingRateHz)
          / Double(windows)
      }
    }
  }

  private static func goertzel(
    _ samples: ArraySlice<Float>, _ taper: [Double], _ cyclesPerSample: Double
  ) -> Double {
    let factor = 2 * cos(2 * .pi * cyclesPerSample)
    var (last, before) = (0.0, 0.0)
    for (sample, weight) in zip(samples, taper) {
      (last, before) = (Double(sample) * weight + factor * last - before, last)
    }
    return last * last + before * before - factor * last * before
  }
}
