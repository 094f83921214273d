import ArrhythmiaModel
import NeuralNetwork
import TestSupport

/// A fusion with room for one window and its way back.
final class SemanticFusionCase {
  let layer: SemanticFusion
  let parameters: Parameters
  let gradients: Parameters
  let tokens: Int
  let width: Int
  let ecg: Matrix
  let iegm: Matrix
  let fused: Matrix
  let fusedGradient: Matrix
  let ecgGradient: Matrix
  let iegmGradient: Matrix
  let saved: SemanticFusion.Saved
  private let scratch: SemanticFusion.Scratch
  private let workspace = Workspace()

  init(tokens: Int, width: Int, heads: Int) {
    var layout = ParameterLayout()
    layer = SemanticFusion("fusion", width: width, heads: heads, in: &layout)
    parameters = Parameters(layout, in: workspace, transposed: true)
    gradients = Parameters(layout, in: workspace)
    (self.tokens, self.width) = (tokens, width)
    (ecg, iegm) = (workspace.matrix(tokens, width), workspace.matrix(tokens, width))
    (fused, fusedGradient) = (workspace.matrix(tokens, width), workspace.matrix(tokens, width))
    (ecgGradient, iegmGradient) = (
      workspace.matrix(tokens, width), workspace.matrix(tokens, width)
    )
    saved = SemanticFusion.Saved(layer, tokens: tokens, in: workspace)
    let attention = MultiHeadAttention.Scratch(
      width: width, queries: tokens, keys: tokens, in: workspace)
    scratch = SemanticFusion.Scratch(
      width: width, tokens: tokens, attention: attention, in: workspace)
  }

  /// Random weights, tokens and gradient.
  func randomize(seed: Int) {
    var random = SeededGenerator(seed: seed)
    for parameter in parameters.layout.parameters {
      let isGain = parameter.name.hasSuffix("norm.weight")
      let values = random.normals(parameter.count, scale: 0.4).map { Float($0 + (isGain ? 1 : 0)) }
      parameters.set(parameter, to: values)
    }
    for matrix in [ecg, iegm, fusedGradient] {
      matrix.copy(from: random.normals(tokens * width).map(Float.init))
    }
  }

  func forward(_ has: SemanticFusion.Presence) {
    layer.forward(ecg: ecg, iegm: iegm, has: has, parameters, saved: saved, into: fused)
  }

  func backward(_ has: SemanticFusion.Presence) {
    parameters.refreshTransposes(0..<parameters.layout.parameters.count)
    layer.backward(
      fusedGradient, fused: fused, ecg: ecg, iegm: iegm, has: has, parameters, saved: saved,
      scratch: scratch, gradients: gradients, intoECG: ecgGradient, intoIEGM: iegmGradient)
  }

  /// The fused tokens times the gradient that comes from above.
  func loss(_ has: SemanticFusion.Presence) -> Double {
    forward(has)
    return zip(fused.values, fusedGradient.values).reduce(0) {
      $0 + Double($1.0) * Double($1.1)
    }
  }
}
