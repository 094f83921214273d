/// How the weight λ and the hard-class modulation κ of AGCACL grow over a training.
///
/// With `p = step / totalSteps`: `λ_t = λ min(1, p / 0.1)` and
/// `κ_t = κ clamp((p − 0.1) / 0.2, 0, 1)`. The cross entropy has to have sorted the embeddings
/// before they are drawn together, and the class prototypes have to have settled before their
/// similarity says which classes are hard.
public struct AdaptiveContrastiveSchedule: Sendable, Equatable {
  /// Part of the training over which λ rises, and before which κ is 0.
  public static let lambdaRamp = 0.1
  /// Part of the training over which κ rises after that.
  public static let kappaRamp = 0.2

  /// λ after its rise.
  public let lambda: Double
  /// κ after its rise.
  public let kappa: Double
  /// Steps of the whole training, at least 1.
  public let totalSteps: Int

  /// A schedule that ends at the λ and the κ of a configuration.
  public init(configuration: AdaptiveContrastiveLoss.Configuration, totalSteps: Int) {
    precondition(totalSteps >= 1, "a training of \(totalSteps) steps")
    lambda = configuration.lambda
    kappa = configuration.kappa
    self.totalSteps = totalSteps
  }

  /// λ for a step, the first of which is step 0.
  public func lambda(at step: Int) -> Double {
    lambda * min(1, progress(at: step) / Self.lambdaRamp)
  }

  /// κ for a step, the first of which is step 0.
  public func kappa(at step: Int) -> Double {
    kappa * min(max((progress(at: step) - Self.lambdaRamp) / Self.kappaRamp, 0), 1)
  }

  private func progress(at step: Int) -> Double {
    precondition(step >= 0, "step \(step) of \(totalSteps)")
    return Double(step) / Double(totalSteps)
  }
}
