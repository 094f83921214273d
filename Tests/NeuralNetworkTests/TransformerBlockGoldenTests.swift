import NeuralNetwork
import TestSupport
import Testing

@Suite("Transformer block, golden")
struct TransformerBlockGoldenTests {
  private static let tensors = [
    ("b.norm1.weight", "ln1_g"), ("b.norm1.bias", "ln1_b"), ("b.attention.in_proj_weight", "in_w"),
    ("b.attention.in_proj_bias", "in_b"), ("b.attention.out_proj.weight", "out_w"),
    ("b.attention.out_proj.bias", "out_b"), ("b.norm2.weight", "ln2_g"), ("b.norm2.bias", "ln2_b"),
    ("b.linear1.weight", "f1_w"), ("b.linear1.bias", "f1_b"), ("b.linear2.weight", "f2_w"),
    ("b.linear2.bias", "f2_b"),
  ]

  private struct Case {
    let golden: Golden
    let name: String
    let layer: TransformerBlock
    let weights: NamedParameters
    let workspace = Workspace()
    let (windows, tokens, width, hidden, heads): (Int, Int, Int, Int, Int)

    init(_ index: Int) throws {
      golden = try Golden("transformer_block")
      name = "c\(index)."
      let shape = try golden.shape(name + "x")
      (windows, tokens, width) = (shape[0], shape[1], shape[2])
      hidden = try golden.shape(name + "f1_w")[0]
      heads = try golden.int(name + "cfg")[0]
      var layout = ParameterLayout()
      layer = TransformerBlock("b", width: width, heads: heads, hidden: hidden, in: &layout)
      weights = NamedParameters(layout, in: workspace)
      for (parameter, tensor) in tensors { weights.set(parameter, try golden.float(name + tensor)) }
    }

    func numbers(_ tensor: String, _ window: Int) throws -> [Double] {
      try golden.float(name + tensor).part(window, of: windows)
    }

    func matrix(_ tensor: String, _ window: Int) throws -> Matrix {
      workspace.matrix(tokens, width, try numbers(tensor, window))
    }
  }

  @Test("Outputs, probabilities and gradients are the golden ones", arguments: 0..<2)
  func agrees(_ index: Int) throws {
    let it = try Case(index)
    let saved = TransformerBlock.Saved(it.layer, tokens: it.tokens, in: it.workspace)
    let attention = MultiHeadAttention.Scratch(
      width: it.width, queries: it.tokens, keys: it.tokens, in: it.workspace)
    let scratch = TransformerBlock.Scratch(
      width: it.width, hidden: it.hidden, tokens: it.tokens, attention: attention,
      in: it.workspace)
    for window in 0..<it.windows {
      let x = try it.matrix("x", window)
      let y = it.workspace.matrix(it.tokens, it.width)
      it.layer.forward(x, it.weights.values, saved: saved, into: y)
      #expect(Golden.mismatch(y.doubles, try it.numbers("y", window)) == nil)
      let probabilities = (0..<it.heads).flatMap {
        exchanged(saved.probabilities(head: $0).doubles, rows: it.tokens, columns: it.tokens)
      }
      #expect(Golden.mismatch(probabilities, try it.numbers("attn", window)) == nil)
      let gradient = try it.matrix("gy", window)
      it.layer.backward(
        gradient, at: x, it.weights.values, saved: saved, scratch: scratch,
        gradients: it.weights.gradients)
      #expect(Golden.mismatch(gradient.doubles, try it.numbers("gx", window)) == nil)
    }
    for (parameter, tensor) in Self.tensors {
      let found = it.weights.gradient(parameter)
      #expect(
        Golden.mismatch(found, try it.golden.float(it.name + "g" + tensor)) == nil, "\(parameter)")
    }
  }

  @Test("In room that other layers use as well, outputs are the same bits", arguments: 0..<2)
  func reused(_ index: Int) throws {
    let it = try Case(index)
    let x = try it.matrix("x", 0)
    var layout = ParameterLayout()
    let attention = MultiHeadAttention("other", width: it.width, heads: it.heads, in: &layout)
    let room = MultiHeadAttention.Saved(
      attention, queries: it.tokens, keys: it.tokens, keepsHeads: false, in: it.workspace)
    let outputs = [nil, room].map { room in
      let saved = TransformerBlock.Saved(
        it.layer, tokens: it.tokens, in: it.workspace, reusing: room)
      let y = it.workspace.matrix(it.tokens, it.width)
      it.layer.forward(x, it.weights.values, saved: saved, into: y)
      return y.bits
    }
    #expect(Golden.difference(outputs[1], outputs[0]) == nil)
  }

  @Test("Without its second branch, what is left is the golden middle", arguments: 0..<2)
  func middle(_ index: Int) throws {
    let it = try Case(index)
    it.weights.set("b.linear2.weight", [Double](repeating: 0, count: it.width * it.hidden))
    it.weights.set("b.linear2.bias", [Double](repeating: 0, count: it.width))
    let saved = TransformerBlock.Saved(it.layer, tokens: it.tokens, in: it.workspace)
    for window in 0..<it.windows {
      let y = it.workspace.matrix(it.tokens, it.width)
      it.layer.forward(try it.matrix("x", window), it.weights.values, saved: saved, into: y)
      #expect(Golden.mismatch(y.doubles, try it.numbers("x1", window)) == nil)
    }
  }
}
