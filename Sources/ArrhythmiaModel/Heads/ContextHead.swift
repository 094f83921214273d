import NeuralNetwork

/// Two classes that look alike and differ in when they come: the network's logit of the one is that of the
/// other plus what the rhythm around the beat says.
///
/// `logit_target = logit_base + W₂ gelu(W₁ c + b₁) + b₂`. So the shape of a beat decides between all other
/// classes, its timing alone between these two, and the network cannot learn single patients' shapes instead.
struct ContextHead: Sendable {
  let inner: Linear
  let outer: Linear
  let base: Int
  let target: Int

  init(_ context: ModelConfiguration.Context, width: Int, in layout: inout ParameterLayout) {
    inner = Linear("context1", inputs: context.inputs, outputs: width, in: &layout)
    outer = Linear("context2", inputs: width, outputs: 1, in: &layout)
    (base, target) = (context.base, context.target)
  }

  /// A batch's context on its way, a row a window.
  struct Buffers: Sendable {
    /// Set by whoever fills the batch, `[windows, inputs]`.
    let values: Matrix
    let hidden: Matrix
    let activated: Matrix
    let hiddenGradient: Matrix
    /// `[windows, 1]`: what is added, and then its gradient.
    let added: Matrix

    init(
      _ context: ModelConfiguration.Context, width: Int, windows: Int, in workspace: Workspace
    ) {
      values = workspace.matrix(windows, context.inputs)
      hidden = workspace.matrix(windows, width)
      activated = workspace.matrix(windows, width)
      hiddenGradient = workspace.matrix(windows, width)
      added = workspace.matrix(windows, 1)
    }
  }

  /// Sets the target's logits of the first rows.
  func forward(_ parameters: Parameters, _ buffers: Buffers, logits: Matrix) {
    let rows = 0..<logits.rows
    let (hidden, activated) = (buffers.hidden.rows(rows), buffers.activated.rows(rows))
    inner.forward(buffers.values.rows(rows), parameters, into: hidden)
    activated.setGELU(hidden)
    outer.forward(activated, parameters, into: buffers.added.rows(rows))
    for row in rows { logits[row, target] = logits[row, base] + buffers.added[row, 0] }
  }

  /// Adds the parameters' gradients, and moves the target's share of the logits' gradient to the base's.
  func backward(
    _ logitsGradient: Matrix, _ parameters: Parameters, _ buffers: Buffers, gradients: Parameters
  ) {
    let rows = 0..<logitsGradient.rows
    for row in rows {
      let gradient = logitsGradient[row, target]
      buffers.added[row, 0] = gradient
      logitsGradient[row, base] += gradient
      logitsGradient[row, target] = 0
    }
    let (added, hidden) = (buffers.added.rows(rows), buffers.hiddenGradient.rows(rows))
    outer.addGradients(added, at: buffers.activated.rows(rows), to: gradients)
    outer.inputGradient(added, parameters, into: hidden)
    hidden.setGELUGradient(hidden, at: buffers.hidden.rows(rows))
    inner.addGradients(hidden, at: buffers.values.rows(rows), to: gradients)
  }
}
