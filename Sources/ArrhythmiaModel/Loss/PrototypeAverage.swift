import NeuralNetwork

/// The moving average that keeps class prototypes where the classes' embeddings are.
///
/// After each step, for the classes of the batch: `E_c ← norm(μ E_c + (1 − μ) mean z)`, the mean
/// over the class's rows. Classes absent from the batch stay as they are, to the bit. Prototypes
/// that start as zeros take the direction of their class's first batch.
///
/// C is the number of classes, D the width of a prototype and n the rows of one call. Updating
/// allocates nothing.
public struct PrototypeAverage: Sendable {
  /// Number of classes C.
  public let classCount: Int
  /// Width D of a prototype.
  public let width: Int
  /// Part μ of itself that a prototype keeps in a step, in 0..<1.
  public let momentum: Double
  /// Whether prototypes are means as they are, rather than brought to unit length.
  public let keepsLength: Bool
  /// Sum of the class's embeddings, `[C, D]`.
  private var sums: [Double]
  /// Rows of the batch in each class, `[C]`.
  private var sizes: [Int]

  /// An average for `classCount` prototypes of `width` numbers.
  public init(
    classCount: Int, width: Int, momentum: Double = 0.9, keepsLength: Bool = false
  ) {
    precondition(
      classCount >= 1 && width >= 1, "\(classCount) prototypes of \(width) numbers")
    precondition(momentum >= 0 && momentum < 1, "a momentum of \(momentum), not in 0..<1")
    self.classCount = classCount
    self.width = width
    self.momentum = momentum
    self.keepsLength = keepsLength
    sums = Array(repeating: 0, count: classCount * width)
    sizes = Array(repeating: 0, count: classCount)
  }

  /// Moves the prototypes of the batch's classes towards their embeddings, in place.
  ///
  /// `prototypes`: E, `[C, D]`, unit rows or zeros; `embeddings`: z, `[≥ n, D]`; `labels`:
  /// `[≥ n]`, each in 0..<C; `count`: n.
  public mutating func update(
    _ prototypes: inout [Double], embeddings: [Double], labels: [Int], count: Int
  ) {
    requireCount("prototypes", prototypes.count, atLeast: classCount * width)
    requireCount("embeddings", embeddings.count, atLeast: count * width)
    requireLabels(labels, count: count, classCount: classCount)
    clear(&sums, count: classCount * width)
    for index in 0..<classCount { sizes[index] = 0 }
    for row in 0..<count {
      sizes[labels[row]] += 1
      let (source, target) = (row * width, labels[row] * width)
      for index in 0..<width { sums[target + index] += embeddings[source + index] }
    }
    for index in 0..<classCount where sizes[index] > 0 {
      let start = index * width
      let share = (1 - momentum) / Double(sizes[index])
      var squares = UnitNormalization.epsilon
      for place in start..<start + width {
        let moved = momentum * prototypes[place] + share * sums[place]
        prototypes[place] = moved
        squares += moved * moved
      }
      guard !keepsLength else { continue }
      let scale = 1 / squares.squareRoot()
      for place in start..<start + width { prototypes[place] *= scale }
    }
  }
}
