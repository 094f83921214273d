import NeuralNetwork
import TestSupport
import Testing

@Suite("Attention pooling, golden")
struct AttentionPoolingGoldenTests {
  @Test("Outputs, weights and gradients are the golden ones")
  func agrees() throws {
    let golden = try Golden("attn_pool")
    let shape = try golden.shape("x")
    let (windows, tokens, width) = (shape[0], shape[1], shape[2])
    let workspace = Workspace()
    var layout = ParameterLayout()
    let layer = AttentionPooling("pool", width: width, tokens: tokens, in: &layout)
    let weights = NamedParameters(layout, in: workspace)
    let tensors = [("pool.weight", "w"), ("pool.bias", "b"), ("pool_query.weight", "q")]
    // The golden one has no preference for a token: `pool_bias` stays zero.
    for (parameter, tensor) in tensors { weights.set(parameter, try golden.float(tensor)) }
    let saved = AttentionPooling.Saved(layer, tokens: tokens, in: workspace)
    let scratch = AttentionPooling.Scratch(width: width, tokens: tokens, in: workspace)
    for window in 0..<windows {
      func numbers(_ tensor: String) throws -> [Double] {
        try golden.float(tensor).part(window, of: windows)
      }
      let x = workspace.matrix(tokens, width, try numbers("x"))
      let y = workspace.vector(width)
      layer.forward(x, weights.values, saved: saved, into: y)
      #expect(Golden.mismatch(y.doubles, try numbers("y")) == nil)
      #expect(Golden.mismatch(saved.weights.doubles, try numbers("alpha")) == nil)
      let gradient = workspace.matrix(tokens, width)
      gradient.fill(.nan)
      layer.backward(
        workspace.matrix(1, width, try numbers("gy")), at: x, weights.values, saved: saved,
        scratch: scratch, gradients: weights.gradients, into: gradient)
      #expect(Golden.mismatch(gradient.doubles, try numbers("gx")) == nil)
    }
    for (parameter, tensor) in tensors {
      let found = weights.gradient(parameter)
      #expect(Golden.mismatch(found, try golden.float("g" + tensor)) == nil, "\(parameter)")
    }
  }
}
