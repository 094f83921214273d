/// Clipping of all gradients together by their common norm.
public enum GradientClipping {
  /// The norm over all parameters, summed in their order.
  public static func norm(_ gradients: Parameters) -> Double {
    var sum = 0.0
    for parameter in gradients.layout.parameters {
      let place = parameter.storage
      sum += gradients.values.columns(place).sumOfSquares
    }
    return sum.squareRoot()
  }

  /// The factor that brings the gradients' norm down to `limit`, 1 where it is below.
  public static func scale(norm: Double, limit: Double) -> Double {
    min(1, limit / (norm + 1e-6))
  }
}
