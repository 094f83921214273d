/// Scaled dot-product attention with several heads: y = concat(softmax(Q K^T / sqrt(d)) V) Wo^T +
/// bo.
///
/// The probabilities are kept transposed, keys in rows and queries in columns: a softmax is then
/// down a column, where sixteen queries advance at once and nothing is summed across a vector.
public struct MultiHeadAttention: Sendable {
  let inWeight: Parameter
  let inBias: Parameter
  let outWeight: Parameter
  let outBias: Parameter
  /// Width of queries, keys and output.
  public let width: Int
  let heads: Int
  private var headWidth: Int { width / heads }
  private var scale: Float { 1 / Float(headWidth).squareRoot() }

  /// What the backward pass needs beside the inputs.
  public struct Saved: Sendable {
    let queries: Matrix
    let keysValues: Matrix
    /// `[width, queries]`, divided by the square root of the head width.
    let scaledQueries: Matrix
    let probabilities: Matrix
    let mixed: Matrix
    let keys: Int
    private let keptHeads: Int

    /// Plans room for that many queries and keys. Inference, which never comes back, needs the
    /// probabilities of one head at a time, and all layers of a network can use the same room.
    public init(
      _ layer: MultiHeadAttention, queries: Int, keys: Int, keepsHeads: Bool = true,
      in workspace: Workspace
    ) {
      self.queries = workspace.spread(queries, layer.width)
      keysValues = workspace.spread(keys, 2 * layer.width)
      scaledQueries = workspace.spread(layer.width, queries)
      mixed = workspace.spread(queries, layer.width)
      keptHeads = keepsHeads ? layer.heads : 1
      probabilities = workspace.spread(keptHeads * keys, queries)
      self.keys = keys
    }

    /// One head's probabilities, `[keys, queries]`: each column sums to 1.
    public func probabilities(head: Int) -> Matrix {
      let first = head % keptHeads * keys
      return probabilities.rows(first..<first + keys)
    }
  }

  /// Room for gradients on the way back, which one thread uses for all its layers in turn.
  public struct Scratch: Sendable {
    let mixed: Matrix
    let mixedTransposed: Matrix
    let dots: Matrix
    let scores: Matrix
    let queries: Matrix
    let keysValues: Matrix

    /// Plans room for layers of this width, with that many queries and keys.
    public init(width: Int, queries: Int, keys: Int, in workspace: Workspace) {
      mixed = workspace.spread(queries, width)
      mixedTransposed = workspace.spread(width, queries)
      dots = workspace.vector(queries)
      scores = workspace.spread(keys, queries)
      self.queries = workspace.spread(queries, width)
      keysValues = workspace.spread(keys, 2 * width)
    }
  }

  /// Adds the layer's parameters under PyTorch's names: `in_proj_weight` `[3 width, width]`,
  /// `in_proj_bias`, `out_proj.weight`, `out_proj.bias`.
  public init(_ name: String, width: Int, heads: Int, in layout: inout ParameterLayout) {
    precondition(width % heads == 0)
    (self.width, self.heads) = (width, heads)
    inWeight = layout.add(name + ".in_proj_weight", .linear(outputs: 3 * width, inputs: width))
    inBias = layout.add(name + ".in_proj_bias", .vector(3 * width))
    outWeight = layout.add(name + ".out_proj.weight", .linear(outputs: width, inputs: width))
    outBias = layout.add(name + ".out_proj.bias", .vector(width))
  }

  /// Projects this share's rows of `queries` `[Tq, width]` and of `keys` `[Tk, width]`, which are
  /// the values too, and returns when all shares have.
  public func project(
    queries: Matrix, keys: Matrix, _ parameters: Parameters, saved: Saved, share: Share = .whole
  ) {
    // Another share may still attend, in a layer before that has the same room.
    share.wait()
    let (weight, bias) = (parameters.matrix(inWeight), parameters.matrix(inBias))
    let (own, ownKeys) = (share.rows(queries.rows), share.rows(keys.rows))
    saved.queries.rows(own).setProduct(
      queries.rows(own).factor, weight.columns(0..<width), bias: bias.columns(0..<width))
    saved.keysValues.rows(ownKeys).setProduct(
      keys.rows(ownKeys).factor, weight.columns(width..<3 * width),
      bias: bias.columns(width..<3 * width))
    saved.scaledQueries.columns(own).setTranspose(of: saved.queries.rows(own), scale: scale)
    share.wait()
  }

