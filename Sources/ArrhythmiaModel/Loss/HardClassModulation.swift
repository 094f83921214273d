import Foundation
import NeuralNetwork

/// How hard each pair of classes is to tell apart, as factors on their repulsion.
///
/// From unit class prototypes E, `S = E Eᵀ`, and for c ≠ c′
/// `h_cc′ = (C − 1) softmax_{c′≠c}(S_cc′ / τ_h)`, `α_cc′ = (1 − κ) + κ h_cc′`; `α_cc = 1`. The mean
/// of α over c′ ≠ c is 1, so κ moves repulsion towards similar classes and never adds to it.
///
/// C is the number of classes and D the width of a prototype. Updating allocates nothing.
public struct HardClassModulation: Sendable {
  /// Number of classes C.
  public let classCount: Int
  /// Width D of a prototype.
  public let width: Int
  /// Temperature τ_h: the lower, the more the nearest class alone is repelled.
  public let temperature: Double
  /// Cosine similarity S of the classes' prototypes, `[C, C]`; 0 before the first update.
  public private(set) var similarity: [Double]
  /// α, `[C, C]`, rows = class of the anchor; 1 before the first update.
  public private(set) var factors: [Double]
  /// ln α, `[C, C]`; `LogSumExp.masked` where α is 0.
  public private(set) var logFactors: [Double]

  /// Even factors for `classCount` classes with prototypes of `width` numbers.
  public init(classCount: Int, width: Int, temperature: Double = 0.25) {
    precondition(
      classCount >= 1 && width >= 1,
      "a modulation of \(classCount) classes with prototypes of \(width) numbers")
    precondition(
      temperature > 0 && temperature.isFinite, "a temperature of \(temperature), not above 0")
    self.classCount = classCount
    self.width = width
    self.temperature = temperature
    similarity = Array(repeating: 0, count: classCount * classCount)
    factors = Array(repeating: 1, count: classCount * classCount)
    logFactors = Array(repeating: 0, count: classCount * classCount)
  }

  /// Takes S and α from the prototypes of this step.
  ///
  /// `prototypes`: E, `[C, D]`, unit rows; `kappa`: κ in 0...1.
  public mutating func update(prototypes: [Double], kappa: Double) {
    requireCount("prototypes", prototypes.count, atLeast: classCount * width)
    precondition(kappa >= 0 && kappa <= 1, "a modulation strength of \(kappa), not in 0...1")
    clear(&similarity, count: classCount * classCount)
    DenseProduct(rows: classCount, inner: width, columns: classCount)
      .add(prototypes, timesTransposed: prototypes, to: &similarity)
    for row in 0..<classCount {
      let start = row * classCount
      for index in start..<start + classCount { factors[index] = similarity[index] / temperature }
      factors[start + row] = LogSumExp.masked
      _ = LogSumExp.softmax(&factors, from: start, count: classCount)
      for index in start..<start + classCount {
        factors[index] = (1 - kappa) + kappa * Double(classCount - 1) * factors[index]
      }
      factors[start + row] = 1
      for index in start..<start + classCount {
        logFactors[index] = factors[index] > 0 ? log(factors[index]) : LogSumExp.masked
      }
    }
  }
}
