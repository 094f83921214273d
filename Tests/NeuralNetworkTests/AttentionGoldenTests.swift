import NeuralNetwork
import TestSupport
import Testing

@Suite("Attention, golden")
struct AttentionGoldenTests {
  private struct Case {
    let golden: Golden
    let name: String
    let layer: MultiHeadAttention
    let weights: NamedParameters
    let workspace = Workspace()
    let (windows, queries, keys, width, heads): (Int, Int, Int, Int, Int)
    let isSelf: Bool
    let ignored: [[Int]]

    init(_ index: Int) throws {
      golden = try Golden("attention")
      name = "c\(index)."
      let settings = try golden.int(name + "cfg")
      let shape = try golden.shape(name + "q")
      (windows, queries, width, heads) = (shape[0], shape[1], shape[2], settings[0])
      isSelf = settings[1] == 1
      let keys = isSelf ? queries : try golden.shape(name + "kv")[1]
      self.keys = keys
      let mask = settings[2] == 1 ? try golden.int(name + "mask") : []
      ignored = (0..<windows).map { window in
        (0..<keys).filter { !mask.isEmpty && mask[window * keys + $0] == 1 }
      }
      var layout = ParameterLayout()
      layer = MultiHeadAttention("a", width: width, heads: heads, in: &layout)
      weights = NamedParameters(layout, in: workspace)
      for (parameter, tensor) in Self.tensors {
        weights.set(parameter, try golden.float(name + tensor))
      }
    }

    static let tensors = [
      ("a.in_proj_weight", "in_w"), ("a.in_proj_bias", "in_b"), ("a.out_proj.weight", "out_w"),
      ("a.out_proj.bias", "out_b"),
    ]

    func numbers(_ tensor: String, _ window: Int) throws -> [Double] {
      try golden.float(name + tensor).part(window, of: windows)
    }

    func matrix(_ tensor: String, _ window: Int) throws -> Matrix {
      let numbers = try numbers(tensor, window)
      return workspace.matrix(numbers.count / width, width, numbers)
    }
  }

  @Test("Outputs, probabilities and gradients are the golden ones", arguments: 0..<5)
  func agrees(_ index: Int) throws {
    let it = try Case(index)
    for window in 0..<it.windows {
      let q = try it.matrix("q", window)
      let kv = it.isSelf ? q : try it.matrix("kv", window)
      let saved = MultiHeadAttention.Saved(
        it.layer, queries: it.queries, keys: it.keys, in: it.workspace)
      let y = it.workspace.matrix(it.queries, it.width)
      let mean = it.workspace.matrix(it.keys, it.queries)
      it.layer.project(queries: q, keys: kv, it.weights.values, saved: saved)
      it.layer.attend(
        it.weights.values, saved: saved, into: y, ignored: it.ignored[window],
        meanOverHeads: mean)
      #expect(Golden.mismatch(y.doubles, try it.numbers("y", window)) == nil)
      try checkProbabilities(it, window, saved, mean)

      let scratch = MultiHeadAttention.Scratch(
        width: it.width, queries: it.queries, keys: it.keys, in: it.workspace)
      let gq = it.workspace.matrix(it.queries, it.width)
      let gkv = it.isSelf ? nil : it.workspace.matrix(it.keys, it.width)
      it.layer.backward(
        try it.matrix("gy", window), queries: q, keys: kv, it.weights.values, saved: saved,
        scratch: scratch, gradients: it.weights.gradients, queriesGradient: gq, keysGradient: gkv)
      #expect(Golden.mismatch(gq.doubles, try it.numbers("gq", window)) == nil)
      if let gkv { #expect(Golden.mismatch(gkv.doubles, try it.numbers("gkv", window)) == nil) }
    }
    for (parameter, tensor) in Case.tensors {
      let found = it.weights.gradient(parameter)
      #expect(Golden.mismatch(found, try it.golden.float(it.name + "g" + tensor)) == nil)
    }
  }

  private func checkProbabilities(
    _ it: Case, _ window: Int, _ saved: MultiHeadAttention.Saved, _ mean: Matrix
  ) throws {
    let golden = try it.numbers("attn", window)
    var sums = [Double](repeating: 0, count: it.keys * it.queries)
    for head in 0..<it.heads {
      let probabilities = saved.probabilities(head: head)
      let expected = exchanged(
        golden.part(head, of: it.heads), rows: it.queries, columns: it.keys)
      #expect(Golden.mismatch(probabilities.doubles, expected) == nil, "head \(head)")
      for key in it.ignored[window] {
        #expect(probabilities.row(key).isFilled(0))
      }
      for place in sums.indices { sums[place] += expected[place] / Double(it.heads) }
    }
    #expect(Golden.mismatch(mean.doubles, sums) == nil)
  }

  @Test("With room for one head's probabilities the outputs are the same bits", arguments: 0..<5)
  func shared(_ index: Int) throws {
    let it = try Case(index)
    let q = try it.matrix("q", 0)
    let kv = it.isSelf ? q : try it.matrix("kv", 0)
    let outputs = [true, false].map { keepsHeads in
      let saved = MultiHeadAttention.Saved(
        it.layer, queries: it.queries, keys: it.keys, keepsHeads: keepsHeads, in: it.workspace)
      let y = it.workspace.matrix(it.queries, it.width)
      it.layer.project(queries: q, keys: kv, it.weights.values, saved: saved)
      it.layer.attend(it.weights.values, saved: saved, into: y, ignored: it.ignored[0])
      return y.bits
    }
    #expect(Golden.difference(outputs[0], outputs[1]) == nil)
  }
}
