import NeuralNetwork
import TestSupport
import Testing

@Suite("Convolution, golden")
struct ConvolutionGoldenTests {
  /// A golden case with its layer.
  private struct Case {
    let golden: Golden
    let name: String
    let layer: Convolution1D
    let weights: NamedParameters
    let workspace = Workspace()
    let (windows, inputs, length): (Int, Int, Int)
    let canGather: Bool

    init(_ index: Int) throws {
      golden = try Golden("conv1d")
      name = "c\(index)."
      let (x, kernels) = (try golden.shape(name + "x"), try golden.shape(name + "w"))
      let settings = try golden.int(name + "cfg")
      let hasBias = golden.names.contains(name + "b")
      var layout = ParameterLayout()
      layer = Convolution1D(
        "conv", inputs: x[1], outputs: kernels[0], taps: kernels[2], stride: settings[0],
        padding: settings[1], dilation: settings[2], groups: settings[3], hasBias: hasBias,
        in: &layout)
      weights = NamedParameters(layout, in: workspace)
      weights.set("conv.weight", try golden.float(name + "w"))
      if hasBias { weights.set("conv.bias", try golden.float(name + "b")) }
      (windows, inputs, length) = (x[0], x[1], x[2])
      canGather = settings[2] == 1 && settings[3] == 1
    }

    /// A window of a golden tensor `[windows, channels, time]`, time in rows.
    func window(_ index: Int, _ tensor: String, _ channels: Int) throws -> [Double] {
      let numbers = try golden.float(name + tensor).part(index, of: windows)
      return exchanged(numbers, rows: channels, columns: numbers.count / channels)
    }

    func padded(_ index: Int) throws -> Matrix {
      let x = workspace.matrix(length + 2 * layer.padding, inputs)
      x.rows(layer.padding..<layer.padding + length)
        .copy(from: try window(index, "x", inputs).map { Float($0) })
      return x
    }
  }

  @Test("Outputs and gradients are the golden ones", arguments: 0..<8)
  func agrees(_ index: Int) throws {
    let it = try Case(index)
    let outputs = try it.golden.shape(it.name + "w")[0]
    let rows = it.layer.outputLength(it.length)
    for window in 0..<it.windows {
      let x = try it.padded(window)
      let y = it.workspace.matrix(rows, outputs)
      it.layer.forward(x, it.weights.values, into: y)
      #expect(Golden.mismatch(y.doubles, try it.window(window, "y", outputs)) == nil)
      let above = it.workspace.matrix(rows, outputs, try it.window(window, "gy", outputs))
      it.layer.addGradients(above, at: x, to: it.weights.gradients)
      let gradient = it.workspace.matrix(x.rows, x.columns)
      gradient.fill(7)
      it.layer.inputGradient(above, it.weights.values, into: gradient)
      let inner = gradient.rows(it.layer.padding..<it.layer.padding + it.length)
      let golden = try it.window(window, "gx", it.inputs)
      #expect(Golden.mismatch(inner.doubles, golden) == nil)
      if it.canGather {
        gradient.fill(7)
        it.layer.gatheredInputGradient(
          it.layer.paddedGradient(above, in: it.workspace), it.weights.values, into: gradient)
        #expect(Golden.mismatch(inner.doubles, golden) == nil, "gathered")
      }
    }
    let kernels = it.weights.gradient("conv.weight")
    #expect(Golden.mismatch(kernels, try it.golden.float(it.name + "gw")) == nil)
    if it.golden.names.contains(it.name + "b") {
      let bias = it.weights.gradient("conv.bias")
      #expect(Golden.mismatch(bias, try it.golden.float(it.name + "gb")) == nil)
    }
  }

  @Test("Some rows of the output are those of all, bit by bit", arguments: 0..<8)
  func someRows(_ index: Int) throws {
    let it = try Case(index)
    let x = try it.padded(0)
    let rows = it.layer.outputLength(it.length)
    let whole = it.workspace.matrix(rows, try it.golden.shape(it.name + "w")[0])
    let parts = it.workspace.matrix(whole.rows, whole.columns)
    it.layer.forward(x, it.weights.values, into: whole)
    for range in [0..<rows / 3, rows / 3..<rows] {
      it.layer.forward(x, it.weights.values, into: parts, rows: range)
    }
    #expect(Golden.difference(parts.bits, whole.bits) == nil)
  }

  @Test("A shift stands in for the bias, and accumulating adds to what is there")
  func shift() throws {
    let it = try Case(0)
    let x = try it.padded(0)
    let rows = it.layer.outputLength(it.length)
    let y = it.workspace.matrix(rows, 5)
    let (golden, bias) = (try it.window(0, "y", 5), try it.golden.float("c0.b"))
    let plain = golden.indices.map { golden[$0] - bias[$0 % 5] }
    it.layer.forward(
      x, it.weights.values, shift: it.workspace.matrix(1, 5, [1, 2, 3, 4, 5]), into: y)
    let shifted = plain.indices.map { plain[$0] + Double($0 % 5 + 1) }
    #expect(Golden.mismatch(y.doubles, shifted) == nil)
    y.fill(-2)
    it.layer.forward(x, it.weights.values, accumulate: true, into: y)
    #expect(Golden.mismatch(y.doubles, plain.map { $0 - 2 }) == nil)
  }
}
