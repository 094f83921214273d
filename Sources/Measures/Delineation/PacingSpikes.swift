/// Takes pacing stimuli out of a surface lead: they are no part of the complex that they start.
enum PacingSpikes {
  /// What is bridged before and after the sharpest sample: a stimulus and its recharge behind a
  /// filter of 100 Hz last less than 10 ms.
  private static let spanSeconds = (before: 0.005, after: 0.01)
  /// Bends are taken across so many seconds, and twice as many.
  private static let stepSeconds = 0.002
  private static let leastMillivolts: Float = 0.08
  /// Across twice the time the bend of an R wave is four times as great, that of a stimulus, which
  /// is over by then, hardly greater.
  private static let leastPart: Float = 0.5

  static func removed(from trace: Trace) -> [Float] {
    var samples = trace.samples
    let step = trace.count(stepSeconds)
    // At low rates a stimulus is a sample wide, and so may be the tip of a narrow complex.
    guard step > 1, samples.count > 8 * step else { return samples }
    let (before, after) = (trace.count(spanSeconds.before), trace.count(spanSeconds.after))
    var index = 2 * step
    while index < samples.count - 2 * step {
      guard isSpike(samples, index, step) else {
        index += 1
        continue
      }
      bridge(&samples, max(0, index - before), min(samples.count - 1, index + after))
      index += after
    }
    return samples
  }

  private static func isSpike(_ samples: [Float], _ index: Int, _ step: Int) -> Bool {
    let near = abs(samples[index] - (samples[index - step] + samples[index + step]) / 2)
    guard near > leastMillivolts else { return false }
    let far = abs(samples[index] - (samples[index - 2 * step] + samples[index + 2 * step]) / 2)
    return near > leastPart * far
  }

  private static func bridge(_ samples: inout [Float], _ from: Int, _ to: Int) {
    let (left, right) = (samples[from], samples[to])
    for index in from...to {
      samples[index] = left + (right - left) * Float(index - from) / Float(max(1, to - from))
    }
  }
}
