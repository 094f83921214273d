import CNeuralKernels

extension Matrix {
  /// Sets this to `left` times `right`, plus `bias` (one number a column) where given.
  ///
  /// By tiles every element is summed in the order of the depth by one chain of multiply-adds: it does
  /// not depend on which other rows are computed with it. See `ProductProvider` and
  /// `ProductPrecision` for what else may compute it.
  public func setProduct(_ left: Factor, _ right: Matrix, bias: Matrix? = nil) {
    multiply(left, right, bias: bias, accumulate: 0)
  }

  /// Adds `left` times `right` to this.
  public func addProduct(_ left: Factor, _ right: Matrix) {
    multiply(left, right, bias: nil, accumulate: 1)
  }

  private func multiply(_ left: Factor, _ right: Matrix, bias: Matrix?, accumulate: Int32) {
    if left.rows != rows || right.columns != columns || left.depth != right.rows {
      fatalError(
        "\(left.rows)x\(left.depth) by \(right.rows)x\(right.columns) into \(rows)x\(columns)")
    }
    if let bias { requireCount(bias, columns) }
    unsafe neural_product(
      left.start, left.rowStride, left.depthStride, right.start, right.stride, start, stride,
      rows, columns, left.depth, bias?.start, accumulate)
  }
}