  /// Sets this share's rows of `y` `[Tq, width]`. Keys in `ignored` get no attention.
  /// `meanOverHeads` `[Tk, Tq]`, where given, is set to the probabilities' mean over the heads.
  public func attend(
    _ parameters: Parameters, saved: Saved, into y: Matrix, share: Share = .whole,
    ignored: [Int] = [], meanOverHeads: Matrix? = nil
  ) {
    let own = share.rows(y.rows)
    for head in 0..<heads {
      let channels = head * headWidth..<(head + 1) * headWidth
      let probabilities = saved.probabilities(head: head).columns(own)
      probabilities.setProduct(
        saved.keysValues.columns(channels).factor, saved.scaledQueries.rows(channels).columns(own))
      for key in ignored { probabilities.row(key).fill(-1e30) }
      probabilities.softmaxColumns()
      saved.mixed.rows(own).columns(channels).setProduct(
        probabilities.transposed, values(saved.keysValues, head))
      if let mean = meanOverHeads?.columns(own) {
        if head == 0 { mean.copy(from: probabilities) } else { mean.add(probabilities) }
      }
    }
    y.rows(own).setProduct(
      saved.mixed.rows(own).factor, parameters.matrix(outWeight),
      bias: parameters.matrix(outBias))
    meanOverHeads?.columns(own).multiply(by: 1 / Float(heads))
  }

  private func values(_ keysValues: Matrix, _ head: Int) -> Matrix {
    let first = width + head * headWidth
    return keysValues.columns(first..<first + headWidth)
  }

  /// Adds the parameters' gradients and sets those of the inputs; with `keysGradient` nil, queries
  /// and keys are one matrix and `queriesGradient` gets the sum.
  public func backward(
    _ outputGradient: Matrix, queries: Matrix, keys: Matrix, _ parameters: Parameters,
    saved: Saved, scratch: Scratch, gradients: Parameters, queriesGradient: Matrix,
    keysGradient: Matrix?, accumulate: Bool = false
  ) {
    mixedGradient(outputGradient, parameters, saved, scratch, gradients)
    for head in 0..<heads { headGradient(head, saved, scratch) }

    let (weight, bias) = (gradients.matrix(inWeight), gradients.matrix(inBias))
    weight.columns(0..<width).addProduct(queries.transposed, scratch.queries)
    weight.columns(width..<3 * width).addProduct(keys.transposed, scratch.keysValues)
    scratch.queries.addColumnSums(to: bias.columns(0..<width))
    scratch.keysValues.addColumnSums(to: bias.columns(width..<3 * width))

    let transposed = parameters.transposed(inWeight)
    let (forQueries, forKeys) = (transposed.rows(0..<width), transposed.rows(width..<3 * width))
    if accumulate {
      queriesGradient.addProduct(scratch.queries.factor, forQueries)
    } else {
      queriesGradient.setProduct(scratch.queries.factor, forQueries)
    }
    if let keysGradient, !accumulate {
      keysGradient.setProduct(scratch.keysValues.factor, forKeys)
    } else {
      (keysGradient ?? queriesGradient).addProduct(scratch.keysValues.factor, forKeys)
    }
  }

  /// The gradient of the heads' joint output, before the last projection.
  private func mixedGradient(
    _ outputGradient: Matrix, _ parameters: Parameters, _ saved: Saved, _ scratch: Scratch,
    _ gradients: Parameters
  ) {
    gradients.matrix(outWeight).addProduct(saved.mixed.transposed, outputGradient)
    outputGradient.addColumnSums(to: gradients.matrix(outBias))
    scratch.mixed.setProduct(outputGradient.factor, parameters.transposed(outWeight))
    scratch.mixedTransposed.setTranspose(of: scratch.mixed)
  }

  private func headGradient(_ head: Int, _ saved: Saved, _ scratch: Scratch) {
    let channels = head * headWidth..<(head + 1) * headWidth
    let probabilities = saved.probabilities(head: head)
    let mixed = scratch.mixed.columns(channels)
    scratch.dots.setRowDotsAcross(mixed, saved.mixed.columns(channels))
    scratch.scores.setProduct(
      values(saved.keysValues, head).factor, scratch.mixedTransposed.rows(channels))
    scratch.scores.softmaxColumnsGradient(at: probabilities, dots: scratch.dots, scale: scale)
    values(scratch.keysValues, head).setProduct(probabilities.factor, mixed)
    scratch.queries.columns(channels).setProduct(
      scratch.scores.transposed, saved.keysValues.columns(channels))
    scratch.keysValues.columns(channels).setProduct(
      scratch.scores.factor, saved.queries.columns(channels))
  }
}
