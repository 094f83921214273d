import NeuralNetwork
import TestSupport
import Testing

@Suite("AdamW")
struct AdamWTests {
  @Test("Five clipped steps and their average are the golden ones")
  func golden() throws {
    let golden = try Golden("adamw")
    let hyper = try golden.float("hyper")
    let workspace = Workspace()
    var layout = ParameterLayout()
    _ = layout.add("w", .linear(outputs: 3, inputs: 4))
    _ = layout.add("b", .vector(5))
    let network = NamedParameters(layout, in: workspace)
    let average = NamedParameters(layout, in: workspace)
    for name in ["w", "b"] { network.set(name, try golden.float(name + "0")) }
    average.values.values.copy(from: network.values.values)
    let optimizer = AdamW(
      layout,
      AdamW.Configuration(
        beta1: hyper[1], beta2: hyper[2], epsilon: hyper[3], weightDecay: hyper[4]),
      in: workspace)
    for step in 1...5 {
      for (parameter, name) in zip(layout.parameters, ["gw", "gb"]) {
        let gradient = try golden.float("\(name)\(step)").map { Float($0) }
        network.gradients.set(parameter, to: gradient)
      }
      let norm = GradientClipping.norm(network.gradients)
      #expect(Golden.mismatch([norm], try golden.float("norm\(step)")) == nil)
      let scale = GradientClipping.scale(norm: norm, limit: 2)
      for range in [1..<2, 0..<1] {
        optimizer.update(
          network.values, gradients: network.gradients, rate: hyper[0], gradientScale: scale,
          step: step, range: range)
      }
      average.values.values.average(towards: network.values.values, keep: 0.9)
      for name in ["w", "b"] {
        let (own, mean) = (network.value(name), average.value(name))
        #expect(Golden.mismatch(own, try golden.float("\(name)\(step)")) == nil, "step \(step)")
        #expect(Golden.mismatch(mean, try golden.float("ema_\(name)\(step)")) == nil)
      }
    }
  }

  @Test("Without a gradient, weights decay and biases and tables stay")
  func decay() {
    let workspace = Workspace()
    var layout = ParameterLayout()
    _ = layout.add("linear", .linear(outputs: 64, inputs: 3))
    _ = layout.add("kernels", .convolution(outputs: 4, inputs: 6, taps: 3, groups: 2))
    _ = layout.add("bias", .vector(7))
    _ = layout.add("table", .table(rows: 2, columns: 5))
    let network = NamedParameters(layout, in: workspace)
    for parameter in layout.parameters {
      network.set(parameter.name, [Double](repeating: 2, count: parameter.count))
    }
    let optimizer = AdamW(
      layout, AdamW.Configuration(weightDecay: 0.25), in: workspace)
    optimizer.update(
      network.values, gradients: network.gradients, rate: 0.5, gradientScale: 1, step: 1,
      range: layout.parameters.indices)
    for (name, expected) in [("linear", 1.75), ("kernels", 1.75), ("bias", 2), ("table", 2)] {
      let numbers = network.value(name)
      let wanted = numbers.map { _ in expected }
      #expect(Golden.difference(numbers, wanted) == nil, "\(name)")
    }
  }

  @Test("Gradients below the limit are not scaled, larger ones are brought down to it")
  func clipping() {
    #expect(GradientClipping.scale(norm: 1.5, limit: 2) == 1)
    #expect(GradientClipping.scale(norm: 0, limit: 2) == 1)
    #expect(abs(GradientClipping.scale(norm: 8, limit: 2) * 8 - 2) < 1e-6)
  }
}
