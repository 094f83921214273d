import Foundation

/// Digital samples of numbers that a file writes out.
enum TextSamples {
  /// ADC units as they stand in the file, a missing one as `DecodedRecord.missing`; nil where one
  /// is no whole number of 32 bits.
  static func whole(_ values: [Double]) -> [Int32]? {
    var samples: [Int32] = []
    samples.reserveCapacity(values.count)
    for value in values {
      if value.isNaN {
        samples.append(DecodedRecord.missing)
      } else if let sample = Int32(exactly: value), sample != DecodedRecord.missing {
        samples.append(sample)
      } else {
        return nil
      }
    }
    return samples
  }

  /// Physical values: exact decimals where they are some, else the steps in which they were
  /// digitised, so that `Float` values read back as what they were; else as near as 31 bits are.
  static func physical(
    _ values: [Double], unit: String
  ) -> (samples: [Int32], calibration: Calibration) {
    let decimal = DecimalSamples.digital(values, unit: unit)
    let gain = decimal.calibration.gain
    let isExact = zip(values, decimal.samples).allSatisfy { value, sample in
      !value.isFinite || Double(sample) / gain == value
    }
    return isExact ? decimal : SampleLattice.digital(values, unit: unit) ?? decimal
  }

  /// Columns with the same number of decimals on one gain; nil where 31 bits do not hold them.
  static func decimal(_ columns: [[Double]], decimals: Int) -> (samples: [[Int32]], gain: Double)? {
    let gain = pow(10, Double(min(decimals, 12)))
    var samples: [[Int32]] = []
    for values in columns {
      guard let column = whole(values.map { ($0 * gain).rounded() }) else { return nil }
      samples.append(column)
    }
    return (samples, gain)
  }
}

/// Values of single precision that are whole numbers of steps, as an ADC makes them:
/// `value = (digital - baseline) / gain`. Finds gain and baseline again.
enum SampleLattice {
  /// Different values that are looked at: 16 bits have no more, and noise of 24 bits is no lattice
  /// that single precision could show.
  private static let valueLimit = 1 << 17

  /// Samples and calibration that give back every value to the last bit of single precision; nil
  /// where none do.
  static func digital(
    _ values: [Double], unit: String
  ) -> (samples: [Int32], calibration: Calibration)? {
    var distinct: Set<Float> = []
    for value in values where value.isFinite {
      distinct.insert(Float(value))
      guard distinct.count <= valueLimit else { return nil }
    }
    let sorted = distinct.sorted()
    guard let first = sorted.first, let last = sorted.last, first < last,
      let step = step(sorted, error: Double(max(first.magnitude, last.magnitude).ulp))
    else { return nil }
    let relative = 4 * Double(max(first.magnitude, last.magnitude).ulp) / Double(last - first)
    for calibration in candidates(step, sorted, relative: relative, unit: unit) {
      if sorted.allSatisfy({ isGivenBack($0, calibration) }) {
        let samples = values.map { value in
          value.isFinite ? Int32(calibration.digital(value)) : DecodedRecord.missing
        }
        return (samples, calibration)
      }
    }
    return nil
  }

  /// The length of a step: the greatest that the small gaps between values are multiples of, as far
  /// as rounding lets see, made precise over ever larger distances.
  private static func step(_ sorted: [Float], error: Double) -> Double? {
    let gaps = zip(sorted, sorted.dropFirst()).map { Double($1) - Double($0) }.sorted()
    guard var step = gaps.first else { return nil }
    var stepError = error
    for gap in gaps.prefix(256) {
      // Euclid's algorithm, with what rounding may have added to either number.
      var (a, b) = (gap, step)
      var (errorA, errorB) = (error, stepError)
      while b > 2 * errorB {
        let quotient = (a / b).rounded()
        (a, b) = (b, abs(a - quotient * b))
        (errorA, errorB) = (errorB, errorA + quotient * errorB)
      }
      // A part of the step is known best as that: only how many there are must be certain.
      let parts = (step / a).rounded()
      if parts > 0, parts * errorA < a / 4 { (step, stepError) = (step / parts, stepError / parts) }
    }
    guard step > 16 * error else { return nil }
    let origin = sorted.min { $0.magnitude < $1.magnitude } ?? 0
    let distances = sorted.map { Double($0) - Double(origin) }.sorted { abs($0) < abs($1) }
    for distance in distances {
      let count = (distance / step).rounded()
      guard abs(distance - count * step) < step / 4 else { return nil }
      if count != 0 { step = distance / count }
    }
    return step
  }

  /// Calibrations with that step, the simplest numbers first.
  private static func candidates(
    _ step: Double, _ sorted: [Float], relative: Double, unit: String
  ) -> [Calibration] {
    let extreme = sorted.max { $0.magnitude < $1.magnitude } ?? 0
    return rounded(1 / step, tolerance: relative / step).flatMap { gain in
      // What is left of a value when its whole steps are taken away.
      let digital = Double(extreme) * gain
      let rest = digital.rounded() - digital
      return rounded(rest, tolerance: relative * abs(digital) + 1e-6).map { baseline in
        Calibration(gain: gain, baseline: baseline, unit: unit)
      }
    }
  }

  /// The numbers of ever more decimals that are near enough, and the number itself.
  private static func rounded(_ value: Double, tolerance: Double) -> [Double] {
    let near = (0...9).lazy.map { decimals in
      let scale = pow(10, Double(decimals))
      return (value * scale).rounded() / scale
    }.filter { abs($0 - value) <= tolerance }
    var result: [Double] = []
    for candidate in near.prefix(3) where result.last != candidate { result.append(candidate) }
    return result + [value]
  }

  /// Whether the digital value stands for the very value, as `Record.physical` finds it.
  private static func isGivenBack(_ value: Float, _ calibration: Calibration) -> Bool {
    guard calibration.gain.isFinite, calibration.gain != 0 else { return false }
    let digital = calibration.digital(Double(value))
    guard abs(digital) < Double(Int32.max) else { return false }
    return Float((digital - calibration.baseline) * (1 / calibration.gain)) == value
  }
}
