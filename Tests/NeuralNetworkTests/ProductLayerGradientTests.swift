import NeuralNetwork
import TestSupport
import Testing

@Suite("Linear maps and convolutions against finite differences")
struct ProductLayerGradientTests {
  @Test("A linear map", arguments: [1, 3, 17], [1, 5, 33, 48, 64])
  func linear(_ rows: Int, _ inputs: Int) {
    for outputs in [1, 5, 48, 64] {
      for hasBias in [false, true] {
        var random = SeededGenerator(seed: rows + inputs + outputs)
        let workspace = Workspace()
        var layout = ParameterLayout()
        let layer = Linear("l", inputs: inputs, outputs: outputs, hasBias: hasBias, in: &layout)
        let weights = NamedParameters(layout, in: workspace)
        weights.randomize(&random)
        let x = workspace.matrix(rows, inputs, &random)
        let gradient = workspace.matrix(rows, inputs)
        let (y, above) = (workspace.matrix(rows, outputs), workspace.matrix(rows, outputs))
        for accumulate in [false, true] {
          var probe = GradientProbe(outputs: y, outputGradients: above)
          if accumulate {
            probe.add("input", x, addedTo: gradient)
          } else {
            probe.add("input", x, gradient: gradient)
          }
          probe.add(weights)
          let complaints = probe.complaints(limit: 40) {
            layer.forward(x, weights.values, into: y)
          } backward: {
            layer.addGradients(above, at: x, to: weights.gradients)
            layer.inputGradient(above, weights.values, into: gradient, accumulate: accumulate)
          }
          #expect(complaints == [], "\(outputs) outputs")
        }
      }
    }
  }

  struct Convolution: Sendable, CustomTestStringConvertible {
    var inputs: Int
    var outputs: Int
    var taps: Int
    var stride = 1
    var dilation = 1
    var groups = 1
    var hasBias = true

    var testDescription: String {
      "\(inputs) to \(outputs), \(taps) taps, stride \(stride), dilation \(dilation), "
        + "\(groups) groups"
    }
  }

  static let convolutions = [
    Convolution(inputs: 1, outputs: 1, taps: 1),
    Convolution(inputs: 1, outputs: 5, taps: 5, hasBias: false),
    Convolution(inputs: 5, outputs: 33, taps: 2),
    Convolution(inputs: 33, outputs: 5, taps: 1, stride: 2),
    Convolution(inputs: 5, outputs: 48, taps: 7, stride: 2, hasBias: false),
    Convolution(inputs: 48, outputs: 5, taps: 4, stride: 3),
    Convolution(inputs: 5, outputs: 3, taps: 2, stride: 3),
    Convolution(inputs: 5, outputs: 5, taps: 3, dilation: 2),
    Convolution(inputs: 1, outputs: 33, taps: 4, stride: 2, dilation: 3),
    Convolution(inputs: 5, outputs: 5, taps: 5, groups: 5),
    Convolution(inputs: 33, outputs: 33, taps: 3, stride: 2, groups: 3),
    Convolution(inputs: 48, outputs: 33, taps: 3, stride: 3, dilation: 2, groups: 3),
    Convolution(inputs: 48, outputs: 5, taps: 1, groups: 1, hasBias: false),
    Convolution(inputs: 6, outputs: 10, taps: 1, stride: 2, groups: 2),
    Convolution(inputs: 64, outputs: 64, taps: 3),
    Convolution(inputs: 128, outputs: 128, taps: 3, dilation: 2, groups: 2),
  ]

  @Test("A convolution", arguments: convolutions, [1, 3, 17])
  func convolution(_ shape: Convolution, _ length: Int) {
    var random = SeededGenerator(seed: length)
    let workspace = Workspace()
    var layout = ParameterLayout()
    let padding = (shape.dilation * (shape.taps - 1) + 1) / 2
    let layer = Convolution1D(
      "c", inputs: shape.inputs, outputs: shape.outputs, taps: shape.taps, stride: shape.stride,
      padding: padding, dilation: shape.dilation, groups: shape.groups, hasBias: shape.hasBias,
      in: &layout)
    let weights = NamedParameters(layout, in: workspace)
    weights.randomize(&random)
    let x = workspace.matrix(length + 2 * padding, shape.inputs)
    let samples = x.rows(padding..<padding + length)
    samples.fill(&random)
    let gradient = workspace.matrix(x.rows, x.columns)
    let y = workspace.matrix(layer.outputLength(length), shape.outputs)
    let above = workspace.matrix(y.rows, y.columns)
    var probe = GradientProbe(outputs: y, outputGradients: above)
    probe.add("input", samples, gradient: gradient.rows(padding..<padding + length))
    probe.add(weights)
    let complaints = probe.complaints {
      layer.forward(x, weights.values, into: y)
    } backward: {
      layer.addGradients(above, at: x, to: weights.gradients)
      layer.inputGradient(above, weights.values, into: gradient)
    }
    #expect(complaints == [])
    guard shape.groups == 1 && shape.dilation == 1 else { return }
    let gathered = workspace.matrix(x.rows, x.columns)
    layer.gatheredInputGradient(
      layer.paddedGradient(above, in: workspace), weights.values, into: gathered)
    let inner = padding..<padding + length
    let wrong = Golden.mismatch(gathered.rows(inner).doubles, gradient.rows(inner).doubles)
    #expect(wrong == nil)
  }
}

extension Convolution1D {
  /// An output's gradient with the zeros around it that gathering wants.
  func paddedGradient(_ gradient: Matrix, in workspace: Workspace) -> Matrix {
    let padded = workspace.matrix(gradient.rows + 2 * gradientPadding, gradient.columns)
    padded.rows(gradientPadding..<gradientPadding + gradient.rows).copy(from: gradient)
    return padded
  }
}
