import NeuralNetwork

/// An encoder at work on a batch in training: what it keeps of every window, and its steps there
/// and back. Each step is one window's part; between steps all windows are waited for, because
/// normalisation joins them.
struct EncoderTraining: Sendable {
  let encoder: Encoder
  let units: [Buffers]
  let factors: Matrix
  let mode: BatchNormalization.Mode

  struct Buffers: Sendable {
    let unit: Encoder.Unit
    let statistics: BatchNormalization.Statistics
    /// Padded inputs, outputs of the convolution and of the side, of all windows.
    let inputs: Matrix
    let outputs: Matrix
    let sides: Matrix?
    /// Gradients before the GELU; every third unit shares them.
    let gradients: Matrix

    func input(_ window: Int) -> Matrix {
      inputs.rows(window * unit.paddedLength..<(window + 1) * unit.paddedLength)
    }
    func output(_ window: Int) -> Matrix { ofWindow(outputs, window) }
    func gradient(_ window: Int) -> Matrix { ofWindow(gradients, window) }

    private func ofWindow(_ matrix: Matrix, _ window: Int) -> Matrix {
      matrix.rows(window * unit.outputLength..<(window + 1) * unit.outputLength)
    }

    /// What is added before the GELU; `before` are the buffers of the unit before.
    func side(_ window: Int, before: Buffers?) -> Matrix? {
      switch unit.side {
      case .none: nil
      case .convolution: sides.map { ofWindow($0, window) }
      case .identity: before.map { $0.unit.interior($0.input(window)) }
      }
    }
  }

  /// Room of one thread for gradients on the way back.
  struct Scratch: Sendable {
    private let outputs: Matrix
    private let inputs: Matrix

    init(_ encoders: [Encoder], in workspace: Workspace) {
      let units = encoders.flatMap(\.units)
      outputs = workspace.vector(
        units.map { ($0.outputLength + 2 * $0.convolution.gradientPadding) * $0.outputs }.max()
          ?? 0)
      inputs = workspace.vector(units.map { $0.paddedLength * $0.inputs }.max() ?? 0)
    }

    /// With the convolution's padding, which is made zero, because other units use the room too.
    func output(_ unit: Encoder.Unit) -> (padded: Matrix, interior: Matrix) {
      let padding = unit.convolution.gradientPadding
      let rows = unit.outputLength + 2 * padding
      let padded = outputs.columns(0..<rows * unit.outputs)
        .reshaped(rows: rows, columns: unit.outputs)
      padded.rows(0..<padding).fill(0)
      padded.rows(rows - padding..<rows).fill(0)
      return (padded, padded.rows(padding..<rows - padding))
    }

    func input(_ unit: Encoder.Unit) -> Matrix {
      inputs.columns(0..<unit.paddedLength * unit.inputs)
        .reshaped(rows: unit.paddedLength, columns: unit.inputs)
    }
  }

  init(
    _ encoder: Encoder, mode: BatchNormalization.Mode, windows: Int, lanes: Int,
    in workspace: Workspace
  ) {
    self.encoder = encoder
    self.mode = mode
    factors = workspace.matrix(windows, encoder.channels)
    let largest = encoder.units.map { $0.outputLength * $0.outputs }.max() ?? 0
    let gradients = (0..<3).map { _ in workspace.vector(windows * largest) }
    units = encoder.units.enumerated().map { index, unit in
      let rows = windows * unit.outputLength
      var sides: Matrix?
      if case .convolution = unit.side { sides = workspace.matrix(rows, unit.outputs) }
      return Buffers(
        unit: unit,
        statistics: BatchNormalization.Statistics(
          unit.norm, windows: windows, lanes: lanes, in: workspace),
        inputs: workspace.matrix(windows * unit.paddedLength, unit.inputs),
        outputs: workspace.matrix(rows, unit.outputs), sides: sides,
        gradients: gradients[index % 3].columns(0..<rows * unit.outputs)
          .reshaped(rows: rows, columns: unit.outputs))
    }
  }

  // MARK: Forward

  /// Convolves one window in unit `index`, whose input is `signals` `[channels, samples]` for the
  /// first and the unit before for the others.
  func forward(_ index: Int, window: Int, signals: Matrix, live: Matrix, _ parameters: Parameters) {
    let here = units[index]
    let input = here.input(window)
    if index == 0 {
      Encoder.setFactors(factors.row(window), live: live)
      here.unit.interior(input).setTranspose(of: signals, factors: factors.row(window))
    } else {
      activate(index - 1, window, into: here.unit.interior(input))
    }
    here.unit.convolution.forward(input, parameters, into: here.output(window))
    if index + 1 < units.count, case .convolution(let skip) = units[index + 1].unit.side,
      let side = units[index + 1].side(window, before: nil)
    {
      skip.forward(here.unit.interior(input), parameters, into: side)
    }
    if mode == .batch {
      here.unit.norm.collect(here.output(window), window: window, here.statistics)
    }
  }

