public import NeuralNetwork

extension Matrix {
  /// The numbers, row by row.
  public var doubles: [Double] { values.map { Double($0) } }

  /// The numbers' bits, row by row.
  public var bits: [UInt32] { values.map(\.bitPattern) }

  /// Whether every number is this one.
  public func isFilled(_ value: Float) -> Bool { values.allSatisfy { $0 == value } }

  /// Sets every number to one of a normal distribution.
  public func fill(_ random: inout SeededGenerator, scale: Double = 1) {
    copy(from: random.normals(rows * columns, scale: scale).map { Float($0) })
  }
}

extension Workspace {
  /// A matrix of these numbers, given row by row.
  public func matrix(_ rows: Int, _ columns: Int, _ numbers: [Double]) -> Matrix {
    let matrix = matrix(rows, columns)
    matrix.copy(from: numbers.map { Float($0) })
    return matrix
  }

  /// A matrix of random numbers.
  public func matrix(
    _ rows: Int, _ columns: Int, _ random: inout SeededGenerator, scale: Double = 1
  ) -> Matrix {
    let matrix = matrix(rows, columns)
    matrix.fill(&random, scale: scale)
    return matrix
  }
}

/// Rows and columns exchanged, of numbers given row by row.
public func exchanged(_ numbers: [Double], rows: Int, columns: Int) -> [Double] {
  (0..<rows * columns).map { numbers[$0 % rows * columns + $0 / rows] }
}

extension [Double] {
  /// One of equally long parts.
  public func part(_ index: Int, of count: Int) -> [Double] {
    Array(self[self.count / count * index..<self.count / count * (index + 1)])
  }
}
