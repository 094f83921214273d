import NeuralNetwork

/// An encoder for inference, its normalisations folded into the convolutions: one window at a time,
/// whose rows several threads may share.
struct FoldedEncoder: Sendable {
  let encoder: Encoder
  private let parameters: Parameters
  /// What normalisation shifts each unit's outputs by.
  private let shifts: [Matrix]

  /// Scales the kernels in `parameters`, which are this network's own copy.
  init(_ encoder: Encoder, _ parameters: Parameters, buffers: Parameters, in workspace: Workspace) {
    self.encoder = encoder
    self.parameters = parameters
    shifts = encoder.units.map { unit in
      let shift = workspace.vector(unit.outputs)
      unit.norm.fold(
        into: unit.convolution, parameters, buffers: buffers, shift: shift)
      return shift
    }
  }

  /// The padded input of each unit, and one matrix for what a convolution puts out before its GELU
  /// writes the next unit's input.
  struct Buffers: Sendable {
    let factors: Matrix
    let inputs: [Matrix]
    private let output: Matrix

    /// Buffers for encoders that work one after another. They differ in their channels alone, so
    /// all but the first input is common to them, which keeps it in the second-level cache.
    static func shared(by encoders: [Encoder], in workspace: Workspace) -> [Buffers] {
      let units = encoders[0].units
      let later = units.dropFirst().map { workspace.matrix($0.paddedLength, $0.inputs) }
      let output = workspace.vector(units.map { $0.outputLength * $0.outputs }.max() ?? 0)
      return encoders.map { encoder in
        let first = encoder.units[0]
        return Buffers(
          factors: workspace.vector(encoder.channels),
          inputs: [workspace.matrix(first.paddedLength, first.inputs)] + later, output: output)
      }
    }

    func output(_ unit: Encoder.Unit) -> Matrix {
      output.columns(0..<unit.outputLength * unit.outputs)
        .reshaped(rows: unit.outputLength, columns: unit.outputs)
    }
  }

  /// Sets this share's rows of `tokens` `[tokens, width]` from `signals` `[channels, samples]`.
  func forward(
    signals: Matrix, live: Matrix, position: Matrix, buffers: Buffers, into tokens: Matrix,
    share: Share
  ) {
    load(signals, live, buffers, share)
    for (index, unit) in encoder.units.enumerated() {
      share.wait()
      let own = share.rows(unit.outputLength)
      let output = buffers.output(unit)
      convolve(index, buffers, own)
      guard index + 1 < encoder.units.count else {
        output.rows(own).setGELU(output.rows(own))
        tokens.rows(own).setSum(output.rows(own), position.rows(own))
        return
      }
      let next = encoder.units[index + 1].interior(buffers.inputs[index + 1])
      next.rows(own).setGELU(output.rows(own))
    }
  }

  private func load(_ signals: Matrix, _ live: Matrix, _ buffers: Buffers, _ share: Share) {
    let samples = share.rows(signals.columns)
    if share.rank == 0 { Encoder.setFactors(buffers.factors, live: live) }
    share.wait()
    encoder.units[0].interior(buffers.inputs[0]).rows(samples)
      .setTranspose(of: signals.columns(samples), factors: buffers.factors)
  }

  /// The convolution and the side in one sum: the side comes first, and the kernels add to it.
  private func convolve(_ index: Int, _ buffers: Buffers, _ own: Range<Int>) {
    let unit = encoder.units[index]
    let output = buffers.output(unit)
    switch unit.side {
    case .none:
      unit.convolution.forward(
        buffers.inputs[index], parameters, shift: shifts[index], into: output, rows: own)
      return
    case .convolution(let skip):
      let before = encoder.units[index - 1].interior(buffers.inputs[index - 1])
      skip.forward(before, parameters, shift: shifts[index], into: output, rows: own)
    case .identity:
      let before = encoder.units[index - 1].interior(buffers.inputs[index - 1])
      output.rows(own).setSumWithRow(before.rows(own), shifts[index])
    }
    unit.convolution.forward(
      buffers.inputs[index], parameters, accumulate: true, into: output, rows: own)
  }
}
