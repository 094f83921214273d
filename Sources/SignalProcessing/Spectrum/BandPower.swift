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
    var powers: [Double] = []
    for first in stride(from: 0, to: frequenciesHz.count, by: lanes) {
      let some = frequenciesHz[first..<min(first + lanes, frequenciesHz.count)]
      let factors = SIMD8<Double>(
        some.map { 2 * cos(2 * .pi * ($0 / samplingRateHz)) }
          + Array(repeating: 0, count: lanes - some.count))
      let sum = (0..<windows).reduce(SIMD8<Double>()) { sum, window in
        let own = samples.span.extracting(window * length..<(window + 1) * length)
        return sum + goertzel(own, taper.span, factors) / Double(windows)
      }
      powers += some.indices.map { sum[$0 - first] }
    }
    return powers
  }

  private static let lanes = SIMD8<Double>.scalarCount

  /// Several frequencies side by side: each is a chain whose links wait for one another.
  private static func goertzel(
    _ samples: Span<Float>, _ taper: Span<Double>, _ factors: SIMD8<Double>
  ) -> SIMD8<Double> {
    var (last, before) = (SIMD8<Double>(), SIMD8<Double>())
    for index in samples.indices {
      let value = SIMD8(repeating: Double(samples[index]) * taper[index])
      (last, before) = (value + factors * last - before, last)
    }
    return last * last + before * before - factors * last * before
  }
}
