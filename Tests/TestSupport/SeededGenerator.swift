import Foundation

/// Random numbers that are the same in each run (SplitMix64).
public struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  /// A sequence for each seed.
  public init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Normally distributed numbers.
  public mutating func normals(_ count: Int, scale: Double = 1) -> [Double] {
    (0..<count).map { _ in
      let radius = (-2 * log(Double.random(in: 1e-12..<1, using: &self))).squareRoot()
      return scale * radius * cos(2 * .pi * Double.random(in: 0..<1, using: &self))
    }
  }

  /// Rows of length 1.
  public mutating func unitRows(_ count: Int, _ width: Int) -> [Double] {
    var rows = normals(count * width)
    for row in 0..<count {
      let places = row * width..<(row + 1) * width
      let length = places.reduce(0) { $0 + rows[$1] * rows[$1] }.squareRoot()
      for place in places { rows[place] /= length }
    }
    return rows
  }

  /// Classes in 0..<`classCount`.
  public mutating func labels(_ count: Int, _ classCount: Int) -> [Int] {
    (0..<count).map { _ in Int.random(in: 0..<classCount, using: &self) }
  }

  /// Positive numbers with a sum of 1.
  public mutating func frequencies(_ count: Int) -> [Double] {
    let weights = (0..<count).map { _ in Double.random(in: 0.05..<1, using: &self) }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }
}
