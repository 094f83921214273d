import Foundation
import NeuralNetwork

/// A contrast of each embedding against classes as distributions on the sphere, as if a batch held
/// infinitely many windows of each (Du, Wang, Song and Huang 2024, "Probabilistic contrastive learning
/// for long-tailed visual recognition", eq. 12).
///
/// A class is a von Mises-Fisher distribution of mean direction μ_c and concentration
/// `κ_c = R (D − R²)/(1 − R²)`, R being the length of its mean embedding. With `κ̃_c = |κ_c μ_c + z/τ|`
/// and `g_c = ln C_D(κ_c) − ln C_D(κ̃_c)`, C_D being the distribution's normalising constant, the loss
/// is the mean of `−ln softmax(g + ln π)_y`. Distributions are constants to the gradient.
///
/// C is the number of classes, D the width of an embedding, N the largest batch and n the rows of one
/// call. All arrays are made at initialisation; evaluating allocates nothing.
public struct ProbabilisticContrastiveLoss: Sendable {
  /// Largest concentration: beyond it the distribution is a point, and its constant overflows.
  static let mostConcentrated = 300.0

  /// Number of classes C.
  public let classCount: Int
  /// Width D of an embedding.
  public let width: Int
  /// Temperature τ, above 0.
  public let temperature: Double
  /// Derivative of the last loss by the embeddings, `[N, D]`; its first n rows are valid.
  public private(set) var embeddingGradient: [Double]
  private let logPrior: [Double]
  private let bessel: ModifiedBessel
  /// κ_c μ_c, `[C, D]`.
  private var centres: [Double]
  /// ln C_D(κ_c) but for what all classes share.
  private var constants: [Double]
  /// One row's g, then its softmax.
  private var scores: [Double]
  /// One row's A_D(κ̃_c)/κ̃_c.
  private var slopes: [Double]

  /// - Parameter prior: π, `[C]`, nil for even ones.
  public init(
    classCount: Int, width: Int, batchCapacity: Int, temperature: Double = 0.1,
    prior: [Double]? = nil
  ) {
    precondition(
      classCount >= 1 && width >= 2 && batchCapacity >= 1,
      "a loss over \(classCount) classes, embeddings of \(width) numbers, \(batchCapacity) rows")
    precondition(temperature > 0 && temperature.isFinite, "a temperature of \(temperature)")
    (self.classCount, self.width, self.temperature) = (classCount, width, temperature)
    logPrior =
      prior?.map { $0 > 0 ? log($0) : LogSumExp.masked }
      ?? [Double](repeating: 0, count: classCount)
    bessel = ModifiedBessel(order: Double(width) / 2 - 1)
    embeddingGradient = Array(repeating: 0, count: batchCapacity * width)
    centres = Array(repeating: 0, count: classCount * width)
    constants = Array(repeating: 0, count: classCount)
    (scores, slopes) = (constants, constants)
  }

  /// Takes the classes' distributions from their mean embeddings, `[C, D]`, of length below 1.
  private mutating func setClasses(_ means: [Double]) {
    for index in 0..<classCount {
      let start = index * width
      var squares = 1e-12
      for place in start..<start + width { squares += means[place] * means[place] }
      let length = min(squares.squareRoot(), 0.999)
      let free = length * (Double(width) - length * length) / (1 - length * length)
      let concentration = min(free, Self.mostConcentrated)
      let scale = concentration / squares.squareRoot()
      for place in start..<start + width { centres[place] = means[place] * scale }
      constants[index] = -bessel.logScaled(concentration)
    }
  }

  /// The loss of a batch; `embeddingGradient` is then its gradient.
  ///
  /// `embeddings`: z, `[≥ n, D]`, unit rows; `means`: mean embeddings of the classes, `[C, D]`;
  /// `labels`: `[≥ n]`, each in 0..<C; `count`: n.
  public mutating func evaluate(
    embeddings: [Double], means: [Double], labels: [Int], count: Int
  ) -> Double {
    requireCount("embeddings", embeddings.count, atLeast: count * width)
    requireCount("means", means.count, atLeast: classCount * width)
    requireLabels(labels, count: count, classCount: classCount)
    setClasses(means)
    clear(&embeddingGradient, count: count * width)
    var loss = 0.0
    for row in 0..<count {
      setScores(embeddings, row)
      let target = scores[labels[row]]
      loss += LogSumExp.softmax(&scores, from: 0, count: classCount) - target
      scores[labels[row]] -= 1
      addGradient(embeddings, row, scale: 1 / Double(count))
    }
    return loss / Double(count)
  }

  private mutating func setScores(_ embeddings: [Double], _ row: Int) {
    for index in 0..<classCount {
      var squares = 1e-12
      for place in 0..<width {
        let sum = centres[index * width + place] + embeddings[row * width + place] / temperature
        squares += sum * sum
      }
      let length = squares.squareRoot()
      scores[index] = constants[index] + bessel.logScaled(length) + logPrior[index]
      slopes[index] = bessel.ratio(length) / length
    }
  }

  private mutating func addGradient(_ embeddings: [Double], _ row: Int, scale: Double) {
    for index in 0..<classCount {
      let factor = scale * scores[index] * slopes[index] / temperature
      for place in 0..<width {
        let sum = centres[index * width + place] + embeddings[row * width + place] / temperature
        embeddingGradient[row * width + place] += factor * sum
      }
    }
  }
}

/// The modified Bessel function of the first kind I_ν, for arguments up to some hundreds.
struct ModifiedBessel: Sendable {
  /// ν, at least 0.
  let order: Double
  private let offset: Double

  init(order: Double) {
    self.order = order
    offset = -order * log(2) - lgamma(order + 1)
  }

  /// `ln(I_ν(x) / x^ν)`, by the power series, whose terms are all positive.
  func logScaled(_ x: Double) -> Double {
    let quarter = x * x / 4
    var (term, sum, number) = (1.0, 1.0, 1.0)
    while term > sum * 1e-17 || number * (number + order) < quarter {
      term *= quarter / (number * (number + order))
      sum += term
      number += 1
    }
    return offset + log(sum)
  }

  /// `I_{ν+1}(x) / I_ν(x)`, its logarithmic slope: by Gauss's continued fraction from its far end.
  func ratio(_ x: Double) -> Double {
    guard x > 0 else { return 0 }
    var value = 0.0
    for step in stride(from: Int(x) + 60, to: 0, by: -1) {
      value = 1 / (2 * (order + Double(step)) / x + value)
    }
    return value
  }
}
