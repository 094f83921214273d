import NeuralNetwork

/// Rows scaled to length 1, and the way of a gradient back through the scaling.
///
/// `z = u / r` with `r = √(|u|² + 1e-12)`, so that a row of zeros stays one;
/// `du = (dz − z (z·dz)) / r`, which is exact for this z too.
///
/// D is the width of a row, R the most rows and n those of one call. All arrays are made at
/// initialisation; neither direction allocates.
public struct UnitNormalization: Sendable {
  /// What is added to a row's squared length.
  public static let epsilon = 1e-12

  /// Width D of a row.
  public let width: Int
  /// Most rows R.
  public let rowCapacity: Int
  /// The scaled rows z, `[R, D]`; the first n are valid after `forward`.
  public private(set) var output: [Double]
  /// Derivative by the unscaled rows, `[R, D]`; the first n are valid after `backward`.
  public private(set) var inputGradient: [Double]
  /// 1/r, `[R]`.
  private var scales: [Double]

  /// Makes room for up to `rowCapacity` rows of `width` numbers.
  public init(width: Int, rowCapacity: Int) {
    precondition(width >= 1 && rowCapacity >= 1, "\(rowCapacity) rows of \(width) numbers")
    self.width = width
    self.rowCapacity = rowCapacity
    output = Array(repeating: 0, count: rowCapacity * width)
    inputGradient = Array(repeating: 0, count: rowCapacity * width)
    scales = Array(repeating: 0, count: rowCapacity)
  }

  /// Scales rows; `output` is then z.
  ///
  /// `input`: u, `[≥ n, D]`; `count`: n in 1...R.
  public mutating func forward(_ input: [Double], count: Int) {
    requireBatch(count, capacity: rowCapacity)
    requireCount("input", input.count, atLeast: count * width)
    for row in 0..<count {
      let places = row * width..<(row + 1) * width
      var squares = Self.epsilon
      for place in places { squares += input[place] * input[place] }
      let scale = 1 / squares.squareRoot()
      scales[row] = scale
      for place in places { output[place] = input[place] * scale }
    }
  }

  /// Takes a gradient back through the last `forward`; `inputGradient` is then du.
  ///
  /// `outputGradient`: dz, `[≥ n, D]`; `count`: n in 1...R, the rows of that `forward`.
  public mutating func backward(_ outputGradient: [Double], count: Int) {
    requireBatch(count, capacity: rowCapacity)
    requireCount("outputGradient", outputGradient.count, atLeast: count * width)
    for row in 0..<count {
      let places = row * width..<(row + 1) * width
      var along = 0.0
      for place in places { along += output[place] * outputGradient[place] }
      for place in places {
        inputGradient[place] = (outputGradient[place] - output[place] * along) * scales[row]
      }
    }
  }
}
