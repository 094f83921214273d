/// An affine map of each row: y = x W^T + b.
public struct Linear: Sendable {
  /// `[outputs, inputs]`.
  public let weight: Parameter
  /// `[outputs]`.
  public let bias: Parameter?

  /// Adds the layer's parameters, `name.weight` `[outputs, inputs]` and `name.bias` `[outputs]`.
  public init(
    _ name: String, inputs: Int, outputs: Int, hasBias: Bool = true,
    in layout: inout ParameterLayout
  ) {
    weight = layout.add(name + ".weight", .linear(outputs: outputs, inputs: inputs))
    bias = hasBias ? layout.add(name + ".bias", .vector(outputs)) : nil
  }

  /// Sets `y` `[rows, outputs]` from `x` `[rows, inputs]`.
  public func forward(_ x: Matrix, _ parameters: Parameters, into y: Matrix) {
    y.setProduct(x.factor, parameters.matrix(weight), bias: bias.map { parameters.matrix($0) })
  }

  /// Adds the parameters' gradients, given the output's and the input.
  public func addGradients(_ outputGradient: Matrix, at x: Matrix, to gradients: Parameters) {
    gradients.matrix(weight).addProduct(x.transposed, outputGradient)
    if let bias { outputGradient.addColumnSums(to: gradients.matrix(bias)) }
  }

  /// Sets the input's gradient, or adds to it.
  public func inputGradient(
    _ outputGradient: Matrix, _ parameters: Parameters, into gradient: Matrix,
    accumulate: Bool = false
  ) {
    let transposed = parameters.transposed(weight)
    if accumulate {
      gradient.addProduct(outputGradient.factor, transposed)
    } else {
      gradient.setProduct(outputGradient.factor, transposed)
    }
  }
}
