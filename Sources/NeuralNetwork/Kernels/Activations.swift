import CNeuralKernels

extension Matrix {
  /// Sets this to GELU(x) = x Phi(x), the exact one, within 3e-7 |x|.
  public func setGELU(_ x: Matrix) {
    requireSameShape(self, x)
    unsafe neural_gelu(x.start, x.stride, start, stride, rows, columns)
  }

  /// Sets this to the gradient at `x`, given the one after GELU; the two may be the same memory.
  public func setGELUGradient(_ outputGradient: Matrix, at x: Matrix) {
    requireSameShape(self, x)
    requireSameShape(self, outputGradient)
    unsafe neural_gelu_backward(
      x.start, x.stride, outputGradient.start, outputGradient.stride, start, stride, rows, columns)
  }

  /// Sets this to f(x scale + shift + skip), f being GELU or nothing; `scale` and `shift` have a
  /// number a column.
  func setNormalized(
    _ x: Matrix, scale: Matrix, shift: Matrix, skip: Matrix?, gelu: Bool
  ) {
    requireSameShape(self, x)
    requireCount(scale, columns)
    requireCount(shift, columns)
    if let skip { requireSameShape(self, skip) }
    unsafe neural_normalize(
      x.start, x.stride, scale.start, shift.start, skip?.start, skip?.stride ?? 0, start, stride,
      rows, columns, gelu ? 1 : 0)
  }

  /// Sets this to the gradient before `setNormalized`'s f, and adds its column sums, and those of
  /// its products with the normalised x, to two vectors.
  func setNormalizedGradient(
    _ outputGradient: Matrix, at x: Matrix, scale: Matrix, shift: Matrix, skip: Matrix?,
    mean: Matrix, inverse: Matrix, sums: Matrix, normalizedSums: Matrix, gelu: Bool
  ) {
    requireSameShape(self, x)
    requireSameShape(self, outputGradient)
    if let skip { requireSameShape(self, skip) }
    requireCount(scale, columns)
    requireCount(shift, columns)
    requireCount(mean, columns)
    requireCount(inverse, columns)
    requireCount(sums, columns)
    requireCount(normalizedSums, columns)
    unsafe neural_normalize_backward(
      outputGradient.start, outputGradient.stride, x.start, x.stride, scale.start, shift.start,
      skip?.start, skip?.stride ?? 0, mean.start, inverse.start, start, stride, sums.start,
      normalizedSums.start, rows, columns, gelu ? 1 : 0)
  }

  /// Sets this to x p + z q + r, with `p`, `q`, `r` a number a column.
  public func setCombination(_ x: Matrix, _ p: Matrix, _ z: Matrix, _ q: Matrix, _ r: Matrix) {
    requireSameShape(self, x)
    requireSameShape(self, z)
    requireCount(p, columns)
    requireCount(q, columns)
    requireCount(r, columns)
    unsafe neural_combine_columns(
      x.start, x.stride, z.start, z.stride, p.start, q.start, r.start, start, stride, rows,
      columns)
  }

  /// Puts each column's mean, and the sum of its squared distances from it, into two vectors.
  public func columnMoments(mean: Matrix, squares: Matrix) {
    requireCount(mean, columns)
    requireCount(squares, columns)
    unsafe neural_column_moments(start, stride, mean.start, squares.start, rows, columns)
  }

  /// Makes each column a softmax of itself.
  public func softmaxColumns() {
    guard rows > 0 else { return }
    unsafe neural_softmax_columns(start, stride, rows, columns)
  }

  /// Makes this gradient of column softmaxes the gradient of what went into them, times `scale`.
  /// `dots` holds, for each column, the inner product of the softmax and its gradient.
  public func softmaxColumnsGradient(at softmax: Matrix, dots: Matrix, scale: Float) {
    requireSameShape(self, softmax)
    requireCount(dots, columns)
    unsafe neural_softmax_columns_backward(
      softmax.start, softmax.stride, start, stride, dots.start, rows, columns, scale)
  }

  /// Makes `gate` its sigmoid and sets this to h + strength gate u.
  public func setGated(_ h: Matrix, gate: Matrix, _ u: Matrix, strength: Float) {
    requireSameShape(self, h)
    requireSameShape(self, gate)
    requireSameShape(self, u)
    unsafe neural_gate(
      h.start, h.stride, gate.start, gate.stride, u.start, u.stride, strength, start, stride,
      rows, columns)
  }

  /// Given this gradient of `setGated`'s result, sets those of the gate before its sigmoid and of
  /// u.
  public func gatedGradients(
    gate: Matrix, _ u: Matrix, strength: Float, intoGate: Matrix, intoU: Matrix
  ) {
    requireSameShape(self, gate)
    requireSameShape(self, u)
    requireSameShape(self, intoGate)
    requireSameShape(self, intoU)
    unsafe neural_gate_backward(
      start, stride, gate.start, gate.stride, u.start, u.stride, strength, intoGate.start,
      intoGate.stride, intoU.start, intoU.stride, rows, columns)
  }

  /// Makes this its hyperbolic tangent and sets the column `scores` to its rows' products with
  /// `query`.
  public func tanhScores(query: Matrix, into scores: Matrix) {
    requireCount(query, columns)
    precondition(scores.columns == 1 && scores.rows == rows)
    unsafe neural_tanh_scores(
      start, stride, query.start, scores.start, scores.stride, rows, columns)
  }

  /// Given the scores' gradient and `tanh` as `tanhScores` left it, sets this to the gradient of
  /// what went into the tangent and adds the query's to `queryGradient`.
  public func setTanhScoresGradient(
    _ scoresGradient: Matrix, tanh: Matrix, query: Matrix, queryGradient: Matrix
  ) {
    requireSameShape(self, tanh)
    requireCount(query, columns)
    requireCount(queryGradient, columns)
    precondition(scoresGradient.columns == 1 && scoresGradient.rows == rows)
    unsafe neural_tanh_scores_backward(
      tanh.start, tanh.stride, query.start, scoresGradient.start, scoresGradient.stride, start,
      stride, queryGradient.start, rows, columns)
  }

  /// Sets this to `base` (or nothing) plus `x` with elements dropped: each is kept, times
  /// 1 / (1 - rate), or zero, as a hash of its place under `key` says. These rows stand `firstRow`
  /// rows down in the matrix whose places count.
  public func setDropout(
    _ x: Matrix, addedTo base: Matrix?, rate: Float, key: UInt32, firstRow: Int = 0
  ) {
    requireSameShape(self, x)
    if let base { requireSameShape(self, base) }
    precondition(rate >= 0 && rate < 1)
    let threshold = UInt32((Double(rate) * 4_294_967_296).rounded())
    unsafe neural_dropout(
      base?.start, base?.stride ?? 0, x.start, x.stride, start, stride, rows, columns, firstRow,
      key, threshold, 1 / (1 - rate))
  }
}