  private func activate(_ index: Int, _ window: Int, into y: Matrix) {
    let here = units[index]
    let side = here.side(window, before: index > 0 ? units[index - 1] : nil)
    here.unit.norm.forward(here.output(window), skip: side, here.statistics, into: y)
  }

  /// Joins the windows' statistics after `forward` of unit `index`.
  func prepare(_ index: Int, windows: Int, _ parameters: Parameters, buffers: Parameters) {
    let here = units[index]
    here.unit.norm.prepare(
      mode, windows: windows, rows: here.unit.outputLength, parameters, buffers: buffers,
      here.statistics)
  }

  /// Sets one window's tokens `[tokens, width]`, with the positions added.
  func tokens(_ window: Int, position: Matrix, into tokens: Matrix) {
    activate(units.count - 1, window, into: tokens)
    tokens.add(position)
  }

  /// Lets the running statistics follow the batch.
  func updateRunning(windows: Int, buffers: Parameters) {
    for here in units {
      here.unit.norm.updateRunning(
        windows: windows, rows: here.unit.outputLength, buffers: buffers, here.statistics)
    }
  }

  // MARK: Backward

  /// Takes the gradient of what unit `index` puts out to before its GELU.
  func activationGradient(_ index: Int, window: Int, lane: Int, outputGradient: Matrix) {
    let here = units[index]
    here.unit.norm.activationGradient(
      outputGradient, at: here.output(window),
      skip: here.side(window, before: index > 0 ? units[index - 1] : nil), lane: lane,
      here.statistics, into: here.gradient(window))
  }

  /// Joins the lanes' sums after `activationGradient` of unit `index`.
  func prepareBackward(_ index: Int, windows: Int, gradients: Parameters) {
    let here = units[index]
    here.unit.norm.prepareBackward(
      mode, windows: windows, rows: here.unit.outputLength, gradients: gradients, here.statistics)
  }

  /// Takes one window through unit `index` backwards, on to before the GELU of the unit before, and
  /// adds the parameters' gradients to the lane's. `signalsGradient` `[channels, samples]`, where
  /// wanted, is set by the first unit.
  func backward(
    _ index: Int, window: Int, lane: Int, _ parameters: Parameters, gradients: Parameters,
    scratch: Scratch, signalsGradient: Matrix?
  ) {
    let here = units[index]
    let (paddedGradient, outputGradient) = scratch.output(here.unit)
    here.unit.norm.inputGradient(
      here.gradient(window), at: here.output(window), here.statistics, into: outputGradient)
    here.unit.convolution.addGradients(outputGradient, at: here.input(window), to: gradients)
    guard index > 0 || signalsGradient != nil else { return }

    let padded = scratch.input(here.unit)
    here.unit.convolution.gatheredInputGradient(
      paddedGradient, parameters, into: padded)
    let inputGradient = here.unit.interior(padded)
    if index + 1 < units.count {
      addSideGradient(index + 1, window, parameters, gradients, to: inputGradient)
    }
    if index > 0 {
      activationGradient(index - 1, window: window, lane: lane, outputGradient: inputGradient)
    } else if let signalsGradient {
      scale(inputGradient, by: factors.row(window), into: signalsGradient)
    }
  }

  /// What the side of unit `index` adds to the gradient of the unit before's input.
  private func addSideGradient(
    _ index: Int, _ window: Int, _ parameters: Parameters, _ gradients: Parameters,
    to inputGradient: Matrix
  ) {
    let next = units[index]
    let gradient = next.gradient(window)
    switch next.unit.side {
    case .none: break
    case .identity: inputGradient.add(gradient)
    case .convolution(let skip):
      let before = units[index - 1]
      skip.addGradients(
        gradient, at: before.unit.interior(before.input(window)), to: gradients)
      skip.addInputGradient(gradient, parameters, to: inputGradient)
    }
  }

  private func scale(_ gradient: Matrix, by factors: Matrix, into signals: Matrix) {
    signals.setTranspose(of: gradient)
    signals.setScaledRows(signals, by: factors.reshaped(rows: signals.rows, columns: 1))
  }
}
