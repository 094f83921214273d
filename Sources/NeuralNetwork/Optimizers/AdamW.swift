/// Adam with decoupled weight decay (Loshchilov and Hutter 2019), over flat parameters.
public struct AdamW: Sendable {
  /// What stays the same over a training.
  public struct Configuration: Sendable, Equatable {
    /// Decay of the gradients' mean.
    public var beta1: Double
    /// Decay of the squared gradients' mean.
    public var beta2: Double
    /// Added to the root of the squared gradients' mean.
    public var epsilon: Double
    /// Share of a decayed parameter that is taken off each step, times the rate.
    public var weightDecay: Double

    /// The model's: 0.9, 0.99, 1e-8, 0.02.
    public init(
      beta1: Double = 0.9, beta2: Double = 0.99, epsilon: Double = 1e-8,
      weightDecay: Double = 0.02
    ) {
      (self.beta1, self.beta2) = (beta1, beta2)
      (self.epsilon, self.weightDecay) = (epsilon, weightDecay)
    }
  }

  /// Constants.
  public let configuration: Configuration
  /// Running mean of the gradients.
  public let firstMoments: Parameters
  /// Running mean of the squared gradients.
  public let secondMoments: Parameters
  /// Plans the moments, zero.
  public init(
    _ layout: ParameterLayout, _ configuration: Configuration = Configuration(),
    in workspace: Workspace
  ) {
    self.configuration = configuration
    firstMoments = Parameters(layout, in: workspace)
    secondMoments = Parameters(layout, in: workspace)
  }

  /// Updates the parameters `range` of the layout, in step `step`, the first of which is 1.
  /// `gradientScale` is what clipping asks for. Ranges may go to several threads.
  public func update(
    _ parameters: Parameters, gradients: Parameters, rate: Double, gradientScale: Double,
    step: Int, range: Range<Int>
  ) {
    precondition(step > 0, "step \(step)")
    let correction1 = 1 - power(configuration.beta1, step)
    let correction2 = 1 - power(configuration.beta2, step)
    for index in range {
      let parameter = parameters.layout.parameters[index]
      let place = parameter.storage
      let decay = parameter.isDecayed ? rate * configuration.weightDecay : 0
      let step = AdaptiveStep(
        gradientScale: gradientScale, keep: 1 - decay, beta1: configuration.beta1,
        beta2: configuration.beta2, size: rate / correction1,
        inverseCorrection: 1 / correction2.squareRoot(), epsilon: configuration.epsilon)
      parameters.values.columns(place).update(
        step, gradients.values.columns(place), first: firstMoments.values.columns(place),
        second: secondMoments.values.columns(place))
    }
  }

  /// By repeated squaring: the same everywhere, unlike a library's `pow`.
  private func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, square, left) = (1.0, base, exponent)
    while left > 0 {
      if left & 1 == 1 { result *= square }
      square *= square
      left >>= 1
    }
    return result
  }
}
