import Foundation

/// Filters without delay: each runs over the whole signal and may look ahead.
enum ZeroPhase {
  /// A first-order Butterworth band-pass (bilinear transform) run forwards, then backwards: the
  /// gain is the square of the filter's own, the phase is zero.
  static func bandPass(
    _ signal: [Float], lowHz: Double, highHz: Double, samplingRateHz: Double,
    _ progress: (Double) throws -> Void
  ) rethrows -> [Float] {
    let low = tan(Double.pi * lowHz / samplingRateHz)
    let high = tan(Double.pi * highHz / samplingRateHz)
    let scale = 1 + (high - low) + low * high
    let gain = Float((high - low) / scale)
    let first = Float(2 * (low * high - 1) / scale)
    let second = Float((1 - (high - low) + low * high) / scale)
    var filtered = signal
    let last = filtered.count - 1
    try pass(&filtered, gain, first, second, { try progress($0 / 2) }) { $0 }
    try pass(&filtered, gain, first, second, { try progress(0.5 + $0 / 2) }) { last - $0 }
    return filtered
  }

  /// One pass of the recursion, in place, in the order that `place` gives. It begins as if the
  /// first value had stood for ever, so that a signal which does not begin at zero makes no wave at
  /// its edge.
  @inline(__always)
  private static func pass(
    _ signal: inout [Float], _ gain: Float, _ first: Float, _ second: Float,
    _ progress: (Double) throws -> Void, _ place: (Int) -> Int
  ) rethrows {
    guard !signal.isEmpty else { return }
    var near = -gain * signal[place(0)]
    var far = near
    try Pieces.forEach(of: signal.count, size: Pieces.samples, progress) { part in
      for step in part {
        let index = place(step)
        let value = gain * signal[index]
        let output = value + near
        near = far - first * output
        far = -value - second * output
        signal[index] = output
      }
    }
  }

  /// The mean over `2 * reach + 1` samples; beyond the ends there are zeros.
  ///
  /// The sum runs in double precision, so that hours of adding and taking away leave no residue
  /// that could be seen in single precision.
  static func mean(
    _ signal: [Float], reach: Int, _ progress: (Double) throws -> Void
  ) rethrows -> [Float] {
    var means = signal
    var sum = 0.0
    for index in signal.indices.prefix(reach) { sum += Double(signal[index]) }
    let scale = 1 / Double(2 * reach + 1)
    try Pieces.forEach(of: signal.count, size: Pieces.samples, progress) { part in
      for index in part {
        if index + reach < signal.count { sum += Double(signal[index + reach]) }
        if index > reach { sum -= Double(signal[index - reach - 1]) }
        means[index] = Float(sum * scale)
      }
    }
    return means
  }

  /// The median of five samples, which takes away waves of one or two samples and leaves edges.
  /// The two samples at either end stay as they are.
  static func medianOfFive(
    _ signal: [Float], _ progress: (Double) throws -> Void
  ) rethrows -> [Float] {
    guard signal.count >= 5 else { return signal }
    var medians = signal
    try Pieces.forEach(of: signal.count - 4, size: Pieces.samples, progress) { part in
      for index in part.lowerBound + 2..<part.upperBound + 2 {
        let (a, b) = (signal[index - 2], signal[index - 1])
        let (c, d) = (signal[index + 1], signal[index + 2])
        // The smallest and the largest of the four others are out; the median of three remains.
        let low = max(min(a, b), min(c, d))
        let high = min(max(a, b), max(c, d))
        medians[index] = max(min(low, high), min(max(low, high), signal[index]))
      }
    }
    return medians
  }

  /// Local maxima, of which none is within `separation` samples of a greater one; the earlier of
  /// equals is kept.
  static func maxima(
    _ signal: [Float], separation: Int, _ progress: (Double) throws -> Void
  ) rethrows -> [Int] {
    var kept: [Int] = []
    guard signal.count > 2 else { return kept }
    try Pieces.forEach(of: signal.count - 2, size: Pieces.samples, progress) { part in
      for index in part.lowerBound + 1..<part.upperBound + 1
      where signal[index] > signal[index - 1] && signal[index] >= signal[index + 1] {
        var isKept = true
        while let last = kept.last, index - last <= separation {
          guard signal[last] < signal[index] else {
            isKept = false
            break
          }
          kept.removeLast()
        }
        if isKept { kept.append(index) }
      }
    }
    return kept
  }
}
