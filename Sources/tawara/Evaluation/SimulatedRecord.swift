import NeuralNetwork
import Simulation
import Waveforms

/// A simulated patient's samples in memory, as a file would give them.
struct SimulatedSource: SampleSource {
  /// [channel][frame]
  let samples: [[Int32]]

  func decode(
    frames: Range<Int>, channels: [Int], into block: inout ChannelBlock<Int32>
  ) throws {
    for (place, channel) in channels.enumerated() {
      block.samples.replaceSubrange(block.range(place), with: samples[channel][frames])
    }
  }
}

extension Record {
  /// A record of a simulated patient.
  /// - Parameters:
  ///   - surfaceNoise: what is added to each surface lead, a standard deviation in millivolts;
  ///     half of it to each electrogram.
  ///   - ablationName: what the ablation catheter is called: in patients in whom it lies at the
  ///     bundle of His, its electrogram is one of the bundle.
  init(_ patient: SimulatedPatient, surfaceNoise: Double = 0, ablationName: String = "ABL12") {
    var samples = patient.samples
    var random = SplitMix64(seed: UInt64(patient.frameCount))
    for channel in samples.indices where surfaceNoise > 0 {
      let counts = surfaceNoise * SimulatedPatient.countsPerMillivolt * (channel < 12 ? 1 : 0.5)
      for frame in samples[channel].indices {
        // The sum of three uniform values is near enough to normal, and has a variance of 1/4.
        let sum = (0..<3).reduce(-1.5) { sum, _ in sum + Double(random.next() >> 11) * 0x1p-53 }
        samples[channel][frame] += Int32((counts * 2 * sum).rounded())
      }
    }
    let names = patient.channelNames.map { $0 == "ABL12" ? ablationName : $0 }
    self.init(
      name: patient.subject.recordName, path: patient.subject.recordName + ".hea",
      container: "WFDB", frameRateHz: SimulatedPatient.frameRateHz, frameCount: patient.frameCount,
      channels: names.map { name in
        Channel(
          name: name, calibration: Calibration(gain: SimulatedPatient.countsPerMillivolt),
          encoding: .wfdb(.int24), samplesPerFrame: 1,
          samplingRateHz: SimulatedPatient.frameRateHz, sampleCount: patient.frameCount)
      },
      source: SimulatedSource(samples: samples))
  }
}
