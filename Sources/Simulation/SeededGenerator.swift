import Foundation

/// The simulator's own random numbers (xoshiro256** seeded by SplitMix64, Blackman and Vigna), so
/// that a seed gives the same patient on every machine and with every Swift release.
struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// Streams with the same seed and another number are independent of one another.
  init(seed: UInt64, stream: UInt64 = 0) {
    var mixer = SplitMix(state: seed)
    mixer.state = mixer.next() ^ (stream &* 0xD1B5_4A32_D192_ED03)
    state = (mixer.next(), mixer.next(), mixer.next(), mixer.next())
  }

  mutating func next() -> UInt64 {
    let scrambled = state.1 &* 5
    let result = ((scrambled << 7) | (scrambled >> 57)) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = (state.3 << 45) | (state.3 >> 19)
    return result
  }

  /// Uniform in 0 ..< 1.
  mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Uniform between two bounds.
  mutating func uniform(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * uniform()
  }

  /// True with the given probability.
  mutating func chance(_ probability: Double) -> Bool { uniform() < probability }

  /// Normal with mean 0 and standard deviation 1, by the Box-Muller transform.
  mutating func normal() -> Double {
    let radius = (-2 * log(1 - uniform())).squareRoot()
    return radius * cos(2 * Double.pi * uniform())
  }

  /// Nearly normal with mean 0 and standard deviation 1, from the sum of four 16-bit uniforms:
  /// one draw and no transcendental function, for noise that is made sample by sample.
  mutating func fastNormal() -> Float {
    let bits = next()
    let sum =
      Int32(truncatingIfNeeded: bits & 0xFFFF) + Int32(truncatingIfNeeded: (bits >> 16) & 0xFFFF)
      + Int32(truncatingIfNeeded: (bits >> 32) & 0xFFFF) + Int32(truncatingIfNeeded: bits >> 48)
    return Float(sum - 131_070) * (1.732_050_8 / 65_536)
  }

  /// An index, drawn in proportion to the weights.
  mutating func index(weights: [Int]) -> Int {
    var rest = Int(uniform() * Double(weights.reduce(0, +)))
    for (index, weight) in weights.enumerated() {
      if rest < weight { return index }
      rest -= weight
    }
    return weights.count - 1
  }
}

/// SplitMix64, which turns any seed, also 0, into well-mixed state.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
