/// Numbers samples of a stream that has times and no numbers: one after the other, but where a time
/// is far ahead of its place, for what lies between is lost.
struct SampleClock: Sendable {
  let samplingRateHz: Double
  /// Times that differ from the even line by less came unevenly.
  let toleranceSeconds: Double
  private var next: Int64 = 0
  /// The time of frame 0 on the even line through the last times.
  private var origin: Double?

  init(samplingRateHz: Double, toleranceSeconds: Double) {
    (self.samplingRateHz, self.toleranceSeconds) = (samplingRateHz, toleranceSeconds)
  }

  /// The number of the first of `count` frames, sampled at `seconds`.
  mutating func frame(of seconds: Double?, count: Int = 1) -> Int64 {
    defer { next += Int64(count) }
    guard let seconds, seconds.isFinite else { return next }
    let place = Double(next) / samplingRateHz
    guard let begin = origin else {
      origin = seconds - place
      return next
    }
    let ahead = seconds - begin - place
    if ahead > max(toleranceSeconds, 1.5 / samplingRateHz), ahead < 86_400 {
      next += Int64((ahead * samplingRateHz).rounded())
    } else if ahead < -1 || ahead >= 86_400 {
      // The clock was set.
      origin = seconds - place
    } else {
      // A rate that is a little off must not add up to a gap.
      origin = begin + ahead * min(1, 0.01 * Double(count))
    }
    return next
  }

  /// The rate that times tell; nil where there are fewer than two, or they do not grow. Within a
  /// hundredth of a usual rate it is that: times are rounded.
  static func rate(_ times: [Double]) -> Double? {
    guard let first = times.first, let last = times.last, times.count > 1, last > first,
      zip(times, times.dropFirst()).allSatisfy({ $0 <= $1 })
    else { return nil }
    let steps = zip(times, times.dropFirst()).map { $1 - $0 }.sorted()
    // One gap among the first lines must not change the rate.
    let usual = steps.filter { $0 <= 3 * steps[steps.count / 2] + 0.002 }
    let rate = Double(usual.count) / usual.reduce(0, +)
    let near = usualRates.min { abs($0 - rate) < abs($1 - rate) } ?? rate
    return abs(near - rate) < 0.01 * rate ? near : rate
  }

  private static let usualRates: [Double] = [
    100, 125, 128, 200, 250, 256, 360, 400, 500, 512, 977, 1000, 1024, 2000, 2048, 4000,
  ]
}
