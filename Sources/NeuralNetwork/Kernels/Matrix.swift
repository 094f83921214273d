/// A view of a `Workspace`'s memory as rows and columns of Float32.
///
/// Copying it copies no numbers. It does not keep its workspace alive: whoever plans matrices, or
/// is lent one by a network, holds on to the workspace or the network for as long. Two threads may
/// use one matrix as long as neither writes what the other touches, which is how a layer's rows are
/// shared out; that is why it is `Sendable` without the compiler's check.
@safe public struct Matrix: @unchecked Sendable {
  let start: UnsafeMutablePointer<Float>
  /// Number of rows.
  public let rows: Int
  /// Number of columns.
  public let columns: Int
  /// Distance in floats from one row's start to the next one's, at least `columns`.
  public let stride: Int

  @unsafe init(start: UnsafeMutablePointer<Float>, rows: Int, columns: Int, stride: Int) {
    precondition(rows >= 0 && columns >= 0 && stride >= columns)
    unsafe self.start = start
    self.rows = rows
    self.columns = columns
    self.stride = stride
  }

  /// The distance between rows that lets a stripe of them use all of the first-level cache: an odd
  /// number of cache lines where `columns` would be a multiple of four.
  public static func spreadStride(_ columns: Int) -> Int {
    columns > 0 && columns % 64 == 0 ? columns + 16 : columns
  }

  /// Whether each row begins where the one before it ends.
  public var isContiguous: Bool { stride == columns || rows <= 1 }

  /// Some of the rows.
  public func rows(_ range: Range<Int>) -> Matrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "\(range) of \(rows) rows")
    return unsafe Matrix(
      start: start + range.lowerBound * stride, rows: range.count, columns: columns,
      stride: stride)
  }

  /// One row.
  public func row(_ index: Int) -> Matrix { rows(index..<index + 1) }

  /// Some of the columns.
  public func columns(_ range: Range<Int>) -> Matrix {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= columns, "\(range) of \(columns) columns")
    return unsafe Matrix(
      start: start + range.lowerBound, rows: rows, columns: range.count, stride: stride)
  }

  /// Every `step`th row, from `first` on.
  public func everyRow(_ step: Int, from first: Int, count: Int) -> Matrix {
    precondition(first >= 0 && step > 0 && first + (count - 1) * step < rows)
    return unsafe Matrix(
      start: start + first * stride, rows: count, columns: columns, stride: stride * step)
  }

  /// The same numbers in other rows and columns; only for contiguous matrices.
  public func reshaped(rows: Int, columns: Int) -> Matrix {
    precondition(
      isContiguous && rows * columns == self.rows * self.columns,
      "\(self.rows)x\(self.columns) as \(rows)x\(columns)")
    return unsafe Matrix(start: start, rows: rows, columns: columns, stride: columns)
  }

  /// A matrix within this row of numbers.
  func block(at offset: Int, rows: Int, columns: Int, stride: Int) -> Matrix {
    precondition(self.rows == 1 && offset >= 0 && offset + rows * stride <= self.columns)
    return unsafe Matrix(start: start + offset, rows: rows, columns: columns, stride: stride)
  }

  /// One number.
  public subscript(row: Int, column: Int) -> Float {
    get {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns)
      return unsafe start[row * stride + column]
    }
    nonmutating set {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns)
      unsafe start[row * stride + column] = newValue
    }
  }

  /// Sets every number.
  public func fill(_ value: Float) {
    for row in 0..<rows { unsafe (start + row * stride).update(repeating: value, count: columns) }
  }

  /// Takes over another matrix's numbers; the shapes are equal.
  public func copy(from other: Matrix) {
    precondition(rows == other.rows && columns == other.columns)
    for row in 0..<rows {
      unsafe (start + row * stride).update(
        from: other.start + row * other.stride, count: columns)
    }
  }

  /// Takes over `rows * columns` numbers of an array, row by row, from `offset` on.
  public func copy(from values: [Float], at offset: Int = 0) {
    precondition(
      offset >= 0 && offset + rows * columns <= values.count,
      "\(rows)x\(columns) from \(values.count) values at \(offset)")
    unsafe values.withUnsafeBufferPointer { source in
      guard let base = source.baseAddress else { return }
      for row in 0..<rows {
        unsafe (start + row * stride).update(from: base + offset + row * columns, count: columns)
      }
    }
  }

  /// Puts the numbers into an array, row by row, from `offset` on.
  public func write(to values: inout [Float], at offset: Int) {
    precondition(offset >= 0 && offset + rows * columns <= values.count)
    unsafe values.withUnsafeMutableBufferPointer { target in
      guard let base = target.baseAddress else { return }
      for row in 0..<rows {
        unsafe (base + offset + row * columns).update(from: start + row * stride, count: columns)
      }
    }
  }

  /// Puts the numbers into the first places of an array, row by row.
  public func read(into values: inout [Double]) {
    precondition(values.count >= rows * columns, "\(values.count) for \(rows)x\(columns)")
    for row in 0..<rows {
      for column in 0..<columns {
        values[row * columns + column] = unsafe Double(start[row * stride + column])
      }
    }
  }

  /// Takes over the first numbers of an array, row by row, times a factor.
  public func set(_ values: [Double], times factor: Double) {
    fill(0)
    add(values, times: factor)
  }

  /// Adds the first numbers of an array, row by row, times a factor.
  public func add(_ values: [Double], times factor: Double) {
    precondition(values.count >= rows * columns, "\(values.count) for \(rows)x\(columns)")
    for row in 0..<rows {
      for column in 0..<columns {
        unsafe start[row * stride + column] += Float(values[row * columns + column] * factor)
      }
    }
  }

  /// A copy of the numbers, row by row.
  public var values: [Float] {
    var copy = [Float](repeating: 0, count: rows * columns)
    write(to: &copy, at: 0)
    return copy
  }
}

/// The left side of a matrix product: rows that may be a matrix's columns, or may overlap.
@safe public struct Factor {
  let start: UnsafeMutablePointer<Float>
  let rows: Int
  let depth: Int
  let rowStride: Int
  let depthStride: Int
}

extension Matrix {
  /// The matrix as a product's left side.
  public var factor: Factor {
    unsafe Factor(
      start: start, rows: rows, depth: columns, rowStride: stride, depthStride: 1)
  }

  /// The transposed matrix as a product's left side.
  public var transposed: Factor {
    unsafe Factor(
      start: start, rows: columns, depth: rows, rowStride: 1, depthStride: stride)
  }

  /// Overlapping rows: output `i` holds the `taps` rows that begin with row `step * i`, end to end.
  /// This is what makes a convolution over channels-last samples a plain product.
  public func sliding(taps: Int, step: Int, outputs: Range<Int>) -> Factor {
    precondition(stride == columns, "sliding rows need a contiguous matrix")
    precondition(
      outputs.isEmpty || (outputs.upperBound - 1) * step + taps <= rows,
      "\(taps) taps at step \(step) for \(outputs) of \(rows) rows")
    return unsafe Factor(
      start: start + outputs.lowerBound * step * stride, rows: outputs.count,
      depth: taps * columns, rowStride: step * stride, depthStride: 1)
  }
}

extension Factor {
  /// The same factor with rows and depth exchanged.
  public var transposed: Factor {
    unsafe Factor(
      start: start, rows: depth, depth: rows, rowStride: depthStride, depthStride: rowStride)
  }
}
