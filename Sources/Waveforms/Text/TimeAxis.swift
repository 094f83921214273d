import Foundation

/// The rate of samples whose times a file gives.
struct TimeAxis {
  var rateHz: Double
  /// The first sample's time.
  var firstSeconds: Double

  /// Rates in Hz that recordings can have.
  static let rates = 1e-3...1e7

  /// - Parameters:
  ///   - seconds: a time for each sample.
  ///   - quantum: what the last decimal place of the times is worth in seconds: 0.001 for times in
  ///     whole milliseconds, by which a time may be off.
  init(_ seconds: [Double], quantum: Double, file: String) throws(FileError) {
    guard let first = seconds.first, let last = seconds.last, seconds.count > 1 else {
      throw .content(file: file, expected: "at least two samples with a time", found: "one")
    }
    let step = (last - first) / Double(seconds.count - 1)
    guard step.isFinite, Self.rates.contains(1 / step) else {
      throw .content(file: file, expected: "times that grow", found: "\(first) s to \(last) s")
    }
    let deviation = try Self.deviation(seconds, step: step, quantum: quantum, file: file)
    firstSeconds = first
    rateHz = Self.simplest(1 / step, relative: 2 * deviation / (last - first))
  }

  /// How far times are from even ones at most. Throws where a step is half as long again as most of
  /// them, or longer: samples are missing there, or more than one rate was used.
  ///
  /// Times in too few decimals have such steps too, one of 2 ms in 43 of 1 ms at 977 Hz; these come
  /// again and again.
  private static func deviation(
    _ seconds: [Double], step: Double, quantum: Double, file: String
  ) throws(FileError) -> Double {
    let steps = zip(seconds, seconds.dropFirst()).map { $1 - $0 }
    let sorted = steps.filter(\.isFinite).sorted()
    guard !sorted.isEmpty else {
      throw .content(file: file, expected: "a time for each sample", found: "hardly any")
    }
    let usual = sorted[sorted.count / 2]
    var (odd, firstOdd) = (0, 0)
    var largest = 0.0
    for (index, length) in steps.enumerated() {
      let difference = abs(length - usual)
      if !(difference <= usual * 0.5000001) {
        guard difference <= quantum * 1.01 else { throw uneven(index, length, usual, file) }
        if odd == 0 { firstOdd = index }
        odd += 1
      }
      largest = max(largest, abs(seconds[index] - seconds[0] - Double(index) * step))
    }
    if odd == 1 || odd == 2 { throw uneven(firstOdd, steps[firstOdd], usual, file) }
    guard largest <= usual / 2 + quantum else {
      throw .content(
        file: file, expected: "evenly spaced samples",
        found: "times that are \(Float(largest * 1000)) ms off in between")
    }
    return largest
  }

  private static func uneven(
    _ index: Int, _ length: Double, _ usual: Double, _ file: String
  ) -> FileError {
    .content(
      file: file, expected: "evenly spaced samples",
      found: length.isNaN
        ? "no time for sample \(index + 1) or \(index + 2)"
        : "\(Float(length * 1000)) ms from sample \(index + 1) to the next where most are "
          + "\(Float(usual * 1000)) ms apart")
  }

  /// The number with the fewest decimals that is as near as the times can tell: 360 where times in
  /// whole milliseconds give 359.97.
  private static func simplest(_ rate: Double, relative: Double) -> Double {
    let tolerance = rate * max(1e-12, relative)
    for decimals in 0...9 {
      let scale = pow(10, Double(decimals))
      let candidate = (rate * scale).rounded() / scale
      if candidate > 0, abs(candidate - rate) <= tolerance { return candidate }
    }
    return rate
  }
}
