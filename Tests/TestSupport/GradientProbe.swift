public import NeuralNetwork

/// A layer with everything that it reads and writes, whose gradients are held against differences.
///
/// The outputs are weighed into one number by random weights, which are their gradient. Sums are in
/// Double. The layer itself rounds to 24 bits, so with a step of 0.02 about 1e-7 / 0.02 of the
/// outputs' size is noise in a difference: some 1e-4 of the largest element of a gradient. The
/// differences are of the fourth order, and 0.02⁴ / 30 of a fifth derivative is less than that.
public struct GradientProbe {
  private struct Variable {
    let name: String
    let value: Matrix
    let gradient: Matrix
    /// What the layer is to add its gradient to, or nil where it is to replace what is there.
    let start: Float?
  }

  private var variables: [Variable] = []
  private let outputs: Matrix
  private let outputGradients: Matrix

  /// A probe of a layer with these outputs.
  public init(outputs: Matrix, outputGradients: Matrix) {
    (self.outputs, self.outputGradients) = (outputs, outputGradients)
  }

  /// Takes in an input whose gradient the layer sets.
  public mutating func add(_ name: String, _ value: Matrix, gradient: Matrix) {
    variables.append(Variable(name: name, value: value, gradient: gradient, start: nil))
  }

  /// Takes in an input to whose gradient the layer adds its own.
  public mutating func add(_ name: String, _ value: Matrix, addedTo gradient: Matrix) {
    variables.append(Variable(name: name, value: value, gradient: gradient, start: 0.25))
  }

  /// Takes in all parameters, to whose gradients layers add theirs.
  public mutating func add(_ parameters: NamedParameters) {
    for parameter in parameters.layout.parameters {
      let block = parameters.values.matrix(parameter)
      for group in 0..<parameter.count / (block.rows * block.columns) {
        add(
          parameter.name, parameters.values.matrix(parameter, group: group),
          addedTo: parameters.gradients.matrix(parameter, group: group))
      }
    }
  }

  /// Names the variables whose gradients `backward` leaves further from the differences of
  /// `forward` than a part of their largest element.
  public func complaints(
    tolerance: Double = 2e-3, step: Double = 0.02, limit: Int = 120, forward: () -> Void,
    backward: () -> Void
  ) -> [String] {
    var random = SeededGenerator(seed: outputs.rows * 100 + outputs.columns)
    outputGradients.fill(&random)
    let weights = outputGradients.doubles
    for variable in variables { variable.gradient.fill(variable.start ?? .nan) }
    forward()
    backward()
    let gradients = variables.map { variable in
      variable.gradient.doubles.map { $0 - Double(variable.start ?? 0) }
    }
    return zip(variables, gradients).compactMap { variable, gradient in
      let distance = GradientCheck.disagreement(
        variable.value, gradient: gradient, step: step, limit: limit
      ) {
        forward()
        return zip(outputs.doubles, weights).reduce(0) { $0 + $1.0 * $1.1 }
      }
      return distance <= tolerance ? nil : "\(variable.name): \(distance)"
    }
  }
}
