import CNeuralKernels

extension Matrix {
  /// One step of AdamW on this row of parameters.
  func setAdamW(
    _ gradients: Matrix, _ first: Matrix, _ second: Matrix, gradientScale: Double, keep: Double,
    stepSize: Double, inverseCorrection: Double, _ configuration: AdamW.Configuration
  ) {
    requireSameShape(self, gradients)
    requireSameShape(self, first)
    requireSameShape(self, second)
    precondition(isContiguous)
    unsafe neural_adamw(
      start, gradients.start, first.start, second.start, rows * columns, Float(gradientScale),
      Float(keep), Float(configuration.beta1), Float(configuration.beta2), Float(stepSize),
      Float(inverseCorrection), Float(configuration.epsilon))
  }

  /// Moves this average towards `values`, keeping the share `keep` of it.
  public func average(towards values: Matrix, keep: Double) {
    requireSameShape(self, values)
    precondition(isContiguous && values.isContiguous)
    unsafe neural_average(values.start, start, rows * columns, Float(keep))
  }
}
