import NeuralNetwork

/// What comes after the encoders, one window at a time: fusion, Transformer, pooling. Inference and
/// training share it; they differ in what they keep.
struct Trunk: Sendable {
  let classifier: RhythmClassifier

  /// What one window's pass leaves behind.
  struct Saved: Sendable {
    let ecg: Matrix
    let iegm: Matrix
    let fusion: SemanticFusion.Saved
    /// The fused tokens, then each block's output.
    let stream: [Matrix]
    let blocks: [TransformerBlock.Saved]
    let norm: LayerNormalization.Saved
    let normed: Matrix
    let pool: AttentionPooling.Saved

    /// Plans it. Inference, which never comes back, `keeps` as little as the second-level cache
    /// likes: one room for all attentions, one for all blocks, and the stream in two matrices.
    init(_ classifier: RhythmClassifier, keeps: Bool = true, in workspace: Workspace) {
      let (tokens, width) = (classifier.configuration.tokens, classifier.configuration.width)
      func matrix() -> Matrix { workspace.spread(tokens, width) }
      let attention =
        keeps
        ? nil
        : MultiHeadAttention.Saved(
          classifier.fusion.ecg.attention, queries: tokens, keys: tokens, keepsHeads: false,
          in: workspace)
      func block(_ layer: TransformerBlock) -> TransformerBlock.Saved {
        TransformerBlock.Saved(layer, tokens: tokens, in: workspace, reusing: attention)
      }
      (ecg, iegm, normed) = (matrix(), matrix(), matrix())
      fusion = SemanticFusion.Saved(
        classifier.fusion, tokens: tokens, in: workspace, reusing: attention)
      let blocks = classifier.transformer
      if keeps {
        stream = (0...blocks.count).map { _ in matrix() }
        self.blocks = blocks.map { block($0) }
      } else {
        let (even, odd) = (matrix(), matrix())
        stream = (0...blocks.count).map { $0 % 2 == 0 ? even : odd }
        self.blocks = blocks.first.map { [_](repeating: block($0), count: blocks.count) } ?? []
      }
      norm = LayerNormalization.Saved(rows: tokens, in: workspace)
      pool = AttentionPooling.Saved(classifier.pool, tokens: tokens, in: workspace)
    }
  }

  /// Room of one thread for gradients on the way back.
  struct Scratch: Sendable {
    let stream: Matrix
    let pooled: Matrix
    let pool: AttentionPooling.Scratch
    let block: TransformerBlock.Scratch
    let fusion: SemanticFusion.Scratch
    let ecg: Matrix
    let iegm: Matrix

    init(_ configuration: ModelConfiguration, in workspace: Workspace) {
      let (tokens, width) = (configuration.tokens, configuration.width)
      func matrix() -> Matrix { workspace.spread(tokens, width) }
      let attention = MultiHeadAttention.Scratch(
        width: width, queries: tokens, keys: tokens, in: workspace)
      (stream, pooled, ecg, iegm) = (matrix(), matrix(), matrix(), matrix())
      pool = AttentionPooling.Scratch(width: width, tokens: tokens, in: workspace)
      block = TransformerBlock.Scratch(
        width: width, hidden: configuration.hidden, tokens: tokens, attention: attention,
        in: workspace)
      fusion = SemanticFusion.Scratch(
        width: width, tokens: tokens, attention: attention, in: workspace)
    }
  }

  /// Sets `feature` `[1, width]` from the tokens in `saved`.
  func forward(
    has: SemanticFusion.Presence, _ parameters: Parameters, saved: Saved, dropout: Dropout? = nil,
    into feature: Matrix, share: Share = .whole, crossAttention: Matrix? = nil
  ) {
    classifier.fusion.forward(
      ecg: saved.ecg, iegm: saved.iegm, has: has, parameters, saved: saved.fusion,
      into: saved.stream[0], share: share, crossAttention: crossAttention)
    for (index, block) in classifier.transformer.enumerated() {
      block.forward(
        saved.stream[index], parameters, saved: saved.blocks[index],
        dropout: dropout?.site(index), into: saved.stream[index + 1], share: share)
    }
    let last = saved.stream[classifier.transformer.count]
    classifier.norm.forward(
      last, parameters, saved: saved.norm, into: saved.normed, rows: share.rows(last.rows))
    classifier.pool.forward(
      saved.normed, parameters, saved: saved.pool, into: feature, share: share)
  }

  /// Sets the gradients of both modalities' tokens in `scratch` and adds the parameters'.
  /// `relevance` `[tokens, 1]`, where given, is set to the fused tokens' gradient times themselves.
  func backward(
    _ featureGradient: Matrix, has: SemanticFusion.Presence, _ parameters: Parameters,
    saved: Saved, scratch: Scratch, dropout: Dropout? = nil, gradients: Parameters,
    relevance: Matrix? = nil
  ) {
    classifier.pool.backward(
      featureGradient, at: saved.normed, parameters, saved: saved.pool, scratch: scratch.pool,
      gradients: gradients, into: scratch.pooled)
    let depth = classifier.transformer.count
    classifier.norm.backward(
      scratch.pooled, at: saved.stream[depth], parameters, saved: saved.norm,
      gradients: gradients, into: scratch.stream)
    for index in (0..<depth).reversed() {
      classifier.transformer[index].backward(
        scratch.stream, at: saved.stream[index], parameters, saved: saved.blocks[index],
        scratch: scratch.block, dropout: dropout?.site(index), gradients: gradients)
    }
    relevance?.setRowDots(scratch.stream, saved.stream[0])
    classifier.fusion.backward(
      scratch.stream, fused: saved.stream[0], ecg: saved.ecg, iegm: saved.iegm, has: has,
      parameters, saved: saved.fusion, scratch: scratch.fusion, gradients: gradients,
      intoECG: scratch.ecg, intoIEGM: scratch.iegm)
    let position = gradients.matrix(classifier.position)
    position.add(scratch.ecg)
    position.add(scratch.iegm)
  }
}
