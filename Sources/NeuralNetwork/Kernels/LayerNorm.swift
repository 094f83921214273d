import CNeuralKernels

extension Matrix {
  /// Sets this to the row-normalised `x` times `gamma` plus `beta`; keeps each row's mean and
  /// inverse deviation in two columns.
  func setLayerNorm(
    _ x: Matrix, gamma: Matrix, beta: Matrix, mean: Matrix, inverse: Matrix, epsilon: Float
  ) {
    requireSameShape(self, x)
    requireCount(gamma, columns)
    requireCount(beta, columns)
    requireCount(mean, rows)
    requireCount(inverse, rows)
    unsafe neural_layer_norm(
      x.start, x.stride, gamma.start, beta.start, start, stride, mean.start, inverse.start, rows,
      columns, epsilon)
  }

  /// Sets this to the gradient of `setLayerNorm`'s input, or adds it; adds the gradients of gamma
  /// and beta to theirs.
  func setLayerNormGradient(
    _ outputGradient: Matrix, at x: Matrix, gamma: Matrix, mean: Matrix, inverse: Matrix,
    gammaGradient: Matrix, betaGradient: Matrix, accumulate: Bool
  ) {
    requireSameShape(self, x)
    requireSameShape(self, outputGradient)
    requireCount(gamma, columns)
    requireCount(gammaGradient, columns)
    requireCount(betaGradient, columns)
    requireCount(mean, rows)
    requireCount(inverse, rows)
    unsafe neural_layer_norm_backward(
      outputGradient.start, outputGradient.stride, x.start, x.stride, gamma.start, mean.start,
      inverse.start, start, stride, gammaGradient.start, betaGradient.start, rows, columns,
      accumulate ? 1 : 0)
  }
}
