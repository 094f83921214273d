import NeuralNetwork
import TestSupport
import Testing

@Suite("Parameters")
struct ParametersTests {
  static let kinds: [Parameter.Kind] = [
    .vector(1), .vector(17), .vector(64), .table(rows: 3, columns: 5),
    .table(rows: 2, columns: 64), .linear(outputs: 1, inputs: 7), .linear(outputs: 7, inputs: 1),
    .linear(outputs: 5, inputs: 3), .linear(outputs: 64, inputs: 128),
    .convolution(outputs: 4, inputs: 6, taps: 3, groups: 1),
    .convolution(outputs: 4, inputs: 6, taps: 3, groups: 2),
    .convolution(outputs: 6, inputs: 6, taps: 5, groups: 6),
    .convolution(outputs: 9, inputs: 3, taps: 1, groups: 3),
    .convolution(outputs: 128, inputs: 128, taps: 2, groups: 2),
    .convolution(outputs: 5, inputs: 3, taps: 7, groups: 1, stride: 2),
    .convolution(outputs: 6, inputs: 4, taps: 2, groups: 2, stride: 3),
  ]
  private let workspace = Workspace()

  /// A layout of all kinds with random numbers, no two alike.
  private func network() -> NamedParameters {
    var layout = ParameterLayout()
    for (index, kind) in Self.kinds.enumerated() { _ = layout.add("p\(index)", kind) }
    let network = NamedParameters(layout, in: workspace)
    var random = SeededGenerator(seed: 1)
    network.randomize(&random)
    return network
  }

  @Test("A parameter of any kind comes back as it was given, and none touches another")
  func roundTrip() {
    let network = network()
    var random = SeededGenerator(seed: 2)
    let numbers = network.layout.parameters.map { parameter in
      random.normals(parameter.count).map { Float($0) }
    }
    for (parameter, values) in zip(network.layout.parameters, numbers) {
      network.values.set(parameter, to: values)
    }
    for (parameter, values) in zip(network.layout.parameters, numbers) {
      let difference = Golden.difference(network.values.fileValues(parameter), values)
      #expect(difference == nil, "\(parameter.kind)")
      #expect(parameter.count == parameter.shape.reduce(1, *))
    }
  }

  @Test("Shapes in files are PyTorch's, and weights alone decay")
  func shapes() {
    let parameters = network().layout.parameters
    #expect(parameters.map(\.shape)[3...6] == [[3, 5], [2, 64], [1, 7], [7, 1]])
    #expect(parameters[10].shape == [4, 3, 3] && parameters[11].shape == [6, 1, 5])
    #expect(parameters.map(\.isDecayed) == (0..<16).map { $0 >= 5 })
    #expect(parameters.map(\.name) == (0..<16).map { "p\($0)" })
    #expect(parameters.allSatisfy { $0.offset % 16 == 0 })
  }

  @Test("A weight lies in memory with inputs in rows and outputs in columns, tap after tap")
  func memory() {
    let network = network()
    for parameter in network.layout.parameters {
      let file = network.values.fileValues(parameter)
      let (outputs, inputs, taps, groups) = extents(parameter)
      for group in 0..<groups {
        let matrix = network.values.matrix(parameter, group: group)
        #expect(matrix.rows == taps * inputs && matrix.columns == outputs)
        var wrong = 0
        for output in 0..<outputs {
          for row in 0..<taps * inputs {
            let (tap, input) = (row / inputs, row % inputs)
            let place = ((group * outputs + output) * inputs + input) * taps + tap
            if matrix[row, output] != file[parameter.isDecayed ? place : row * outputs + output] {
              wrong += 1
            }
          }
        }
        #expect(wrong == 0, "\(parameter.kind), group \(group)")
      }
    }
  }

  /// Outputs and inputs of a group, taps and groups; of others their columns and rows.
  private func extents(_ parameter: Parameter) -> (Int, Int, Int, Int) {
    switch parameter.kind {
    case .vector(let count): (count, 1, 1, 1)
    case .table(let rows, let columns): (columns, rows, 1, 1)
    case .linear(let outputs, let inputs): (outputs, inputs, 1, 1)
    case .convolution(let outputs, let inputs, let taps, let groups, _):
      (outputs / groups, inputs / groups, taps, groups)
    }
  }

  @Test("Transposed weights are the transposes of one tap of one group, when refreshed")
  func transposes() {
    let network = network()
    let weights = network.layout.parameters.filter(\.isDecayed)
    for parameter in weights {
      let (outputs, inputs, taps, groups) = extents(parameter)
      for group in 0..<groups {
        for tap in 0..<taps {
          let matrix = network.values.matrix(parameter, group: group)
            .rows(tap * inputs..<(tap + 1) * inputs)
          let transposed = network.values.transposed(parameter, tap: tap, group: group)
          #expect(transposed.rows == outputs && transposed.columns == inputs)
          let expected = exchanged(matrix.doubles, rows: inputs, columns: outputs)
          #expect(
            Golden.difference(transposed.doubles, expected) == nil,
            "\(parameter.kind), tap \(tap), group \(group)")
        }
      }
    }
    for parameter in weights {
      network.values.set(parameter, to: [Float](repeating: 1, count: parameter.count))
    }
    network.values.refreshTransposes(5..<6)
    #expect(network.values.transposed(weights[0]).isFilled(1))
    let isStale = !network.values.transposed(weights[1]).doubles.contains(1)
    #expect(isStale)
  }

  @Test("Wrong numbers of values and absent transposes trap")
  func traps() async {
    await #expect(processExitsWith: .failure) {
      var layout = ParameterLayout()
      let parameter = layout.add("w", .linear(outputs: 2, inputs: 3))
      Parameters(layout, in: Workspace()).set(parameter, to: [1, 2, 3])
    }
    await #expect(processExitsWith: .failure) {
      var layout = ParameterLayout()
      let parameter = layout.add("w", .linear(outputs: 2, inputs: 3))
      _ = Parameters(layout, in: Workspace()).transposed(parameter)
    }
  }
}
