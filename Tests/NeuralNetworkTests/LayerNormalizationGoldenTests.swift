import NeuralNetwork
import TestSupport
import Testing

@Suite("Layer normalisation, golden")
struct LayerNormalizationGoldenTests {
  @Test("Outputs and gradients are the golden ones", arguments: 0..<4)
  func agrees(_ index: Int) throws {
    let golden = try Golden("layernorm")
    let name = "c\(index)."
    let shape = try golden.shape(name + "x")
    let (rows, width) = (shape.dropLast().reduce(1, *), shape.last ?? 0)
    let workspace = Workspace()
    var layout = ParameterLayout()
    let layer = LayerNormalization("norm", width: width, in: &layout)
    let weights = NamedParameters(layout, in: workspace)
    weights.set("norm.weight", try golden.float(name + "gamma"))
    weights.set("norm.bias", try golden.float(name + "beta"))
    let saved = LayerNormalization.Saved(rows: rows, in: workspace)
    let x = workspace.matrix(rows, width, try golden.float(name + "x"))
    let y = workspace.matrix(rows, width)
    for range in [0..<rows / 2, rows / 2..<rows] {
      layer.forward(x, weights.values, saved: saved, into: y, rows: range)
    }
    #expect(Golden.mismatch(y.doubles, try golden.float(name + "y")) == nil)
    let gradient = workspace.matrix(rows, width)
    gradient.fill(.nan)
    layer.backward(
      workspace.matrix(rows, width, try golden.float(name + "gy")), at: x, weights.values,
      saved: saved, gradients: weights.gradients, into: gradient)
    #expect(Golden.mismatch(gradient.doubles, try golden.float(name + "gx")) == nil)
    for (parameter, tensor) in [("norm.weight", "ggamma"), ("norm.bias", "gbeta")] {
      let found = weights.gradient(parameter)
      #expect(Golden.mismatch(found, try golden.float(name + tensor)) == nil, "\(parameter)")
    }
  }
}
