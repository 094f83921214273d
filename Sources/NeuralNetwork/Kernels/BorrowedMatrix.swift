extension [Float] {
  /// Lends the array's memory as a matrix, for reading, while `body` runs.
  public func withMatrix<Result>(
    rows: Int, columns: Int, _ body: (Matrix) throws -> Result
  ) rethrows -> Result {
    precondition(rows * columns == count, "\(count) values as \(rows)x\(columns)")
    return unsafe try withUnsafeBufferPointer { buffer in
      // An empty array has no memory; no element of an empty matrix is ever read.
      let base = unsafe buffer.baseAddress ?? UnsafePointer(bitPattern: 64)
      guard let base = unsafe base else { preconditionFailure("64 is an address") }
      return unsafe try body(
        Matrix(
          start: UnsafeMutablePointer(mutating: base), rows: rows, columns: columns,
          stride: columns))
    }
  }

  /// Lends the array's memory as a matrix, for reading and writing, while `body` runs.
  public mutating func withMutableMatrix<Result>(
    rows: Int, columns: Int, _ body: (Matrix) throws -> Result
  ) rethrows -> Result {
    precondition(rows * columns == count, "\(count) values as \(rows)x\(columns)")
    return unsafe try withUnsafeMutableBufferPointer { buffer in
      let base = unsafe buffer.baseAddress ?? UnsafeMutablePointer(bitPattern: 64)
      guard let base = unsafe base else { preconditionFailure("64 is an address") }
      return unsafe try body(Matrix(start: base, rows: rows, columns: columns, stride: columns))
    }
  }
}
