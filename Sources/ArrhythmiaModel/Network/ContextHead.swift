import NeuralNetwork

/// What is known of a beat beside its window, its timing above all, speaks for or against each
/// class: with `g = W₂ gelu(W₁ c + b₁) + b₂`, `logit_k += g_k`.
///
/// Two classes look alike and differ in when they come: of them
/// `logit_target = logit_base + g_target`, without what the window says of the target. So the
/// network cannot learn single patients' shapes in place of timing.
struct ContextHead: Sendable {
  let inner: Linear
  let outer: Linear
  let base: Int
  let target: Int

  init(
    _ context: ModelConfiguration.Context, width: Int, classes: Int,
    in layout: inout ParameterLayout
  ) {
    inner = Linear("context1", inputs: context.inputs, outputs: width, in: &layout)
    outer = Linear("context2", inputs: width, outputs: classes, in: &layout)
    (base, target) = (context.base, context.target)
  }

  /// A batch's context on its way, a row a window.
  struct Buffers: Sendable {
    /// Set by whoever fills the batch, `[windows, inputs]`.
    let values: Matrix
    let hidden: Matrix
    let activated: Matrix
    let hiddenGradient: Matrix
    /// `[windows, classes]`: what is added, and then its gradient.
    let added: Matrix

    init(
      _ context: ModelConfiguration.Context, width: Int, classes: Int, windows: Int,
      in workspace: Workspace
    ) {
      values = workspace.matrix(windows, context.inputs)
      hidden = workspace.matrix(windows, width)
      activated = workspace.matrix(windows, width)
      hiddenGradient = workspace.matrix(windows, width)
      added = workspace.matrix(windows, classes)
    }
  }

  /// Completes the logits of the first rows.
  func forward(_ parameters: Parameters, _ buffers: Buffers, logits: Matrix) {
    let rows = 0..<logits.rows
    let (hidden, activated) = (buffers.hidden.rows(rows), buffers.activated.rows(rows))
    inner.forward(buffers.values.rows(rows), parameters, into: hidden)
    activated.setGELU(hidden)
    let added = buffers.added.rows(rows)
    outer.forward(activated, parameters, into: added)
    for row in rows { logits[row, target] = logits[row, base] }
    logits.add(added)
  }

  /// Adds the parameters' gradients, and moves the target's share of the logits' gradient to the
  /// base's.
  func backward(
    _ logitsGradient: Matrix, _ parameters: Parameters, _ buffers: Buffers, gradients: Parameters
  ) {
    let rows = 0..<logitsGradient.rows
    let (added, hidden) = (buffers.added.rows(rows), buffers.hiddenGradient.rows(rows))
    added.copy(from: logitsGradient)
    for row in rows {
      logitsGradient[row, base] += logitsGradient[row, target]
      logitsGradient[row, target] = 0
    }
    outer.addGradients(added, at: buffers.activated.rows(rows), to: gradients)
    outer.inputGradient(added, parameters, into: hidden)
    hidden.setGELUGradient(hidden, at: buffers.hidden.rows(rows))
    inner.addGradients(hidden, at: buffers.values.rows(rows), to: gradients)
  }
}
