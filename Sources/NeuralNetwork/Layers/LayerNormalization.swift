/// Normalisation of each row to zero mean and unit variance, then a gain and shift per column.
public struct LayerNormalization: Sendable {
  let gamma: Parameter
  let beta: Parameter
  private let epsilon: Float = 1e-5

  /// What the backward pass needs beside the input: two numbers a row.
  public struct Saved: Sendable {
    let mean: Matrix
    let inverse: Matrix

    /// Plans room for `rows` rows.
    public init(rows: Int, in workspace: Workspace) {
      mean = workspace.matrix(rows, 1)
      inverse = workspace.matrix(rows, 1)
    }
  }

  /// Adds the layer's parameters, `name.weight` and `name.bias`, both `[width]`.
  public init(_ name: String, width: Int, in layout: inout ParameterLayout) {
    gamma = layout.add(name + ".weight", .vector(width))
    beta = layout.add(name + ".bias", .vector(width))
  }

  /// Sets the rows `range` of `y` from those of `x`, both `[rows, width]`.
  public func forward(
    _ x: Matrix, _ parameters: Parameters, saved: Saved, into y: Matrix, rows range: Range<Int>
  ) {
    y.rows(range).setLayerNorm(
      x.rows(range), gamma: parameters.matrix(gamma), beta: parameters.matrix(beta),
      mean: saved.mean.rows(range), inverse: saved.inverse.rows(range), epsilon: epsilon)
  }

  /// Sets the input's gradient, or adds to it, and adds the parameters'.
  public func backward(
    _ outputGradient: Matrix, at x: Matrix, _ parameters: Parameters, saved: Saved,
    gradients: Parameters, into gradient: Matrix, accumulate: Bool = false
  ) {
    gradient.setLayerNormGradient(
      outputGradient, at: x, gamma: parameters.matrix(gamma), mean: saved.mean,
      inverse: saved.inverse, gammaGradient: gradients.matrix(gamma),
      betaGradient: gradients.matrix(beta), accumulate: accumulate)
  }
}
