import Foundation
import TestSupport
import Waveforms

/// A channel of a record that exists in memory only.
struct SyntheticChannel {
  var name: String
  /// In the channel's unit; not a number where a sample is missing.
  var values: [Double]
  var unit = "mV"
  /// Digital counts to the unit.
  var gain = 10_000.0
  var samplesPerFrame = 1
}

/// Samples held in memory, as a file would give them.
struct MemorySource: SampleSource {
  let samples: [[Int32]]
  let samplesPerFrame: [Int]

  func decode(
    frames: Range<Int>, channels: [Int], into block: inout ChannelBlock<Int32>
  ) throws {
    for (place, channel) in channels.enumerated() {
      let each = samplesPerFrame[channel]
      block.samples.replaceSubrange(
        block.range(place),
        with: samples[channel][frames.lowerBound * each..<frames.upperBound * each])
    }
  }
}

extension Record {
  /// A record of these channels, which have to be of one length in frames.
  static func synthetic(
    _ channels: [SyntheticChannel], frameRateHz: Double = 250, name: String = "synthetic"
  ) -> Record {
    let encoding = SampleEncoding.wfdb(.int32)
    let missing = encoding.missing ?? Int32.min
    let frames = channels.map { $0.values.count / $0.samplesPerFrame }.min() ?? 0
    return Record(
      name: name, path: "/nowhere/\(name).hea", container: "WFDB", frameRateHz: frameRateHz,
      frameCount: frames,
      channels: channels.map { channel in
        Channel(
          name: channel.name, calibration: Calibration(gain: channel.gain, unit: channel.unit),
          encoding: encoding, samplesPerFrame: channel.samplesPerFrame,
          samplingRateHz: frameRateHz * Double(channel.samplesPerFrame),
          sampleCount: frames * channel.samplesPerFrame)
      },
      source: MemorySource(
        samples: channels.map { channel in
          channel.values.map { $0.isNaN ? missing : Int32(($0 * channel.gain).rounded()) }
        }, samplesPerFrame: channels.map(\.samplesPerFrame)))
  }
}

/// Signals that are made from formulas.
enum Waves {
  /// Beats of 1 mV, three quarters of a second apart, with drift and noise, in millivolts.
  static func surface(
    seconds: Double, rateHz: Double, seed: Int = 1, noise: Double = 0.01
  ) -> [Double] {
    let count = Int(seconds * rateHz)
    var random = SeededGenerator(seed: seed)
    let hiss = random.normals(count, scale: noise)
    return (0..<count).map { index in
      let time = Double(index) / rateHz
      let phase = time.truncatingRemainder(dividingBy: 0.75)
      let complex = exp(-pow((phase - 0.2) / 0.012, 2))
      let wave = 0.25 * exp(-pow((phase - 0.45) / 0.05, 2))
      return complex + wave + 0.2 * sin(2 * .pi * 0.3 * time) + hiss[index]
    }
  }

  /// Bursts of 60 Hz around each beat, with noise, in millivolts.
  static func electrogram(seconds: Double, rateHz: Double, seed: Int = 2) -> [Double] {
    let count = Int(seconds * rateHz)
    var random = SeededGenerator(seed: seed)
    let hiss = random.normals(count, scale: 0.01)
    return (0..<count).map { index in
      let time = Double(index) / rateHz
      let phase = time.truncatingRemainder(dividingBy: 0.75) - 0.25
      return 2 * exp(-pow(phase / 0.01, 2)) * sin(2 * .pi * 60 * phase) + hiss[index]
    }
  }

  /// A sine of some hertz.
  static func sine(
    _ hertz: Double, amplitude: Double, seconds: Double, rateHz: Double
  ) -> [Double] {
    (0..<Int(seconds * rateHz)).map { amplitude * sin(2 * .pi * hertz * Double($0) / rateHz) }
  }
}
