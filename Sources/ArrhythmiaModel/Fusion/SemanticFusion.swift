public import NeuralNetwork

/// Semantic attention across the modalities: each is aligned with the other by cross-attention, a
/// gate decides how much of it is taken, and a softmax over the modalities weighs them token by
/// token. A missing modality gets the weight 0 and leaves the other unchanged.
public struct SemanticFusion: Sendable {
  /// The layers of one modality.
  struct Branch: Sendable {
    let norm: LayerNormalization
    /// Queries from this modality, keys from the other.
    let attention: MultiHeadAttention
    let gate: Linear
    let value: Linear
  }

  let ecg: Branch
  let iegm: Branch
  let score: Linear
  let query: Parameter
  let width: Int

  /// What is kept of one modality.
  public struct SavedBranch: Sendable {
    let norm: LayerNormalization.Saved
    let normed: Matrix
    let attention: MultiHeadAttention.Saved
    /// What the other modality says to this one.
    let aligned: Matrix
    let gate: Matrix
    let gated: Matrix
    let value: Matrix
    let tanh: Matrix

    init(
      _ branch: Branch, tokens: Int, in workspace: Workspace,
      reusing attention: MultiHeadAttention.Saved?
    ) {
      let width = branch.attention.width
      func matrix() -> Matrix { workspace.spread(tokens, width) }
      norm = LayerNormalization.Saved(rows: tokens, in: workspace)
      (normed, aligned, value) = (matrix(), matrix(), matrix())
      if let attention {
        self.attention = attention
        (gate, gated, tanh) = (normed, aligned, normed)
      } else {
        self.attention = MultiHeadAttention.Saved(
          branch.attention, queries: tokens, keys: tokens, in: workspace)
        (gate, gated, tanh) = (matrix(), matrix(), matrix())
      }
    }
  }

  /// What the backward pass needs beside the inputs.
  public struct Saved: Sendable {
    let ecg: SavedBranch
    let iegm: SavedBranch
    /// The weights beta: `[2, tokens]`, ECG above, columns sum to 1.
    public let weights: Matrix

    /// Plans room for that many tokens. Inference passes its layers' common room for attention, and
    /// then keeps nothing that is not needed further on.
    public init(
      _ layer: SemanticFusion, tokens: Int, in workspace: Workspace,
      reusing attention: MultiHeadAttention.Saved? = nil
    ) {
      ecg = SavedBranch(layer.ecg, tokens: tokens, in: workspace, reusing: attention)
      iegm = SavedBranch(layer.iegm, tokens: tokens, in: workspace, reusing: attention)
      weights = workspace.matrix(2, tokens)
    }
  }

  /// Room for gradients on the way back.
  public struct Scratch: Sendable {
    let attention: MultiHeadAttention.Scratch
    let scores: Matrix
    let dots: Matrix
    let value: Matrix
    let tanh: Matrix
    let gate: Matrix
    /// ECG's and IEGM's.
    let aligned: [Matrix]
    let normed: [Matrix]

    /// Plans room for layers of this size.
    public init(
      width: Int, tokens: Int, attention: MultiHeadAttention.Scratch, in workspace: Workspace
    ) {
      func matrix() -> Matrix { workspace.spread(tokens, width) }
      self.attention = attention
      scores = workspace.matrix(2, tokens)
      dots = workspace.vector(tokens)
      (value, tanh, gate) = (matrix(), matrix(), matrix())
      aligned = [matrix(), matrix()]
      normed = [matrix(), matrix()]
    }
  }

  /// Which modalities a window has.
  public struct Presence: Sendable, Equatable {
    /// Whether any surface lead is live.
    public var ecg: Bool
    /// Whether any intracardiac channel is live.
    public var iegm: Bool

    /// Whether the two attend to each other; false only in models that are to show what that is
    /// worth.
    public var attend: Bool

    /// Says which are there.
    public init(ecg: Bool, iegm: Bool, attend: Bool = true) {
      (self.ecg, self.iegm, self.attend) = (ecg, iegm, attend)
    }

    var strength: Float { ecg && iegm && attend ? 1 : 0 }
  }

