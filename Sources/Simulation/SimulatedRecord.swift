public import Waveforms

extension Record {
  /// A simulated patient's record, in memory.
  /// - Parameters:
  ///   - renaming: other names for some channels: in patients in whom the ablation catheter lies at
  ///     the bundle of His, its electrogram is one of the bundle.
  ///   - surfaceNoise: what is added to each surface lead, a standard deviation in millivolts;
  ///     half of it to each electrogram.
  public init(
    _ patient: SimulatedPatient, renaming: [String: String] = [:], surfaceNoise: Double = 0
  ) {
    var samples = patient.samples
    if surfaceNoise > 0 { Self.addNoise(surfaceNoise, to: &samples) }
    self.init(
      name: patient.subject.recordName, path: patient.subject.recordName + ".hea",
      container: "WFDB", frameRateHz: SimulatedPatient.frameRateHz, frameCount: patient.frameCount,
      channels: patient.channelNames.map { name in
        Channel(
          name: renaming[name] ?? name,
          calibration: Calibration(gain: SimulatedPatient.countsPerMillivolt),
          encoding: .wfdb(.int24), samplesPerFrame: 1,
          samplingRateHz: SimulatedPatient.frameRateHz, sampleCount: patient.frameCount)
      },
      source: MemorySource(samples: samples))
  }

  private static func addNoise(_ millivolts: Double, to samples: inout [[Int32]]) {
    var random = SplitMix(state: UInt64(samples.first?.count ?? 0))
    for channel in samples.indices {
      let counts = millivolts * SimulatedPatient.countsPerMillivolt * (channel < 12 ? 1 : 0.5)
      for frame in samples[channel].indices {
        // The sum of three uniform values is near enough to normal, and has a variance of 1/4.
        let sum = (0..<3).reduce(-1.5) { sum, _ in sum + Double(random.next() >> 11) * 0x1p-53 }
        samples[channel][frame] += Int32((counts * 2 * sum).rounded())
      }
    }
  }
}
