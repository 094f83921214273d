import Foundation
import Measures
import Simulation
import Waveforms

/// A record whose waves are known exactly: each is half a sine or a row of them, so that it begins
/// and ends at one moment, where it is steepest, and the tangent there meets the baseline.
struct SyntheticHeart {
  var rateHz = 1000.0
  var beatCount = 24
  /// Not a whole number of samples.
  var cycle = 0.8037
  /// From P onset to QRS onset; nil for no P wave.
  var pr: Double? = 0.16
  var qrs = 0.09
  /// Whether the complex is broad and slurred, as of a ventricular beat.
  var isSlurred = false
  var qt = 0.38
  /// A stimulus of 2 ms so long before QRS onset.
  var stimulus: Double?
  /// A standard deviation in millivolts.
  var noise = 0.0
  var leads = ["I", "II", "V1", "V3", "V5"]
  /// Bipoles, and when each is activated, in seconds from QRS onset.
  var electrograms: [(name: String, activations: [(time: Double, millivolts: Double)])] = []
  /// Seconds in which the leads hold no sample.
  var gap: ClosedRange<Double>?

  /// A beat's waves lie from so long before QRS onset to so long before the next one's.
  private static let before = 0.3
  private static let pSeconds = 0.1
  private static let tSeconds = 0.2
  private static let countsPerMillivolt = 20_000.0

  // MARK: Truth

  func onset(_ beat: Int) -> Double { 1 + Double(beat) * cycle }

  /// Where the complexes are greatest.
  var beats: [Double] { (0..<beatCount).map { onset($0) + 0.4 * qrs } }

  // MARK: Signals

  private func lobe(_ time: Double, _ from: Double, _ duration: Double) -> Double {
    time > from && time < from + duration ? sin(.pi * (time - from) / duration) : 0
  }

  /// The parts of a complex as a lead from `angle` sees them: they differ from lead to lead, so that
  /// not all leads stand still at once.
  private func complex(_ time: Double, _ angle: Double) -> Double {
    guard isSlurred else {
      return -0.15 * lobe(time, 0, 0.2 * qrs) + 1.2 * cos(angle) * lobe(time, 0.2 * qrs, 0.4 * qrs)
        - 0.3 * lobe(time, 0.6 * qrs, 0.4 * qrs)
    }
    return 0.6 * lobe(time, 0, 0.4 * qrs) + 0.9 * sin(angle) * lobe(time, 0.25 * qrs, 0.45 * qrs)
      - 0.7 * cos(angle) * lobe(time, 0.55 * qrs, 0.45 * qrs)
  }

  /// Millivolts of a lead, so long after QRS onset.
  private func surface(_ time: Double, _ angle: Double) -> Double {
    var value =
      complex(time, angle) + 0.4 * cos(angle) * lobe(time, qt - Self.tSeconds, Self.tSeconds)
    if let pr { value += 0.15 * cos(angle) * lobe(time, -pr, Self.pSeconds) }
    if let stimulus, time > -stimulus, time < 0.002 - stimulus { value += 3 }
    return value
  }

  private func bipole(_ time: Double, _ activations: [(time: Double, millivolts: Double)]) -> Double
  {
    activations.reduce(0) { sum, one in
      let distance = time - one.time
      return sum + one.millivolts * cos(2 * .pi * 60 * distance) * exp(-pow(distance / 0.006, 2))
    }
  }

  private func samples(_ signal: (Double) -> Double, seed: UInt64, missing: Int32?) -> [Int32] {
    var random = RepeatableNoise(state: seed)
    return (0..<frameCount).map { frame in
      let time = Double(frame) / rateHz
      if let missing, let gap, gap.contains(time) { return missing }
      let beat = min(max(Int(((time - 1 + Self.before) / cycle).rounded(.down)), 0), beatCount - 1)
      let value = signal(time - onset(beat)) + noise * random.normal()
      return Int32((value * Self.countsPerMillivolt).rounded())
    }
  }

  private var frameCount: Int { Int((onset(beatCount) + 0.5) * rateHz) }

  var record: Record {
    let encoding = SampleEncoding.wfdb(.int32)
    let surfaces = leads.indices.map { place in
      samples(
        { surface($0, 0.4 * Double(place)) }, seed: UInt64(place), missing: encoding.missing)
    }
    let bipoles = electrograms.enumerated().map { place, one in
      samples({ bipole($0, one.activations) }, seed: UInt64(100 + place), missing: nil)
    }
    return Record(
      name: "synthetic", path: "synthetic.hea", container: "WFDB", frameRateHz: rateHz,
      frameCount: frameCount,
      channels: (leads + electrograms.map(\.name)).map { name in
        Channel(
          name: name, calibration: Calibration(gain: Self.countsPerMillivolt), encoding: encoding,
          samplesPerFrame: 1, samplingRateHz: rateHz, sampleCount: frameCount)
      },
      source: MemorySource(samples: surfaces + bipoles))
  }

  // MARK: Measures

  /// All beats but the first and last two, which lack neighbours, with QRS onset.
  func measured() throws -> [(measures: BeatMeasures, onset: Double)] {
    let all = try BeatMeasurer(record: record, beats: beats).measure(from: 0, to: .infinity)
    return all.indices.dropFirst(2).dropLast(2).map { (all[$0], onset($0)) }
  }
}

/// The same noise everywhere.
private struct RepeatableNoise {
  var state: UInt64

  mutating func uniform() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) * 0x1p-53
  }

  mutating func normal() -> Double {
    (0..<12).reduce(-6) { sum, _ in sum + uniform() }
  }
}
