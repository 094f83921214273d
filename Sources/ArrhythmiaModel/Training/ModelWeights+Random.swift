import Foundation
import NeuralNetwork

extension ModelWeights {
  /// Fresh weights: PyTorch's defaults for each kind of layer, so that both start alike.
  ///
  /// `beatCentred` lets the pooling prefer the middle of the window, where a beat preset's beat is.
  public init(
    random configuration: ModelConfiguration, seed: UInt64, beatCentred: Bool = false,
    metadata: [String: String] = [:]
  ) {
    let classifier = RhythmClassifier(configuration)
    let workspace = Workspace()
    let parameters = Parameters(classifier.layout, in: workspace)
    let buffers = Parameters(classifier.buffers, in: workspace)
    var random = SplitMix64(seed: seed)
    var fanIn = 1
    for parameter in classifier.layout.parameters {
      if parameter.isDecayed { fanIn = parameter.shape.dropFirst().reduce(1, *) }
      parameters.set(
        parameter,
        to: Self.initial(parameter, fanIn: fanIn, beatCentred: beatCentred, &random))
    }
    for buffer in classifier.buffers.parameters {
      buffers.set(buffer, to: Self.initialBuffer(buffer, &random))
    }
    self.init(classifier, parameters, buffers: buffers, metadata: metadata)
  }

  private static func initial(
    _ parameter: Parameter, fanIn: Int, beatCentred: Bool, _ random: inout SplitMix64
  ) -> [Float] {
    let count = parameter.count
    func constant(_ value: Float) -> [Float] { [Float](repeating: value, count: count) }
    switch (parameter.kind, parameter.name) {
    case (_, "position"): return (0..<count).map { _ in Float(random.normal() * 0.02) }
    case (_, "prototypes"): return (0..<count).map { _ in Float(random.normal()) }
    case (_, "pool_bias"):
      guard beatCentred else { return constant(0) }
      let middle = Double(count - 1) / 2
      return (0..<count).map { Float(-pow((Double($0) - middle) / 4, 2) / 2) }
    case (.linear(let outputs, let inputs), let name) where name.hasSuffix("in_proj_weight"):
      let bound = (6 / Double(outputs + inputs)).squareRoot()
      return (0..<count).map { _ in Float(random.uniform(-bound, bound)) }
    case (.linear, _), (.convolution, _):
      let bound = 1 / Double(fanIn).squareRoot()
      return (0..<count).map { _ in Float(random.uniform(-bound, bound)) }
    case (.vector, let name) where name.contains("norm") && name.hasSuffix("weight"):
      return constant(1)
    case (.vector, let name)
    where name.contains("norm") || name.hasSuffix("in_proj_bias") || name.hasSuffix("out_proj.bias"):
      return constant(0)
    default:
      // A linear layer's bias follows its weight.
      let bound = 1 / Double(fanIn).squareRoot()
      return (0..<count).map { _ in Float(random.uniform(-bound, bound)) }
    }
  }

  private static func initialBuffer(_ buffer: Parameter, _ random: inout SplitMix64) -> [Float] {
    if buffer.name.hasSuffix("running_var") { return [Float](repeating: 1, count: buffer.count) }
    guard case .table(let rows, let columns) = buffer.kind else {
      return [Float](repeating: 0, count: buffer.count)
    }
    var values: [Float] = []
    for _ in 0..<rows {
      let row = (0..<columns).map { _ in random.normal() }
      let norm = max(row.reduce(0) { $0 + $1 * $1 }.squareRoot(), 1e-12)
      values += row.map { Float($0 / norm) }
    }
    return values
  }
}
