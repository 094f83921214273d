/// One local activation in a bipolar electrogram.
public struct LocalActivation: Sendable, Equatable {
  /// The sample of the greatest deflection, either way.
  public let sample: Int
  /// The band-passed electrogram there, in millivolts, with its sign.
  public let amplitudeMillivolts: Float

  /// An activation at a sample with the electrogram's value there in millivolts.
  public init(sample: Int, amplitudeMillivolts: Float) {
    self.sample = sample
    self.amplitudeMillivolts = amplitudeMillivolts
  }
}

/// Finds local activations in bipolar electrograms.
///
/// The band-passed electrogram's energy over 20 ms is followed as in Botteron and Smith (IEEE
/// Trans Biomed Eng 1995;42:548), and its maxima above a local threshold are taken, none within
/// the refractory period of a greater one. The threshold is a multiple of the noise, estimated
/// from the quiet part of each second, and a small part of the usual greatest deflection, so that
/// the small ventricular beside the large atrial deflection of a coronary sinus channel is found.
public struct ActivationDetector: Sendable {
  /// The sampling rate that `detect` is made for, in hertz.
  public static let samplingRateHz = 250.0

  /// Which moment of a deflection counts as the activation.
  public enum Moment: Sendable {
    /// The greatest distance from the local mean, either way.
    case greatestDeflection
    /// The steepest slope, either way: in a bipole, whose polarity is arbitrary.
    case steepestSlope
  }

  /// The time in which tissue is not activated again, in seconds: waves nearer to one another are
  /// parts of one deflection.
  public static let refractorySeconds = 0.05

  /// Energy is averaged over five samples, 20 ms, the length of a near-field deflection.
  private static let energyReach = 2
  /// Levels are estimated second by second.
  private static let blockSamples = 250
  /// In fibrillation the greater part of a second may be deflections: the lower quartile is not.
  private static let noiseQuantile: Float = 0.25
  /// Noise levels are medians of five blocks: a run of deflections passes, the amplifier stays.
  private static let noiseReach = 2
  /// An hour of white noise does not reach this multiple of its lower quartile, averaged so.
  private static let noiseMultiple: Float = 5
  /// Usual greatest deflections are medians over 11 blocks, so that one artifact counts little.
  private static let peakReach = 5
  /// In the coronary sinus the ventricular deflection may be a tenth of the atrial one or less;
  /// below a twentieth there are far fields and the tails of great deflections.
  private static let peakPart: Float = 0.05
  /// Below 10 uV of deflection, there is only the amplifier.
  private static let leastMillivolts: Float = 0.01

  /// Finds the activations of one channel in one call.
  ///
  /// - Parameters:
  ///   - electrogramMillivolts: a bipolar electrogram at 250 Hz, band-passed 30...100 Hz without
  ///     delay, in millivolts, without not-a-numbers.
  ///   - refractorySeconds: activations are further apart than this.
  /// - Returns: activations in order of time.
  public static func detect(
    electrogramMillivolts: [Float], refractorySeconds: Double = refractorySeconds
  ) -> [LocalActivation] {
    precondition(refractorySeconds >= 0, "a refractory period of \(refractorySeconds) s")
    let squares = electrogramMillivolts.map { $0 * $0 }
    let means = ZeroPhase.mean(squares, reach: energyReach, { _ in })
    let envelope = means.map { max(0, $0).squareRoot() }
    guard !envelope.isEmpty else { return [] }
    let thresholds = thresholds(envelope)
    let refractory = Int((refractorySeconds * samplingRateHz).rounded())
    return ZeroPhase.maxima(envelope, separation: refractory, { _ in }).compactMap { center in
      let threshold = thresholds[min(center / blockSamples, thresholds.count - 1)]
      guard envelope[center] > threshold else { return nil }
      let sample = greatest(electrogramMillivolts, around: center, reach: energyReach)
      return LocalActivation(
        sample: sample, amplitudeMillivolts: electrogramMillivolts[sample])
    }
  }

