import CNeuralKernels

/// Traps unless both have the same shape, naming both.
func requireSameShape(_ one: Matrix, _ other: Matrix) {
  // A precondition's message is lost in release builds.
  if one.rows != other.rows || one.columns != other.columns {
    fatalError("\(other.rows)x\(other.columns) where \(one.rows)x\(one.columns) is expected")
  }
}

/// Traps unless `vector` has a number for each of `count` rows or columns.
func requireCount(_ vector: Matrix, _ count: Int) {
  if !vector.isContiguous || vector.rows * vector.columns < count {
    fatalError("\(vector.rows)x\(vector.columns) where \(count) numbers are expected")
  }
}

extension Matrix {
  /// Sets this to the transpose of `x`, times `scale`, and times `factors[row of x]` where given.
  public func setTranspose(of x: Matrix, factors: Matrix? = nil, scale: Float = 1) {
    precondition(x.rows == columns && x.columns == rows)
    if let factors { requireCount(factors, x.rows) }
    unsafe neural_transpose(
      x.start, x.stride, start, stride, x.rows, x.columns, factors?.start, scale)
  }

  /// Sets this to `x + z`.
  public func setSum(_ x: Matrix, _ z: Matrix) {
    requireSameShape(self, x)
    requireSameShape(self, z)
    unsafe neural_add(x.start, x.stride, z.start, z.stride, start, stride, rows, columns)
  }

  /// Sets each row to that of `x` plus one row.
  public func setSumWithRow(_ x: Matrix, _ row: Matrix) {
    requireSameShape(self, x)
    requireCount(row, columns)
    unsafe neural_add(x.start, x.stride, row.start, 0, start, stride, rows, columns)
  }

  /// Adds `x` to this.
  public func add(_ x: Matrix) { setSum(self, x) }

  /// Multiplies every number by one.
  public func multiply(by factor: Float) {
    for row in 0..<rows {
      let line = unsafe UnsafeMutableBufferPointer(start: start + row * stride, count: columns)
      for column in 0..<columns { unsafe line[column] *= factor }
    }
  }

  /// Adds each column's sum to `sums`.
  public func addColumnSums(to sums: Matrix) {
    requireCount(sums, columns)
    unsafe neural_column_sums(start, stride, sums.start, rows, columns)
  }

  /// Sets this to `x` with each row times its weight, `weights` being a column.
  public func setScaledRows(_ x: Matrix, by weights: Matrix) { scale(x, weights, accumulate: 0) }

  /// Adds `x` with each row times its weight.
  public func addScaledRows(_ x: Matrix, by weights: Matrix) { scale(x, weights, accumulate: 1) }

  private func scale(_ x: Matrix, _ weights: Matrix, accumulate: Int32) {
    requireSameShape(self, x)
    precondition(weights.rows == rows && weights.columns == 1)
    unsafe neural_scale_rows(
      x.start, x.stride, weights.start, weights.stride, start, stride, rows, columns, accumulate)
  }

  /// Sets this column to the inner products of the rows of `x` and `y`.
  public func setRowDots(_ x: Matrix, _ y: Matrix) {
    requireSameShape(x, y)
    precondition(columns == 1 && rows == x.rows)
    unsafe neural_row_dots(
      x.start, x.stride, y.start, y.stride, start, stride, x.rows, x.columns)
  }

  /// Sets this column to the inner products of the rows of `x` with one row.
  public func setRowProducts(_ x: Matrix, with row: Matrix) {
    requireCount(row, x.columns)
    precondition(columns == 1 && rows == x.rows)
    unsafe neural_row_dots(x.start, x.stride, row.start, 0, start, stride, x.rows, x.columns)
  }

  /// Sets this row to the inner products of the rows of `x` and `y`.
  public func setRowDotsAcross(_ x: Matrix, _ y: Matrix) {
    requireSameShape(x, y)
    precondition(rows == 1 && columns == x.rows)
    unsafe neural_row_dots(x.start, x.stride, y.start, y.stride, start, 1, x.rows, x.columns)
  }

  /// The sum of the squares, in double precision; the matrix is contiguous.
  public var sumOfSquares: Double {
    precondition(isContiguous)
    return unsafe neural_sum_of_squares(start, rows * columns)
  }

  /// The place of the first NaN or infinity, counted row by row; the matrix is contiguous.
  public var firstNotFinite: Int? {
    precondition(isContiguous)
    let place = unsafe neural_first_not_finite(start, rows * columns)
    return place < 0 ? nil : place
  }
}
