/// A positive definite matrix of some dozens of rows, to solve equations with: Cholesky's way.
struct SymmetricMatrix: Sendable {
  let count: Int
  /// [row, column] of the lower triangle L with L Lᵀ = the matrix.
  private var lower: [Double]

  /// - Parameter diagonal: is added to the diagonal, a number a row.
  init(rows: [[Double]], diagonal: [Double]) {
    count = rows.count
    lower = [Double](repeating: 0, count: count * count)
    for row in 0..<count {
      for column in 0...row {
        var sum = rows[row][column] + (row == column ? diagonal[row] : 0)
        for inner in 0..<column { sum -= self[row, inner] * self[column, inner] }
        self[row, column] =
          row == column ? max(sum, 1e-9).squareRoot() : sum / self[column, column]
      }
    }
  }

  private subscript(_ row: Int, _ column: Int) -> Double {
    get { lower[row * count + column] }
    set { lower[row * count + column] = newValue }
  }

  /// x of `matrix x = values`.
  func solved(_ values: [Double]) -> [Double] {
    var result = forward(values)
    for row in stride(from: count - 1, through: 0, by: -1) {
      for next in row + 1..<max(count, row + 1) { result[row] -= self[next, row] * result[next] }
      result[row] /= self[row, row]
    }
    return result
  }

  /// `valuesᵀ matrix⁻¹ values`.
  func inverseForm(_ values: [Double]) -> Double {
    forward(values).reduce(0) { $0 + $1 * $1 }
  }

  /// The diagonal of the inverse.
  var inverseDiagonal: [Double] {
    (0..<count).map { place in
      var unit = [Double](repeating: 0, count: count)
      unit[place] = 1
      return inverseForm(unit)
    }
  }

  private func forward(_ values: [Double]) -> [Double] {
    var result = values
    for row in 0..<count {
      for column in 0..<row { result[row] -= self[row, column] * result[column] }
      result[row] /= self[row, row]
    }
    return result
  }
}
