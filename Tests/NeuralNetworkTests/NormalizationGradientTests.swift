import NeuralNetwork
import TestSupport
import Testing

@Suite("Normalisations against finite differences")
struct NormalizationGradientTests {
  @Test("Layer normalisation", arguments: [1, 3, 17], [1, 5, 33, 48, 64])
  func layer(_ rows: Int, _ width: Int) {
    var random = SeededGenerator(seed: rows * 100 + width)
    let workspace = Workspace()
    var layout = ParameterLayout()
    let layer = LayerNormalization("n", width: width, in: &layout)
    let weights = NamedParameters(layout, in: workspace)
    weights.randomize(&random)
    let saved = LayerNormalization.Saved(rows: rows, in: workspace)
    let x = workspace.matrix(rows, width, &random)
    let (gradient, y, above) = (
      workspace.matrix(rows, width), workspace.matrix(rows, width), workspace.matrix(rows, width)
    )
    for accumulate in [false, true] {
      var probe = GradientProbe(outputs: y, outputGradients: above)
      if accumulate {
        probe.add("input", x, addedTo: gradient)
      } else {
        probe.add("input", x, gradient: gradient)
      }
      probe.add(weights)
      let complaints = probe.complaints {
        layer.forward(x, weights.values, saved: saved, into: y, rows: 0..<rows)
      } backward: {
        layer.backward(
          above, at: x, weights.values, saved: saved, gradients: weights.gradients,
          into: gradient, accumulate: accumulate)
      }
      #expect(complaints == [])
    }
  }

  /// Batch normalisation of three windows, whose sums go to two lanes.
  private struct Batch {
    static let windows = 3
    let mode: BatchNormalization.Mode
    let gelu: Bool
    let rows: Int
    let layer: BatchNormalization
    let weights: NamedParameters
    let buffers: NamedParameters
    let statistics: BatchNormalization.Statistics
    let workspace = Workspace()
    let (x, skip, y, above): (Matrix, Matrix, Matrix, Matrix)
    let (xGradient, skipGradient): (Matrix, Matrix)

    init(_ mode: BatchNormalization.Mode, gelu: Bool, rows: Int, channels: Int) {
      (self.mode, self.gelu, self.rows) = (mode, gelu, rows)
      var random = SeededGenerator(seed: rows * 100 + channels + 1)
      var (layout, bufferLayout) = (ParameterLayout(), ParameterLayout())
      layer = BatchNormalization(
        "n", channels: channels, in: &layout, buffers: &bufferLayout)
      weights = NamedParameters(layout, in: workspace)
      weights.randomize(&random)
      buffers = NamedParameters(bufferLayout, in: workspace)
      buffers.set("n.running_mean", random.normals(channels))
      buffers.set("n.running_var", random.normals(channels).map { abs($0) + 0.3 })
      statistics = BatchNormalization.Statistics(
        layer, windows: Self.windows, lanes: 2, in: workspace)
      let all = Self.windows * rows
      x = workspace.matrix(all, channels, &random, scale: 2)
      skip = workspace.matrix(all, channels, &random)
      y = workspace.matrix(all, channels)
      above = workspace.matrix(all, channels)
      xGradient = workspace.matrix(all, channels)
      skipGradient = workspace.matrix(all, channels)
    }

    func window(_ index: Int, _ matrix: Matrix) -> Matrix {
      matrix.rows(index * rows..<(index + 1) * rows)
    }

    func forward(_ usesSkip: Bool) {
      for index in 0..<Self.windows {
        layer.collect(window(index, x), window: index, statistics)
      }
      layer.prepare(
        mode, windows: Self.windows, rows: rows, weights.values, buffers: buffers.values,
        statistics)
      for index in 0..<Self.windows {
        layer.forward(
          window(index, x), skip: usesSkip ? window(index, skip) : nil, gelu: gelu, statistics,
          into: window(index, y))
      }
    }

    func backward(_ usesSkip: Bool) {
      for index in 0..<Self.windows {
        layer.activationGradient(
          window(index, above), at: window(index, x), skip: usesSkip ? window(index, skip) : nil,
          gelu: gelu, lane: index % 2, statistics, into: window(index, skipGradient))
      }
      layer.prepareBackward(
        mode, windows: Self.windows, rows: rows, gradients: weights.gradients, statistics)
      for index in 0..<Self.windows {
        layer.inputGradient(
          window(index, skipGradient), at: window(index, x), statistics,
          into: window(index, xGradient))
      }
    }
  }

  @Test(
    "Batch normalisation with and without what follows", arguments: [1, 3, 17],
    [1, 5, 33, 48, 64])
  func batch(_ rows: Int, _ channels: Int) {
    for mode in [BatchNormalization.Mode.batch, .frozen] {
      for (gelu, usesSkip) in [(false, false), (false, true), (true, false), (true, true)] {
        let it = Batch(mode, gelu: gelu, rows: rows, channels: channels)
        var probe = GradientProbe(outputs: it.y, outputGradients: it.above)
        probe.add("input", it.x, gradient: it.xGradient)
        if usesSkip { probe.add("skip", it.skip, gradient: it.skipGradient) }
        probe.add(it.weights)
        let complaints = probe.complaints {
          it.forward(usesSkip)
        } backward: {
          it.backward(usesSkip)
        }
        #expect(complaints == [], "\(mode), GELU \(gelu), skip \(usesSkip)")
      }
    }
  }
}
