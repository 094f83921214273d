import NeuralNetwork
import TestSupport
import Testing

@Suite("Batch normalisation, golden")
struct BatchNormalizationGoldenTests {
  /// A golden case with its layer; windows lie end to end, time in rows.
  private struct Case {
    let golden: Golden
    let name: String
    let layer: BatchNormalization
    let weights: NamedParameters
    let buffers: NamedParameters
    let statistics: BatchNormalization.Statistics
    let workspace = Workspace()
    let (windows, channels, length): (Int, Int, Int)

    init(_ index: Int) throws {
      golden = try Golden("batchnorm1d")
      name = "c\(index)."
      let x = try golden.shape(name + "x")
      (windows, channels, length) = (x[0], x[1], x[2])
      var (layout, bufferLayout) = (ParameterLayout(), ParameterLayout())
      layer = BatchNormalization(
        "norm", channels: channels, in: &layout, buffers: &bufferLayout)
      weights = NamedParameters(layout, in: workspace)
      buffers = NamedParameters(bufferLayout, in: workspace)
      weights.set("norm.weight", try golden.float(name + "gamma"))
      weights.set("norm.bias", try golden.float(name + "beta"))
      buffers.set("norm.running_mean", try golden.float(name + "rm0"))
      buffers.set("norm.running_var", try golden.float(name + "rv0"))
      statistics = BatchNormalization.Statistics(layer, windows: windows, lanes: 2, in: workspace)
    }

    /// A golden tensor `[windows, channels, time]` as `[windows * time, channels]`.
    func rows(_ tensor: String) throws -> [Double] {
      let numbers = try golden.float(name + tensor)
      return (0..<windows).flatMap {
        exchanged(numbers.part($0, of: windows), rows: channels, columns: length)
      }
    }

    func window(_ index: Int, _ matrix: Matrix) -> Matrix {
      matrix.rows(index * length..<(index + 1) * length)
    }

    /// One step forward and back, as a training makes it.
    func run(_ mode: BatchNormalization.Mode) throws -> (y: Matrix, gradient: Matrix) {
      let x = workspace.matrix(windows * length, channels, try rows("x"))
      let above = workspace.matrix(x.rows, channels, try rows("gy"))
      let (y, gradient) = (workspace.matrix(x.rows, channels), workspace.matrix(x.rows, channels))
      for index in 0..<windows { layer.collect(window(index, x), window: index, statistics) }
      layer.prepare(
        mode, windows: windows, rows: length, weights.values, buffers: buffers.values, statistics)
      if mode == .batch {
        layer.updateRunning(
          windows: windows, rows: length, buffers: buffers.values, statistics)
      }
      for index in 0..<windows {
        layer.forward(window(index, x), gelu: false, statistics, into: window(index, y))
        layer.activationGradient(
          window(index, above), at: window(index, x), gelu: false, lane: index % 2, statistics,
          into: window(index, gradient))
      }
      layer.prepareBackward(
        mode, windows: windows, rows: length, gradients: weights.gradients, statistics)
      for index in 0..<windows {
        let own = window(index, gradient)
        layer.inputGradient(own, at: window(index, x), statistics, into: own)
      }
      return (y, gradient)
    }

    func check(_ mode: BatchNormalization.Mode, _ suffix: String) throws -> [String?] {
      let (y, gradient) = try run(mode)
      return [
        Golden.mismatch(y.doubles, try rows("y" + suffix)),
        Golden.mismatch(gradient.doubles, try rows("gx" + suffix)),
        Golden.mismatch(
          weights.gradient("norm.weight"), try golden.float(name + "ggamma" + suffix)),
        Golden.mismatch(weights.gradient("norm.bias"), try golden.float(name + "gbeta" + suffix)),
      ]
    }
  }

  @Test(
    "A batch is normalised by its own statistics, which the running ones follow", arguments: 0..<4)
  func batch(_ index: Int) throws {
    let it = try Case(index)
    #expect(try it.check(.batch, "").compactMap(\.self) == [])
    let (mean, variance) = (
      it.buffers.value("norm.running_mean"), it.buffers.value("norm.running_var")
    )
    #expect(Golden.mismatch(mean, try it.golden.float(it.name + "rm1")) == nil)
    #expect(Golden.mismatch(variance, try it.golden.float(it.name + "rv1")) == nil)
  }

  @Test("Frozen, it normalises by the running statistics and leaves them", arguments: 0..<4)
  func frozen(_ index: Int) throws {
    let it = try Case(index)
    #expect(try it.check(.frozen, "_eval").compactMap(\.self) == [])
    let (mean, variance) = (
      it.buffers.value("norm.running_mean"), it.buffers.value("norm.running_var")
    )
    #expect(Golden.difference(mean, try it.golden.float(it.name + "rm0")) == nil)
    #expect(Golden.difference(variance, try it.golden.float(it.name + "rv0")) == nil)
  }

  @Test("Folded into a convolution it gives what both give after each other")
  func fold() throws {
    let workspace = Workspace()
    var (layout, bufferLayout) = (ParameterLayout(), ParameterLayout())
    let convolution = Convolution1D(
      "conv", inputs: 3, outputs: 5, taps: 3, padding: 1, in: &layout)
    let layer = BatchNormalization("norm", channels: 5, in: &layout, buffers: &bufferLayout)
    let weights = NamedParameters(layout, in: workspace)
    let buffers = NamedParameters(bufferLayout, in: workspace)
    var random = SeededGenerator(seed: 3)
    weights.randomize(&random)
    buffers.set("norm.running_mean", random.normals(5))
    buffers.set("norm.running_var", [0.1, 0.5, 1, 2, 9])
    let x = workspace.matrix(11, 3, &random)
    let (y, expected, shift) = (
      workspace.matrix(9, 5), workspace.matrix(9, 5), workspace.vector(5)
    )
    let statistics = BatchNormalization.Statistics(layer, windows: 1, lanes: 1, in: workspace)
    convolution.forward(x, weights.values, into: y)
    layer.prepare(
      .frozen, windows: 1, rows: 9, weights.values, buffers: buffers.values, statistics)
    layer.forward(y, gelu: false, statistics, into: expected)
    layer.fold(into: convolution, weights.values, buffers: buffers.values, shift: shift)
    convolution.forward(x, weights.values, shift: shift, into: y)
    #expect(Golden.mismatch(y.doubles, expected.doubles) == nil)
  }
}
