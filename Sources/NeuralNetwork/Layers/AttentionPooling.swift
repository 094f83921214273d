/// A weighted mean over time: alpha = softmax_t(query . tanh(W x_t + b) + bias_t), y = sum alpha_t
/// x_t.
public struct AttentionPooling: Sendable {
  let score: Linear
  let query: Parameter
  /// Learned preference for each token.
  let bias: Parameter
  let width: Int

  /// What the backward pass needs beside the input.
  public struct Saved: Sendable {
    let tanh: Matrix
    /// The weights alpha, `[tokens, 1]`: they sum to 1.
    public let weights: Matrix

    /// Plans room for that many tokens.
    public init(_ layer: AttentionPooling, tokens: Int, in workspace: Workspace) {
      tanh = workspace.spread(tokens, layer.width)
      weights = workspace.matrix(tokens, 1)
    }
  }

  /// Room for gradients on the way back.
  public struct Scratch: Sendable {
    let scores: Matrix
    let dot: Matrix
    let tanh: Matrix

    /// Plans room for layers of this width.
    public init(width: Int, tokens: Int, in workspace: Workspace) {
      scores = workspace.matrix(tokens, 1)
      dot = workspace.vector(1)
      tanh = workspace.spread(tokens, width)
    }
  }

  /// Adds the layer's parameters: `name` (linear), `name_query` and `name_bias` `[tokens]`.
  public init(_ name: String, width: Int, tokens: Int, in layout: inout ParameterLayout) {
    self.width = width
    score = Linear(name, inputs: width, outputs: width, in: &layout)
    query = layout.add(name + "_query.weight", .linear(outputs: 1, inputs: width))
    bias = layout.add(name + "_bias", .vector(tokens))
  }

  /// Sets `y` `[1, width]` from `x` `[tokens, width]`; the first of several shares does it.
  public func forward(
    _ x: Matrix, _ parameters: Parameters, saved: Saved, into y: Matrix, share: Share = .whole
  ) {
    let own = share.rows(x.rows)
    score.forward(x.rows(own), parameters, into: saved.tanh.rows(own))
    saved.tanh.rows(own).tanhScores(
      query: parameters.matrix(query), into: saved.weights.rows(own))
    share.wait()
    guard share.rank == 0 else { return }
    saved.weights.add(parameters.matrix(bias).reshaped(rows: x.rows, columns: 1))
    saved.weights.softmaxColumns()
    y.setProduct(saved.weights.transposed, x)
  }

  /// Sets the input's gradient and adds the parameters'.
  public func backward(
    _ outputGradient: Matrix, at x: Matrix, _ parameters: Parameters, saved: Saved,
    scratch: Scratch, gradients: Parameters, into gradient: Matrix
  ) {
    scratch.scores.setRowProducts(x, with: outputGradient)
    scratch.dot.setProduct(saved.weights.transposed, scratch.scores)
    scratch.scores.softmaxColumnsGradient(at: saved.weights, dots: scratch.dot, scale: 1)
    gradients.matrix(bias).add(scratch.scores.reshaped(rows: 1, columns: x.rows))
    scratch.tanh.setTanhScoresGradient(
      scratch.scores, tanh: saved.tanh, query: parameters.matrix(query),
      queryGradient: gradients.matrix(query))
    score.addGradients(scratch.tanh, at: x, to: gradients)
    gradient.setProduct(saved.weights.factor, outputGradient)
    score.inputGradient(scratch.tanh, parameters, into: gradient, accumulate: true)
  }
}
