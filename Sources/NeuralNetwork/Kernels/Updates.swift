import CNeuralKernels

/// The numbers of one step of Adam with decoupled weight decay.
struct AdaptiveStep {
  var gradientScale: Double
  /// The share of a parameter that decay leaves.
  var keep: Double
  var beta1: Double
  var beta2: Double
  /// The rate over the first moment's correction.
  var size: Double
  /// One over the root of the second moment's correction.
  var inverseCorrection: Double
  var epsilon: Double
}

extension Matrix {
  /// One step on this row of parameters, whose moments are `first` and `second`.
  func update(_ step: AdaptiveStep, _ gradients: Matrix, first: Matrix, second: Matrix) {
    requireSameShape(self, gradients)
    requireSameShape(self, first)
    requireSameShape(self, second)
    precondition(isContiguous)
    unsafe neural_adamw(
      start, gradients.start, first.start, second.start, rows * columns,
      Float(step.gradientScale), Float(step.keep), Float(step.beta1), Float(step.beta2),
      Float(step.size), Float(step.inverseCorrection), Float(step.epsilon))
  }

  /// Moves this average towards `values`, keeping the share `keep` of it.
  public func average(towards values: Matrix, keep: Double) {
    requireSameShape(self, values)
    precondition(isContiguous && values.isContiguous)
    unsafe neural_average(values.start, start, rows * columns, Float(keep))
  }
}
