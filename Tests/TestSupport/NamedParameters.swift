public import NeuralNetwork

/// A layout's parameters and their gradients, found by their names.
public struct NamedParameters {
  /// What there is.
  public let layout: ParameterLayout
  /// The parameters, with transposed weights.
  public let values: Parameters
  /// Their gradients, zero at first.
  public let gradients: Parameters

  /// Plans them, all zero.
  public init(_ layout: ParameterLayout, in workspace: Workspace) {
    self.layout = layout
    values = Parameters(layout, in: workspace, transposed: true)
    gradients = Parameters(layout, in: workspace)
  }

  /// Sets a parameter, given as in files.
  public func set(_ name: String, _ numbers: [Double]) {
    values.set(parameter(name), to: numbers.map { Float($0) })
    values.refreshTransposes(layout.parameters.indices)
  }

  /// A parameter as in files.
  public func value(_ name: String) -> [Double] {
    values.fileValues(parameter(name)).map { Double($0) }
  }

  /// A parameter's gradient as in files.
  public func gradient(_ name: String) -> [Double] {
    gradients.fileValues(parameter(name)).map { Double($0) }
  }

  /// Sets all parameters at random, weights so that outputs are about as large as inputs.
  public func randomize(_ random: inout SeededGenerator) {
    for parameter in layout.parameters {
      let inputs = parameter.isDecayed ? parameter.count / parameter.shape[0] : 4
      let numbers = random.normals(parameter.count, scale: 1 / Double(inputs).squareRoot())
      values.set(parameter, to: numbers.map { Float($0) })
    }
    values.refreshTransposes(layout.parameters.indices)
  }

  private func parameter(_ name: String) -> Parameter {
    guard let parameter = layout.parameters.first(where: { $0.name == name }) else {
      fatalError("no parameter \(name)")
    }
    return parameter
  }
}
