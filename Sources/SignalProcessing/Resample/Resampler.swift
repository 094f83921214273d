import Foundation

/// Band-limited interpolation between two sampling rates with a Kaiser-windowed sinc.
///
/// Output sample n lies at the input's position `n · inputRate / outputRate`, so that times agree
/// from the first sample on. Any stretch of the output can be computed on its own, and its samples
/// are the same bits as those of the whole.
public struct Resampler: Sendable {
  /// Samples per second of the input.
  public let inputRateHz: Double
  /// Samples per second of the output.
  public let outputRateHz: Double
  /// Input samples that an output sample depends on, on either side of its place.
  public let reach: Int
  private let cutoffHz: Double
  private let halfWidth: Double
  /// Output n is at input `n · numerator / denominator`.
  private let numerator: Int
  private let denominator: Int
  /// For each remainder under `denominator` the weights of 2 · reach inputs; empty where there
  /// would be too many.
  private let table: [Float]
  private let isCopy: Bool

  /// Shape of the window; 8 keeps side lobes below -80 dB.
  private static let beta = 8.0
  private static let highestBessel = bessel(beta)
  /// Zero crossings of the sinc on either side.
  private static let zeroCrossings = 16.0
  private static let tableLimit = 4096

  /// Plans for two rates; what is above `cutoffHz`, or above 45 % of the input's rate, is removed.
  public init(from inputRateHz: Double, to outputRateHz: Double, cutoffHz: Double) {
    (self.inputRateHz, self.outputRateHz) = (inputRateHz, outputRateHz)
    self.cutoffHz = min(cutoffHz, 0.45 * inputRateHz)
    halfWidth = Self.zeroCrossings * inputRateHz / (2 * self.cutoffHz)
    reach = Int(halfWidth.rounded(.up))
    // Rates are taken to a thousandth of a hertz; a day then is off by less than 1e-5 of itself.
    let scale =
      inputRateHz == inputRateHz.rounded() && outputRateHz == outputRateHz.rounded()
      ? 1.0 : 1000
    let (top, bottom) = (
      Int((inputRateHz * scale).rounded()), Int((outputRateHz * scale).rounded())
    )
    let divisor = Self.greatestCommonDivisor(top, bottom)
    (numerator, denominator) = (top / divisor, bottom / divisor)
    isCopy = numerator == denominator
    var table: [Float] = []
    if !isCopy && denominator <= Self.tableLimit {
      for phase in 0..<denominator {
        table += Self.weights(
          Double(phase) / Double(denominator), reach, halfWidth,
          cycles: 2 * self.cutoffHz / inputRateHz)
      }
    }
    self.table = table
  }

  /// Samples of the output that lie within `count` samples of the input.
  public func outputCount(inputCount count: Int) -> Int {
    count == 0 ? 0 : (count - 1) * denominator / numerator + 1
  }

  /// The output sample nearest to an input sample.
  public func output(nearestTo input: Int) -> Int {
    Int((Double(input) * Double(denominator) / Double(numerator)).rounded())
  }

  /// The input samples that a stretch of the output depends on; it may reach beyond the signal.
  public func inputs(for outputs: Range<Int>) -> Range<Int> {
    guard !outputs.isEmpty else { return 0..<0 }
    if isCopy { return outputs }
    let first = place(outputs.lowerBound).index - reach + 1
    return first..<place(outputs.upperBound - 1).index + reach + 1
  }

  /// Computes a stretch of the output from a stretch of the input that begins at `inputStart` and
  /// holds `inputs(for:)`. Beyond the signal's ends callers repeat its first and last samples.
  public func resample(_ input: [Float], inputStart: Int, outputs: Range<Int>) -> [Float] {
    let needed = inputs(for: outputs)
    guard needed.lowerBound >= inputStart, needed.upperBound <= inputStart + input.count else {
      fatalError("outputs \(outputs) need inputs \(needed), got \(inputStart)+\(input.count)")
    }
    if isCopy {
      return Array(input[needed.lowerBound - inputStart..<needed.upperBound - inputStart])
    }
    return [Float](capacity: outputs.count) { result in
      for output in outputs {
        let (index, phase) = place(output)
        result.append(sum(input.span, at: index - reach + 1 - inputStart, phase: phase))
      }
    }
  }

  private func place(_ output: Int) -> (index: Int, phase: Int) {
    let (quotient, remainder) = (output * numerator).quotientAndRemainder(dividingBy: denominator)
    return remainder < 0 ? (quotient - 1, remainder + denominator) : (quotient, remainder)
  }

  private func sum(_ input: Span<Float>, at start: Int, phase: Int) -> Float {
    if table.isEmpty {
      let weights = Self.weights(
        Double(phase) / Double(denominator), reach, halfWidth, cycles: 2 * cutoffHz / inputRateHz)
      return Self.dot(weights.span, input.extracting(start..<start + 2 * reach))
    }
    let row = phase * 2 * reach
    return Self.dot(
      table.span.extracting(row..<row + 2 * reach), input.extracting(start..<start + 2 * reach))
  }

  /// Eight sums side by side, which the processor's vectors like.
  private static func dot(_ weights: Span<Float>, _ values: Span<Float>) -> Float {
    var sums = SIMD8<Float>()
    let whole = weights.count & ~7
    for start in stride(from: 0, to: whole, by: 8) {
      let (a, b) = (weights.extracting(start..<start + 8), values.extracting(start..<start + 8))
      var (left, right) = (SIMD8<Float>(), SIMD8<Float>())
      for lane in 0..<8 {
        left[lane] = a[lane]
        right[lane] = b[lane]
      }
      sums += left * right
    }
    var rest: Float = 0
    for index in whole..<weights.count { rest += weights[index] * values[index] }
    return sums.sum() + rest
  }

  /// Weights of the inputs from `1 - reach` to `reach` around a place that is `fraction` of a
  /// sample behind input 0. They sum to 1, so that a constant stays what it is.
  private static func weights(
    _ fraction: Double, _ reach: Int, _ halfWidth: Double, cycles: Double
  ) -> [Float] {
    let raw = (1 - reach...reach).map { offset in
      let distance = Double(offset) - fraction
      let share = distance / halfWidth
      guard abs(share) < 1 else { return 0.0 }
      let angle = .pi * cycles * distance
      let sinc = angle == 0 ? 1 : sin(angle) / angle
      return sinc * bessel(beta * (1 - share * share).squareRoot()) / highestBessel
    }
    let total = raw.reduce(0, +)
    return raw.map { Float($0 / total) }
  }

  /// The modified Bessel function of the first kind and order 0, by its power series.
  private static func bessel(_ x: Double) -> Double {
    var (sum, term, k) = (1.0, 1.0, 1.0)
    while term > 1e-17 * sum {
      term *= (x / (2 * k)) * (x / (2 * k))
      sum += term
      k += 1
    }
    return sum
  }

  private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    b == 0 ? a : greatestCommonDivisor(b, a % b)
  }
}
