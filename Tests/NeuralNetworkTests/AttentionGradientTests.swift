import NeuralNetwork
import TestSupport
import Testing

@Suite("Attention against finite differences")
struct AttentionGradientTests {
  /// Width and heads.
  static let widths = [(1, 1), (5, 1), (33, 3), (48, 3), (48, 1), (64, 1)]

  @Test("Attention of tokens to each other", arguments: widths, [1, 3, 17])
  func among(_ widthAndHeads: (Int, Int), _ tokens: Int) {
    check(widthAndHeads, queries: tokens, keys: tokens, isSelf: true, ignored: [])
    check(
      widthAndHeads, queries: tokens, keys: tokens, isSelf: true,
      ignored: tokens > 1 ? [0, tokens - 2] : [])
  }

  @Test(
    "Attention of tokens to others", arguments: widths,
    [(1, 3), (3, 1), (17, 5), (5, 17), (64, 3), (3, 64)])
  func across(_ widthAndHeads: (Int, Int), _ tokens: (Int, Int)) {
    check(widthAndHeads, queries: tokens.0, keys: tokens.1, isSelf: false, ignored: [])
    check(
      widthAndHeads, queries: tokens.0, keys: tokens.1, isSelf: false,
      ignored: tokens.1 > 1 ? [tokens.1 - 1] : [])
  }

  private func check(
    _ widthAndHeads: (Int, Int), queries: Int, keys: Int, isSelf: Bool, ignored: [Int]
  ) {
    let (width, heads) = widthAndHeads
    var random = SeededGenerator(seed: width * 1000 + queries * 10 + keys)
    let workspace = Workspace()
    var layout = ParameterLayout()
    let layer = MultiHeadAttention("a", width: width, heads: heads, in: &layout)
    let weights = NamedParameters(layout, in: workspace)
    weights.randomize(&random)
    let saved = MultiHeadAttention.Saved(layer, queries: queries, keys: keys, in: workspace)
    let scratch = MultiHeadAttention.Scratch(
      width: width, queries: queries, keys: keys, in: workspace)
    let q = workspace.matrix(queries, width, &random)
    let kv = isSelf ? q : workspace.matrix(keys, width, &random)
    let (gq, gkv) = (workspace.matrix(queries, width), workspace.matrix(keys, width))
    let (y, above) = (workspace.matrix(queries, width), workspace.matrix(queries, width))
    for accumulate in [false, true] {
      var probe = GradientProbe(outputs: y, outputGradients: above)
      for (name, value, gradient) in [("queries", q, gq), ("keys", kv, gkv)] {
        if isSelf && name == "keys" { continue }
        if accumulate {
          probe.add(name, value, addedTo: gradient)
        } else {
          probe.add(name, value, gradient: gradient)
        }
      }
      probe.add(weights)
      let complaints = probe.complaints(limit: 25) {
        layer.project(queries: q, keys: kv, weights.values, saved: saved)
        layer.attend(weights.values, saved: saved, into: y, ignored: ignored)
      } backward: {
        layer.backward(
          above, queries: q, keys: kv, weights.values, saved: saved, scratch: scratch,
          gradients: weights.gradients, queriesGradient: gq, keysGradient: isSelf ? nil : gkv,
          accumulate: accumulate)
      }
      #expect(complaints == [], "ignored \(ignored), accumulate \(accumulate)")
    }
  }

  @Test("A Transformer block with and without dropout", arguments: widths, [1, 3, 17])
  func block(_ widthAndHeads: (Int, Int), _ tokens: Int) {
    let (width, heads) = widthAndHeads
    for (hidden, rate) in [(7, 0), (64, 0), (33, 0.3)] as [(Int, Float)] {
      var random = SeededGenerator(seed: width * 1000 + tokens)
      let workspace = Workspace()
      var layout = ParameterLayout()
      let layer = TransformerBlock("b", width: width, heads: heads, hidden: hidden, in: &layout)
      let weights = NamedParameters(layout, in: workspace)
      weights.randomize(&random)
      let dropout = rate > 0 ? Dropout(rate: rate, seed: 9, tokens, 2) : nil
      let saved = TransformerBlock.Saved(layer, tokens: tokens, in: workspace)
      let attention = MultiHeadAttention.Scratch(
        width: width, queries: tokens, keys: tokens, in: workspace)
      let scratch = TransformerBlock.Scratch(
        width: width, hidden: hidden, tokens: tokens, attention: attention, in: workspace)
      let x = workspace.matrix(tokens, width, &random)
      let (y, above, gradient) = (
        workspace.matrix(tokens, width), workspace.matrix(tokens, width),
        workspace.matrix(tokens, width)
      )
      var probe = GradientProbe(outputs: y, outputGradients: above)
      probe.add("input", x, gradient: gradient)
      probe.add(weights)
      let complaints = probe.complaints(limit: 25) {
        layer.forward(x, weights.values, saved: saved, dropout: dropout, into: y)
      } backward: {
        gradient.copy(from: above)
        layer.backward(
          gradient, at: x, weights.values, saved: saved, scratch: scratch, dropout: dropout,
          gradients: weights.gradients)
      }
      #expect(complaints == [], "hidden \(hidden), dropout \(rate)")
    }
  }

  @Test("Attention pooling", arguments: [1, 5, 33, 48, 64], [1, 3, 17])
  func pooling(_ width: Int, _ tokens: Int) {
    var random = SeededGenerator(seed: width * 100 + tokens)
    let workspace = Workspace()
    var layout = ParameterLayout()
    let layer = AttentionPooling("p", width: width, tokens: tokens, in: &layout)
    let weights = NamedParameters(layout, in: workspace)
    weights.randomize(&random)
    // Large enough for weights that are not alike, too small for one that leaves nothing to others.
    weights.set(
      "p_query.weight", random.normals(width, scale: 2 / Double(width).squareRoot()))
    let saved = AttentionPooling.Saved(layer, tokens: tokens, in: workspace)
    let scratch = AttentionPooling.Scratch(width: width, tokens: tokens, in: workspace)
    let x = workspace.matrix(tokens, width, &random)
    let gradient = workspace.matrix(tokens, width)
    let (y, above) = (workspace.vector(width), workspace.vector(width))
    var probe = GradientProbe(outputs: y, outputGradients: above)
    probe.add("input", x, gradient: gradient)
    probe.add(weights)
    let complaints = probe.complaints {
      layer.forward(x, weights.values, saved: saved, into: y)
    } backward: {
      layer.backward(
        above, at: x, weights.values, saved: saved, scratch: scratch,
        gradients: weights.gradients, into: gradient)
    }
    #expect(complaints == [])
  }
}
