public import NeuralNetwork

extension SemanticFusion {
  /// Sets both modalities' gradients from the fused tokens', and adds the parameters'.
  ///
  /// `fused` is what `forward` set; all token matrices are `[tokens, width]`.
  public func backward(
    _ fusedGradient: Matrix, fused: Matrix, ecg ecgTokens: Matrix, iegm iegmTokens: Matrix,
    has: Presence, _ parameters: Parameters, saved: Saved, scratch: Scratch,
    gradients: Parameters, intoECG: Matrix, intoIEGM: Matrix
  ) {
    scoresGradient(fusedGradient, fused, saved, scratch)
    let pass = Pass(parameters: parameters, scratch: scratch, gradients: gradients, has: has)
    valueGradient(ecg, 0, fusedGradient, saved.ecg, saved.weights.row(0), pass, into: intoECG)
    valueGradient(iegm, 1, fusedGradient, saved.iegm, saved.weights.row(1), pass, into: intoIEGM)
    guard has.strength > 0 else { return }
    gateGradient(ecg, 0, ecgTokens, saved.ecg, pass, into: intoECG)
    gateGradient(iegm, 1, iegmTokens, saved.iegm, pass, into: intoIEGM)
    alignmentGradient(saved, pass)
    ecg.norm.backward(
      scratch.normed[0], at: ecgTokens, parameters, saved: saved.ecg.norm, gradients: gradients,
      into: intoECG, accumulate: true)
    iegm.norm.backward(
      scratch.normed[1], at: iegmTokens, parameters, saved: saved.iegm.norm, gradients: gradients,
      into: intoIEGM, accumulate: true)
  }

  /// What every part of one backward pass needs.
  private struct Pass {
    let parameters: Parameters
    let scratch: Scratch
    let gradients: Parameters
    let has: Presence
  }

  /// The gradient of the scores: of a softmax over two, whose gradient's product with the weights
  /// is that of the fused tokens with theirs.
  private func scoresGradient(
    _ fusedGradient: Matrix, _ fused: Matrix, _ saved: Saved, _ scratch: Scratch
  ) {
    scratch.scores.row(0).setRowDotsAcross(fusedGradient, saved.ecg.value)
    scratch.scores.row(1).setRowDotsAcross(fusedGradient, saved.iegm.value)
    scratch.dots.setRowDotsAcross(fusedGradient, fused)
    scratch.scores.softmaxColumnsGradient(at: saved.weights, dots: scratch.dots, scale: 1)
  }

  /// Through weight, score and value of one modality, to its gated tokens.
  private func valueGradient(
    _ branch: Branch, _ index: Int, _ fusedGradient: Matrix, _ saved: SavedBranch,
    _ weights: Matrix, _ pass: Pass, into gradient: Matrix
  ) {
    let (scratch, parameters, gradients) = (pass.scratch, pass.parameters, pass.gradients)
    scratch.tanh.setTanhScoresGradient(
      column(scratch.scores.row(index)), tanh: saved.tanh, query: parameters.matrix(query),
      queryGradient: gradients.matrix(query))
    score.addGradients(scratch.tanh, at: saved.value, to: gradients)
    scratch.value.setScaledRows(fusedGradient, by: column(weights))
    score.inputGradient(scratch.tanh, parameters, into: scratch.value, accumulate: true)
    branch.value.addGradients(scratch.value, at: saved.gated, to: gradients)
    branch.value.inputGradient(scratch.value, parameters, into: gradient)
  }

  /// Through the gate of one modality: adds to its tokens' gradient and sets the aligned ones'.
  private func gateGradient(
    _ branch: Branch, _ index: Int, _ tokens: Matrix, _ saved: SavedBranch, _ pass: Pass,
    into gradient: Matrix
  ) {
    let (scratch, gradients) = (pass.scratch, pass.gradients)
    let aligned = scratch.aligned[index]
    gradient.gatedGradients(
      gate: saved.gate, saved.aligned, strength: pass.has.strength, intoGate: scratch.gate,
      intoU: aligned)
    let weight = gradients.matrix(branch.gate.weight)
    weight.rows(0..<width).addProduct(tokens.transposed, scratch.gate)
    weight.rows(width..<2 * width).addProduct(saved.aligned.transposed, scratch.gate)
    if let bias = branch.gate.bias { scratch.gate.addColumnSums(to: gradients.matrix(bias)) }
    let transposed = pass.parameters.transposed(branch.gate.weight)
    gradient.addProduct(scratch.gate.factor, transposed.columns(0..<width))
    aligned.addProduct(scratch.gate.factor, transposed.columns(width..<2 * width))
  }

  /// Through both cross-attentions, to the normed tokens: each is one's queries and the other's
  /// keys.
  private func alignmentGradient(_ saved: Saved, _ pass: Pass) {
    let scratch = pass.scratch
    ecg.attention.backward(
      scratch.aligned[0], queries: saved.ecg.normed, keys: saved.iegm.normed, pass.parameters,
      saved: saved.ecg.attention, scratch: scratch.attention, gradients: pass.gradients,
      queriesGradient: scratch.normed[0], keysGradient: scratch.normed[1])
    iegm.attention.backward(
      scratch.aligned[1], queries: saved.iegm.normed, keys: saved.ecg.normed, pass.parameters,
      saved: saved.iegm.attention, scratch: scratch.attention, gradients: pass.gradients,
      queriesGradient: scratch.normed[1], keysGradient: scratch.normed[0], accumulate: true)
  }
}
