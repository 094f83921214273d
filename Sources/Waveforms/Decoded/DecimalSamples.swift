import Foundation

/// Digital values for samples that a file gives as decimal numbers: exact wherever 31 bits hold
/// them, so that what is written elsewhere reads back as the numbers that were in the file.
enum DecimalSamples {
  private static let largest = 2_147_483_646.0
  private static let largestValue = 1e12
  /// Decimals that are tried: physical units with more are floating-point numbers in disguise.
  private static let decimalLimit = 9

  /// - Parameters:
  ///   - values: physical values; one that is not finite is missing.
  ///   - unit: their unit.
  /// - Returns: digital samples and the calibration that brings the values back, exactly where they
  ///   have few decimals, else to one part in two thousand million of the greatest.
  static func digital(
    _ values: [Double], unit: String
  ) -> (samples: [Int32], calibration: Calibration) {
    // One absurd value must not take the others' digits.
    let values = values.map { abs($0) <= largestValue ? $0 : .nan }
    let gain = gain(values)
    let samples = values.map { value in
      value.isFinite ? Int32((value * gain).rounded()) : DecodedRecord.missing
    }
    return (samples, Calibration(gain: gain, unit: unit))
  }

  /// The least power of ten that makes all values whole; where there is none, the largest number
  /// that keeps them within 31 bits.
  private static func gain(_ values: [Double]) -> Double {
    let extreme = values.lazy.filter(\.isFinite).map(abs).max() ?? 0
    var gain = 1.0
    for _ in 0...decimalLimit where extreme * gain <= largest {
      if values.allSatisfy({ isWhole($0, gain) }) { return gain }
      gain *= 10
    }
    return min(largest / extreme, 1e12)
  }

  /// Whether a value has no more decimals than a gain tells apart: the nearest decimal is the value
  /// itself, to the last bit.
  private static func isWhole(_ value: Double, _ gain: Double) -> Bool {
    !value.isFinite || (value * gain).rounded() / gain == value
  }
}
