public import NeuralNetwork

/// Which parts of a window speak for a class: the class's logit differentiated by the input, times
/// the input. Positive parts speak for it, negative ones against. One caller at a time:
/// a second one stops the program.
public final class RelevanceEngine: Sendable {
  private let pass: GradientPass
  private let use = ExclusiveUse("RelevanceEngine")

  /// Plans for one window at a time, in evaluation.
  public init(_ weights: ModelWeights, crew: Crew) { pass = GradientPass(weights, crew: crew) }

  /// Explains one class of each window.
  public func run(_ windows: Windows, classes: [Int]) -> Relevance {
    precondition(classes.count == windows.count, "\(classes.count) for \(windows.count) windows")
    use.enter()
    defer { use.leave() }
    var result = Relevance(windows: windows.count, pass.network.classifier.configuration)
    for window in 0..<windows.count {
      pass.run(windows, window, class: classes[window])
      result.take(pass.network, window)
    }
    return result
  }
}

/// Gradient times input of some windows, each for one class. Arrays are row-major.
public struct Relevance: Sendable, Equatable {
  /// How many windows.
  public let windows: Int
  /// Of the surface leads, `[windows, 12, samples]`.
  public private(set) var ecg: [Float]
  /// Of the intracardiac channels, `[windows, 14, samples]`.
  public private(set) var iegm: [Float]
  /// Of the fused tokens, `[windows, tokens]`.
  public private(set) var tokens: [Float]
  private let configuration: ModelConfiguration

  init(windows: Int, _ configuration: ModelConfiguration) {
    self.windows = windows
    self.configuration = configuration
    let samples = windows * configuration.samples
    ecg = [Float](repeating: 0, count: samples * ModelConfiguration.ecgChannels)
    iegm = [Float](repeating: 0, count: samples * ModelConfiguration.iegmChannels)
    tokens = [Float](repeating: 0, count: windows * configuration.tokens)
  }

  mutating func take(_ network: TrainingNetwork, _ window: Int) {
    guard let gradients = network.graph.relevance else { return }
    Self.take(network.ecg(0), gradients.signals(0, 0), into: &ecg, window)
    Self.take(network.iegm(0), gradients.signals(1, 0), into: &iegm, window)
    gradients.tokens(0).write(to: &tokens, at: window * configuration.tokens)
  }

  private static func take(
    _ signals: Matrix, _ gradient: Matrix, into values: inout [Float], _ window: Int
  ) {
    let first = window * signals.rows * signals.columns
    gradient.write(to: &values, at: first)
    for (index, sample) in signals.values.enumerated() { values[first + index] *= sample }
  }

  /// As tensors under the names of an output file.
  public var tensors: [String: Tensor] {
    let (leads, slots) = (ModelConfiguration.ecgChannels, ModelConfiguration.iegmChannels)
    return [
      "ecg_relevance": Tensor(shape: [windows, leads, configuration.samples], values: ecg),
      "iegm_relevance": Tensor(shape: [windows, slots, configuration.samples], values: iegm),
      "token_relevance": Tensor(shape: [windows, configuration.tokens], values: tokens),
    ]
  }
}
