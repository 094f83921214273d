/// A pre-norm Transformer block: x1 = x + MHA(LN1 x); y = x1 + W2 GELU(W1 LN2(x1) + b1) + b2, with
/// dropout on both branches while training.
public struct TransformerBlock: Sendable {
  let norm1: LayerNormalization
  let attention: MultiHeadAttention
  let norm2: LayerNormalization
  let linear1: Linear
  let linear2: Linear
  let width: Int
  let hidden: Int

  /// What the backward pass needs beside the input.
  public struct Saved: Sendable {
    let norm1: LayerNormalization.Saved
    let normed1: Matrix
    /// What each token attended to.
    public let attention: MultiHeadAttention.Saved
    let middle: Matrix
    let norm2: LayerNormalization.Saved
    let normed2: Matrix
    let hidden: Matrix
    let activated: Matrix

    /// Plans room for that many tokens. Inference passes its layers' common room for attention, and
    /// then keeps nothing that is not needed further on.
    public init(
      _ layer: TransformerBlock, tokens: Int, in workspace: Workspace,
      reusing attention: MultiHeadAttention.Saved? = nil
    ) {
      norm1 = LayerNormalization.Saved(rows: tokens, in: workspace)
      normed1 = workspace.spread(tokens, layer.width)
      middle = workspace.spread(tokens, layer.width)
      norm2 = LayerNormalization.Saved(rows: tokens, in: workspace)
      hidden = workspace.spread(tokens, layer.hidden)
      if let attention {
        self.attention = attention
        (normed2, activated) = (normed1, hidden)
      } else {
        self.attention = MultiHeadAttention.Saved(
          layer.attention, queries: tokens, keys: tokens, in: workspace)
        normed2 = workspace.spread(tokens, layer.width)
        activated = workspace.spread(tokens, layer.hidden)
      }
    }

    /// One head's attention probabilities, `[keys, queries]`.
    public func probabilities(head: Int) -> Matrix { attention.probabilities(head: head) }
  }

  /// Room for gradients on the way back.
  public struct Scratch: Sendable {
    let attention: MultiHeadAttention.Scratch
    let branch: Matrix
    let hidden: Matrix
    let normed: Matrix

    /// Plans room for layers of this size.
    public init(
      width: Int, hidden: Int, tokens: Int, attention: MultiHeadAttention.Scratch,
      in workspace: Workspace
    ) {
      self.attention = attention
      branch = workspace.spread(tokens, width)
      self.hidden = workspace.spread(tokens, hidden)
      normed = workspace.spread(tokens, width)
    }
  }

  /// Adds the layer's parameters: `norm1`, `attention`, `norm2`, `linear1`, `linear2` of `name`.
  public init(
    _ name: String, width: Int, heads: Int, hidden: Int, in layout: inout ParameterLayout
  ) {
    (self.width, self.hidden) = (width, hidden)
    norm1 = LayerNormalization(name + ".norm1", width: width, in: &layout)
    attention = MultiHeadAttention(name + ".attention", width: width, heads: heads, in: &layout)
    norm2 = LayerNormalization(name + ".norm2", width: width, in: &layout)
    linear1 = Linear(name + ".linear1", inputs: width, outputs: hidden, in: &layout)
    linear2 = Linear(name + ".linear2", inputs: hidden, outputs: width, in: &layout)
  }

  /// Sets this share's rows of `y` from `x`, both `[tokens, width]`.
  public func forward(
    _ x: Matrix, _ parameters: Parameters, saved: Saved, dropout: Dropout? = nil, into y: Matrix,
    share: Share = .whole
  ) {
    let own = share.rows(x.rows)
    norm1.forward(x, parameters, saved: saved.norm1, into: saved.normed1, rows: own)
    attention.project(
      queries: saved.normed1, keys: saved.normed1, parameters, saved: saved.attention,
      share: share)
    // Each branch is computed where the output goes, and then added to.
    attention.attend(parameters, saved: saved.attention, into: y, share: share)
    add(y, to: x, dropout?.site(0), into: saved.middle, own)
    norm2.forward(saved.middle, parameters, saved: saved.norm2, into: saved.normed2, rows: own)
    linear1.forward(saved.normed2.rows(own), parameters, into: saved.hidden.rows(own))
    saved.activated.rows(own).setGELU(saved.hidden.rows(own))
    linear2.forward(saved.activated.rows(own), parameters, into: y.rows(own))
    add(y, to: saved.middle, dropout?.site(1), into: y, own)
  }

  private func add(
    _ branch: Matrix, to x: Matrix, _ dropout: Dropout?, into y: Matrix, _ own: Range<Int>
  ) {
    if let dropout {
      dropout.forward(
        branch.rows(own), addedTo: x.rows(own), into: y.rows(own), firstRow: own.lowerBound)
    } else {
      y.rows(own).setSum(branch.rows(own), x.rows(own))
    }
  }

  /// Turns `gradient`, the output's, into the input's, and adds the parameters'.
  public func backward(
    _ gradient: Matrix, at x: Matrix, _ parameters: Parameters, saved: Saved, scratch: Scratch,
    dropout: Dropout? = nil, gradients: Parameters
  ) {
    let second = kept(gradient, dropout?.site(1), scratch)
    linear2.addGradients(second, at: saved.activated, to: gradients)
    linear2.inputGradient(second, parameters, into: scratch.hidden)
    scratch.hidden.setGELUGradient(scratch.hidden, at: saved.hidden)
    linear1.addGradients(scratch.hidden, at: saved.normed2, to: gradients)
    linear1.inputGradient(scratch.hidden, parameters, into: scratch.normed)
    norm2.backward(
      scratch.normed, at: saved.middle, parameters, saved: saved.norm2, gradients: gradients,
      into: gradient, accumulate: true)

    attention.backward(
      kept(gradient, dropout?.site(0), scratch), queries: saved.normed1, keys: saved.normed1,
      parameters, saved: saved.attention, scratch: scratch.attention, gradients: gradients,
      queriesGradient: scratch.normed, keysGradient: nil)
    norm1.backward(
      scratch.normed, at: x, parameters, saved: saved.norm1, gradients: gradients,
      into: gradient, accumulate: true)
  }

  private func kept(_ gradient: Matrix, _ dropout: Dropout?, _ scratch: Scratch) -> Matrix {
    guard let dropout else { return gradient }
    dropout.backward(gradient, into: scratch.branch)
    return scratch.branch
  }
}
