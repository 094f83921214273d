/// Finds stimuli in the electrogram of the electrodes that give them, and in a stimulator's own
/// channel.
///
/// A pulse of volts drives an amplifier for millivolts to its limit within a millisecond, and it
/// takes 50 ms and more to come back: no muscle holds it there so long.
enum SaturatedPulses {
  /// Lower rates do not show the step.
  private static let leastRateHz = 450.0
  /// What is looked at behind a step.
  static let marginSeconds = 0.32
  private static let heldSeconds = 0.06
  private static let heldPart = 0.5
  private static let returnSeconds = 0.3
  private static let refractorySeconds = 0.1
  /// Parts of the greatest value.
  private static let stepPart: Float = 0.6
  private static let limitPart: Float = 0.98
  private static let leastLimit: Float = 0.5

  /// Times at which the electrogram leaves the line, in seconds from the record's start.
  static func find(_ trace: Trace, core: Range<Double>) -> [Double] {
    let samples = trace.samples
    guard trace.rateHz >= leastRateHz, samples.count > 8 else { return [] }
    let limit = samples.reduce(Float(0)) { max($0, abs($1)) }
    let (held, back) = (trace.count(heldSeconds), trace.count(returnSeconds))
    guard limit > leastLimit else { return [] }
    let refractory = trace.count(refractorySeconds)
    func isHeld(_ index: Int) -> Bool { abs(samples[index]) > limitPart * limit }
    var (times, last): ([Double], Int) = ([], -refractory)
    for index in trace.range(core.lowerBound, core.upperBound) where index > 0 {
      guard index - last >= refractory, index + held < samples.count,
        abs(samples[index - 1]) < (1 - stepPart) * limit
      else { continue }
      let after = min(index + 1, samples.count - 1)
      let step = max(
        abs(samples[index] - samples[index - 1]), abs(samples[after] - samples[index - 1]))
      guard step > stepPart * limit else { continue }
      let count = (index..<index + held).count(where: isHeld)
      guard Double(count) >= heldPart * Double(held) else { continue }
      let end = min(samples.count, index + back)
      let comesBack = samples[index + held..<end].contains { abs($0) < limitPart * limit }
      guard comesBack || end == samples.count else { continue }
      // A slow filter's first sample is a small part of the step.
      let isFirst = abs(samples[index] - samples[index - 1]) > 0.1 * step
      times.append(trace.time(Double(isFirst ? index : after)))
      last = index
    }
    return times
  }

  /// Rising edges in a stimulator's own channel.
  static func edges(_ trace: Trace, core: Range<Double>) -> [Double] {
    guard let low = trace.samples.min(), let high = trace.samples.max(), high > low else {
      return []
    }
    // Nothing but noise reaches everywhere.
    let middle = (low + high) / 2
    let above = trace.samples.count { $0 > middle }
    guard 4 * above < trace.samples.count else { return [] }
    let refractory = trace.count(refractorySeconds / 2)
    var (times, last): ([Double], Int) = ([], -refractory)
    for index in trace.range(core.lowerBound, core.upperBound) where index > 0 {
      guard trace.samples[index] > middle, trace.samples[index - 1] <= middle else { continue }
      if index - last >= refractory { times.append(trace.time(Double(index))) }
      last = index
    }
    return times
  }
}
