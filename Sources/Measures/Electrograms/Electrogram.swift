import SignalProcessing

/// One deflection of a bipolar electrogram.
struct Deflection: Sendable, Equatable {
  /// The local activation, in seconds from the record's start.
  let time: Double
  /// The greatest distance from the baseline near by, in millivolts, either way.
  let size: Float
  /// The steepest slope near by, in millivolts a millisecond.
  let slope: Float

  /// Muscle under the electrodes turns the trace within a few milliseconds, muscle far away rounds
  /// it: a near field's amplitude is reached in less than this, in milliseconds.
  private static let nearField: Float = 5

  /// Whether it comes from muscle under the electrodes.
  var isNear: Bool { size < Self.nearField * slope }
}

/// Finds local activations in a bipolar electrogram at its own rate.
///
/// A bipole's activation is the middle of its slopes' energy within 4 ms. Of three moments this one
/// was chosen by measurement: over nine beats of a real AV nodal re-entry (eight bipoles, moments
/// that lie still against one another in truth) it varies by 0.7 ms from beat to beat, the greatest
/// deflection by 0.95, the steepest slope by 1.15, for it jumps between two flanks that are equally
/// steep. That a middle is steadier than either was also found in atrial and ventricular
/// tachycardias (El Haddad, Houben, Stroobandt and others, Circ Arrhythm Electrophysiol
/// 2014;7:463).
enum Electrogram {
  /// Drift and far fields are what is left by a triangle of 60 ms.
  private static let baselineSeconds = 0.015
  /// Slopes across 2 ms.
  private static let slopeSeconds = 0.001
  /// Slopes are gathered over 7 ms, the length of a near-field deflection's phases.
  private static let gatherSeconds = 0.003
  /// Nearer waves are parts of one deflection.
  private static let separationSeconds = 0.025
  /// What is in the middle is weighed within this distance.
  private static let middleSeconds = 0.004
  /// In millivolts a millisecond: below 25 uV in 5 ms there is the amplifier.
  private static let leastSlope: Float = 0.005
  private static let noiseMultiple: Float = 5

  /// The deflections of a trace, in order of time.
  static func deflections(_ trace: Trace) -> [Deflection] {
    guard trace.samples.count > 8 else { return [] }
    let slow = Smoothing.triangle(trace.samples, reach: trace.count(baselineSeconds, least: 1))
    let quick = trace.with(zip(trace.samples, slow).map { $0 - $1 })
    let slopes = quick.with(slopes(quick))
    let gathered = quick.with(
      Smoothing.mean(slopes.samples, reach: trace.count(gatherSeconds, least: 1)))
    let threshold = max(leastSlope, noiseMultiple * gathered.medianSize())
    return peaks(gathered, above: threshold).map { deflection($0, quick, slopes) }
  }

  /// Sizes of the slopes, in millivolts a millisecond.
  private static func slopes(_ trace: Trace) -> [Float] {
    let (samples, reach) = (trace.samples, trace.count(slopeSeconds, least: 1))
    let scale = Float(trace.rateHz) / Float(2000 * reach)
    let last = samples.count - 1
    return samples.indices.map { index in
      abs(samples[min(last, index + reach)] - samples[max(0, index - reach)]) * scale
    }
  }

  /// The greatest values that are not near to a greater one.
  private static func peaks(_ trace: Trace, above threshold: Float) -> [Int] {
    let separation = trace.count(separationSeconds, least: 1)
    let samples = trace.samples
    var kept: [Int] = []
    for index in 1..<samples.count - 1 {
      let size = samples[index]
      guard size > threshold, size > samples[index - 1], size >= samples[index + 1] else {
        continue
      }
      var isKept = true
      while let last = kept.last, index - last <= separation {
        guard samples[last] < size else {
          isKept = false
          break
        }
        kept.removeLast()
      }
      if isKept { kept.append(index) }
    }
    return kept
  }

  private static func deflection(_ peak: Int, _ quick: Trace, _ slopes: Trace) -> Deflection {
    let place = middle(slopes, near: Double(peak))
    let center = Int(place.rounded())
    let reach = quick.count(middleSeconds, least: 2)
    let near = max(0, center - reach)...min(quick.samples.count - 1, center + reach)
    return Deflection(
      time: quick.time(place), size: near.reduce(0) { max($0, abs(quick.samples[$1])) },
      slope: near.reduce(0) { max($0, slopes.samples[$1]) })
  }

  /// The middle of the slopes' energy near a place, itself in the middle of what is weighed.
  private static func middle(_ slopes: Trace, near start: Double) -> Double {
    let reach = max(2.5, middleSeconds * slopes.rateHz)
    var place = start
    for _ in 0..<6 {
      let low = max(0, Int((place - reach).rounded(.up)))
      let high = min(slopes.samples.count - 1, Int(place + reach))
      guard low <= high else { break }
      var (sum, moment) = (0.0, 0.0)
      for index in low...high {
        let part = (Double(index) - place) / reach
        let slope = Double(slopes.samples[index])
        let weight = slope * slope * (1 - part * part)
        sum += weight
        moment += weight * Double(index)
      }
      guard sum > 0 else { break }
      let next = moment / sum
      if abs(next - place) < 0.01 { return next }
      place = next
    }
    return place
  }
}
