import Foundation

/// Leads with beats whose forms and times are known.
struct SyntheticBeats {
  /// Samples at 250 Hz.
  var beats: [Int] = []
  /// The form of each: 0 narrow, 1 wide.
  var forms: [Int] = []
  var leads: [[Float]] = []

  /// - Parameters:
  ///   - intervals: samples before each beat, and the form of each.
  ///   - gain: the height of a beat by its number.
  ///   - noise: the greatest noise, in mV.
  init(
    _ rhythm: [(interval: Int, form: Int)], leadCount: Int = 2, noise: Float = 0.02,
    gain: (Int) -> Float = { _ in 1 }
  ) {
    var place = 0
    for beat in rhythm {
      place += beat.interval
      beats.append(place)
      forms.append(beat.form)
    }
    var state: UInt64 = 1
    leads = (0..<leadCount).map { lead in
      var samples = (0..<place + 300).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return noise * (Float(state >> 40) / Float(1 << 23) - 1)
      }
      for (number, beat) in beats.enumerated() {
        Self.add(&samples, beat, forms[number], gain(number) * (lead == 0 ? 1 : 0.5))
      }
      return samples
    }
  }

  /// A narrow complex with a T wave, or a wide one turned over.
  private static func add(_ samples: inout [Float], _ beat: Int, _ form: Int, _ gain: Float) {
    let (height, width): (Float, Float) = form == 0 ? (1, 4) : (-1.5, 12)
    for offset in -60...90 where samples.indices.contains(beat + offset) {
      let time = Float(offset)
      samples[beat + offset] += gain * height * exp(-time * time / (2 * width * width))
      samples[beat + offset] += gain * 0.2 * exp(-(time - 60) * (time - 60) / 200)
    }
  }

  /// A regular rhythm in which every so-many-th beat is of the other form or early, or both.
  static func rhythm(
    _ count: Int, every step: Int, form: Int, interval: Int, pause: Int
  ) -> [(interval: Int, form: Int)] {
    (0..<count).map { number in
      switch number % step {
      case step - 2: (interval, form)
      case step - 1: (pause, 0)
      // A little irregular, as hearts are.
      default: (200 + (number * 7 % 11) - 5, 0)
      }
    }
  }
}
