import SignalProcessing

/// A stretch of one signal in millivolts.
struct Trace: Sendable {
  var samples: [Float]
  let rateHz: Double
  /// Time of the first sample, in seconds from the record's start.
  let start: Double

  /// The sample nearest to a time, within the stretch.
  func index(_ seconds: Double) -> Int {
    min(max(Int(((seconds - start) * rateHz).rounded()), 0), max(samples.count - 1, 0))
  }

  /// The samples from one time to another, within the stretch.
  func range(_ from: Double, _ to: Double) -> Range<Int> {
    let low = index(from)
    return low..<max(low, index(to))
  }

  /// The time of a place between samples.
  func time(_ place: Double) -> Double { start + place / rateHz }

  /// Samples in a duration, at least `least`.
  func count(_ seconds: Double, least: Int = 0) -> Int {
    max(least, Int((seconds * rateHz).rounded()))
  }

  /// The same stretch with other samples.
  func with(_ samples: [Float]) -> Trace { Trace(samples: samples, rateHz: rateHz, start: start) }

  /// The median of the sizes, by every fourth sample; 0 of none.
  func medianSize() -> Float {
    var sizes = stride(from: 0, to: samples.count, by: 4).map { abs(samples[$0]) }
    return OrderStatistics.median(&sizes)
  }
}

/// Filters of finite length, so that a beat is measured from its own surroundings alone.
enum Smoothing {
  /// The mean over `2 * reach + 1` samples; beyond the ends the first and last sample go on.
  static func mean(_ signal: [Float], reach: Int) -> [Float] {
    guard reach > 0, let first = signal.first, let last = signal.last else { return signal }
    let count = signal.count
    var sum = Double(first) * Double(reach + 1)
    for offset in 0..<reach { sum += Double(signal[min(offset, count - 1)]) }
    let scale = 1 / Double(2 * reach + 1)
    var means = signal
    for index in 0..<count {
      sum += Double(index + reach < count ? signal[index + reach] : last)
      if index > 0 { sum -= Double(index > reach ? signal[index - reach - 1] : first) }
      if index == 0 { sum -= Double(first) }
      means[index] = Float(sum * scale)
    }
    return means
  }

  /// Two means in a row: a triangle, whose side lobes are those of one mean squared.
  static func triangle(_ signal: [Float], reach: Int) -> [Float] {
    mean(mean(signal, reach: reach), reach: reach)
  }
}
