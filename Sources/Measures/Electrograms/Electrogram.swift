/// One deflection of a bipolar electrogram.
struct Deflection: Sendable, Equatable {
  /// The greatest distance from the baseline, in seconds from the record's start.
  let time: Double
  /// That distance, in millivolts, either way.
  let size: Float
}

/// Finds local activations in a bipolar electrogram at its own rate.
///
/// A bipole's activation is its greatest absolute deflection: of the usual annotations of bipolar
/// electrograms, steepest slope and greatest deflection lie within 2 or 3 ms of one another, and
/// the second does not jump between two flanks of equal slope (Cantwell, Roney, Ng, Siggers,
/// Sherwin and Peters, Comput Biol Med 2015;65:229).
enum Electrogram {
  /// Drift and far fields are what is left by a triangle of 60 ms.
  private static let baselineSeconds = 0.015
  /// Nearer waves are parts of one deflection.
  private static let separationSeconds = 0.03
  /// Below 25 uV there is the amplifier.
  private static let leastMillivolts: Float = 0.025
  private static let noiseMultiple: Float = 6

  /// The deflections of a trace, in order of time.
  static func deflections(_ trace: Trace) -> [Deflection] {
    guard trace.samples.count > 8 else { return [] }
    let slow = Smoothing.triangle(trace.samples, reach: trace.count(baselineSeconds, least: 1))
    let quick = trace.with(zip(trace.samples, slow).map { $0 - $1 })
    let threshold = max(leastMillivolts, noiseMultiple * quick.medianSize())
    let separation = trace.count(separationSeconds, least: 1)
    var kept: [Int] = []
    for index in 1..<quick.samples.count - 1 {
      let size = abs(quick.samples[index])
      guard size > threshold, size > abs(quick.samples[index - 1]),
        size >= abs(quick.samples[index + 1])
      else { continue }
      var isKept = true
      while let last = kept.last, index - last <= separation {
        guard abs(quick.samples[last]) < size else {
          isKept = false
          break
        }
        kept.removeLast()
      }
      if isKept { kept.append(index) }
    }
    return kept.map { index in
      Deflection(
        time: quick.time(Double(index) + vertex(quick.samples, index)),
        size: abs(quick.samples[index]))
    }
  }

  /// The top of the parabola through a sample and its neighbours, in samples from it.
  private static func vertex(_ samples: [Float], _ index: Int) -> Double {
    let (before, here, after) = (samples[index - 1], samples[index], samples[index + 1])
    let bend = before - 2 * here + after
    guard bend != 0 else { return 0 }
    return Double(min(max(0.5 * (before - after) / bend, -0.5), 0.5))
  }
}
