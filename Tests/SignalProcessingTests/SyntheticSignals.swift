import Foundation

/// Signals of known content for the detectors' tests, at 250 Hz and in millivolts.
struct SyntheticSignals {
  static let rateHz = 250.0
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// Nearly Gaussian noise: twelve uniform numbers added.
  mutating func noise(count: Int, millivolts: Float) -> [Float] {
    (0..<count).map { _ in
      var sum: Float = -6
      for _ in 0..<12 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        sum += Float(state >> 40) / 16_777_216
      }
      return sum * millivolts
    }
  }

  /// Samples of beats at one interval.
  static func regular(every seconds: Double, from: Double = 0.5, to end: Double) -> [Int] {
    stride(from: from, to: end, by: seconds).map { Int(($0 * rateHz).rounded()) }
  }

  /// Adds a bell at each of the samples; the width is its standard deviation.
  static func add(
    _ amplitude: Float, widthSeconds: Double, at samples: [Int], to signal: inout [Float]
  ) {
    let width = widthSeconds * rateHz
    let reach = Int(5 * width) + 1
    for center in samples {
      for index in max(0, center - reach)..<max(0, min(signal.count, center + reach + 1)) {
        let distance = Double(index - center) / width
        signal[index] += amplitude * Float(exp(-0.5 * distance * distance))
      }
    }
  }

  /// A lead: an R wave between Q and S at each beat, a T wave 0.3 s or 0.45 intervals later, noise.
  mutating func lead(
    beats: [Int], seconds: Double, amplitude: Float = 1, noiseMillivolts: Float = 0.01,
    tDelaySeconds: Double = 0.28
  ) -> [Float] {
    var signal = noise(count: Int(seconds * Self.rateHz), millivolts: noiseMillivolts)
    Self.add(amplitude, widthSeconds: 0.01, at: beats, to: &signal)
    Self.add(-0.2 * amplitude, widthSeconds: 0.01, at: beats.map { $0 - 6 }, to: &signal)
    Self.add(-0.3 * amplitude, widthSeconds: 0.01, at: beats.map { $0 + 7 }, to: &signal)
    let delay = Int(tDelaySeconds * Self.rateHz)
    Self.add(0.25 * amplitude, widthSeconds: 0.05, at: beats.map { $0 + delay }, to: &signal)
    return signal
  }
}