  /// The threshold of each block, in millivolts of envelope.
  private static func thresholds(_ envelope: [Float]) -> [Float] {
    var peaks: [Float] = []
    var noise: [Float] = []
    let blockCount = max(1, envelope.count / blockSamples)
    for block in 0..<blockCount {
      let first = block * blockSamples
      let end = block + 1 < blockCount ? first + blockSamples : envelope.count
      peaks.append(envelope[first..<end].max() ?? 0)
      noise.append(Quantiles.quantile(envelope[first..<end], noiseQuantile))
    }
    let usualPeaks = Quantiles.sliding(peaks, reach: peakReach, 0.5, { _ in })
    return zip(Quantiles.sliding(noise, reach: noiseReach, 0.5, { _ in }), usualPeaks).map {
      max(noiseMultiple * $0, peakPart * $1, leastMillivolts)
    }
  }

  /// The sample of the greatest absolute value; of equals, the first.
  private static func greatest(_ values: [Float], around center: Int, reach: Int) -> Int {
    let nearby = max(0, center - reach)...min(values.count - 1, center + reach)
    return nearby.reduce(nearby.lowerBound) { abs(values[$1]) > abs(values[$0]) ? $1 : $0 }
  }
}

extension ActivationDetector {
  /// Original samples are searched 12 ms to either side: half of a near-field deflection, and
  /// more than the two samples of 4 ms by which `detect` may be off.
  private static let refinementSeconds = 0.012
  /// Drift and far fields are taken away as the mean over 60 ms, longer than the deflection.
  private static let baselineSeconds = 0.03
  /// Slopes are taken over 2 ms: over less, amplifier noise outweighs the slope of 100 Hz waves.
  private static let slopeSeconds = 0.001

  /// The activations' samples in the same channel at its original rate.
  ///
  /// - Parameters:
  ///   - activations: as `detect` gives them, at 250 Hz.
  ///   - originalMillivolts: the channel, best band-passed without delay (as recorded, a far
  ///     field may be the greatest deflection); its first sample and that of the electrogram at
  ///     250 Hz are simultaneous.
  ///   - originalRateHz: its sampling rate in hertz, 250 or more.
  /// - Returns: one sample of the original channel for each activation, in the same order.
  public static func refine(
    _ activations: [LocalActivation], originalMillivolts: [Float], originalRateHz: Double,
    moment: Moment = .greatestDeflection
  ) -> [Int] {
    precondition(originalRateHz >= samplingRateHz, "original rate of \(originalRateHz) Hz")
    guard let last = originalMillivolts.indices.last else { return [] }
    let reach = Int((refinementSeconds * originalRateHz).rounded())
    return activations.map { activation in
      let place = Double(activation.sample) * originalRateHz / samplingRateHz
      let center = min(last, Int(place.rounded()))
      let nearby = max(0, center - reach)...min(last, center + reach)
      let sizes = sizes(originalMillivolts, nearby, originalRateHz, moment)
      let best = sizes.indices.reduce(0) { sizes[$1] > sizes[$0] ? $1 : $0 }
      return nearby.lowerBound + best
    }
  }

  /// What is greatest at the moment of activation, for each of the samples.
  private static func sizes(
    _ signal: [Float], _ samples: ClosedRange<Int>, _ rateHz: Double, _ moment: Moment
  ) -> [Float] {
    switch moment {
    case .greatestDeflection:
      let reach = Int((baselineSeconds * rateHz).rounded())
      let middle = (samples.lowerBound + samples.upperBound) / 2
      let around = signal[max(0, middle - reach)...min(signal.count - 1, middle + reach)]
      let mean = around.reduce(0, +) / Float(around.count)
      return samples.map { abs(signal[$0] - mean) }
    case .steepestSlope:
      let reach = max(1, Int((slopeSeconds * rateHz).rounded()))
      return samples.map {
        abs(signal[min(signal.count - 1, $0 + reach)] - signal[max(0, $0 - reach)])
      }
    }
  }
}