  /// Adds the layer's parameters: `ecg_norm`, `iegm_norm`, `ecg_from_iegm`, `iegm_from_ecg`, the
  /// gates, the values, `score` and `query` of `name`.
  public init(_ name: String, width: Int, heads: Int, in layout: inout ParameterLayout) {
    func branch(_ own: String, _ other: String) -> Branch {
      Branch(
        norm: LayerNormalization("\(name).\(own)_norm", width: width, in: &layout),
        attention: MultiHeadAttention(
          "\(name).\(own)_from_\(other)", width: width, heads: heads, in: &layout),
        gate: Linear("\(name).\(own)_gate", inputs: 2 * width, outputs: width, in: &layout),
        value: Linear("\(name).\(own)_value", inputs: width, outputs: width, in: &layout))
    }
    self.width = width
    ecg = branch("ecg", "iegm")
    iegm = branch("iegm", "ecg")
    score = Linear(name + ".score", inputs: width, outputs: width, in: &layout)
    query = layout.add(name + ".query.weight", .linear(outputs: 1, inputs: width))
  }

  // MARK: Forward

  /// Sets this share's rows of `fused` from both modalities' tokens, all `[tokens, width]`.
  /// `crossAttention` `[IEGM tokens, ECG tokens]`, where given, is set to what ECG tokens attend
  /// to.
  public func forward(
    ecg ecgTokens: Matrix, iegm iegmTokens: Matrix, has: Presence, _ parameters: Parameters,
    saved: Saved, into fused: Matrix, share: Share = .whole, crossAttention: Matrix? = nil
  ) {
    let own = share.rows(fused.rows)
    ecg.norm.forward(
      ecgTokens, parameters, saved: saved.ecg.norm, into: saved.ecg.normed, rows: own)
    iegm.norm.forward(
      iegmTokens, parameters, saved: saved.iegm.norm, into: saved.iegm.normed, rows: own)
    // Without both there is nothing to align, and the strength 0 keeps old numbers out.
    if has.strength > 0 || crossAttention != nil {
      ecg.attention.project(
        queries: saved.ecg.normed, keys: saved.iegm.normed, parameters,
        saved: saved.ecg.attention, share: share)
      ecg.attention.attend(
        parameters, saved: saved.ecg.attention, into: saved.ecg.aligned, share: share,
        meanOverHeads: crossAttention)
      iegm.attention.project(
        queries: saved.iegm.normed, keys: saved.ecg.normed, parameters,
        saved: saved.iegm.attention, share: share)
      iegm.attention.attend(
        parameters, saved: saved.iegm.attention, into: saved.iegm.aligned, share: share)
    }
    value(ecg, ecgTokens, saved.ecg, has.strength, saved.weights.row(0), parameters, own)
    value(iegm, iegmTokens, saved.iegm, has.strength, saved.weights.row(1), parameters, own)
    weigh(has, saved, into: fused, own)
  }

  /// Gate, value and score of one modality.
  private func value(
    _ branch: Branch, _ tokens: Matrix, _ saved: SavedBranch, _ strength: Float, _ scores: Matrix,
    _ parameters: Parameters, _ own: Range<Int>
  ) {
    if strength > 0 {
      let weight = parameters.matrix(branch.gate.weight)
      let gate = saved.gate.rows(own)
      gate.setProduct(
        tokens.rows(own).factor, weight.rows(0..<width),
        bias: branch.gate.bias.map { parameters.matrix($0) })
      gate.addProduct(saved.aligned.rows(own).factor, weight.rows(width..<2 * width))
      saved.gated.rows(own).setGated(
        tokens.rows(own), gate: gate, saved.aligned.rows(own), strength: strength)
    } else {
      saved.gated.rows(own).copy(from: tokens.rows(own))
    }
    branch.value.forward(saved.gated.rows(own), parameters, into: saved.value.rows(own))
    score.forward(saved.value.rows(own), parameters, into: saved.tanh.rows(own))
    saved.tanh.rows(own).tanhScores(
      query: parameters.matrix(query), into: column(scores.columns(own)))
  }

  /// A row's numbers as a column.
  func column(_ row: Matrix) -> Matrix { row.reshaped(rows: row.columns, columns: 1) }

  private func weigh(_ has: Presence, _ saved: Saved, into fused: Matrix, _ own: Range<Int>) {
    let weights = saved.weights.columns(own)
    // 10^4 below the other, a missing modality's weight is exactly 0.
    if !has.ecg { weights.row(0).fill(-1e4) }
    if !has.iegm { weights.row(1).fill(-1e4) }
    weights.softmaxColumns()
    fused.rows(own).setScaledRows(saved.ecg.value.rows(own), by: column(weights.row(0)))
    fused.rows(own).addScaledRows(saved.iegm.value.rows(own), by: column(weights.row(1)))
  }
}
