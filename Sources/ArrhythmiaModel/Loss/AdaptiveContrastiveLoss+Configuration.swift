import Foundation
import NeuralNetwork

extension AdaptiveContrastiveLoss {
  /// Strengths and temperatures of the loss.
  ///
  /// A term is switched off by its strength: `lambdaPrototype` 0 leaves the contrast alone, `eta` 0
  /// the prototype alignment; `kappa` 0 makes all classes equally hard, `margin` 0 and `rho` 0
  /// leave the alignment's logits plain. Keep `lambda / tau` at .5 or less: the gradient grows as
  /// 1/τ, and beyond that it starves the cross entropy that the loss is added to.
  public struct Configuration: Sendable, Equatable {
    /// Least temperature τ: below it, `e^{1/τ}` leaves the hardest pair alone with all gradient.
    public static let leastTau = 0.07
    /// Largest κ: at 1 the easiest classes would not be repelled at all.
    public static let largestKappa = 0.9

    /// Temperature τ of all similarities; at least `leastTau`, to which a lower one is raised.
    public var tau: Double { didSet { tau = max(tau, Self.leastTau) } }
    /// Temperature τ_h of the hard-class modulation, above 0.
    public var tauHard: Double
    /// Strength κ of the hard-class modulation, in 0...`largestKappa`, to which it is clamped.
    public var kappa: Double {
      didSet { kappa = min(max(kappa, 0), Self.largestKappa) }
    }
    /// Margin m by which an embedding has to be nearer to its prototype, at least 0.
    public var margin: Double
    /// Strength η of the class-averaged contrast, at least 0.
    public var eta: Double
    /// Strength λ_p of the prototype alignment, at least 0.
    public var lambdaPrototype: Double
    /// Strength ρ of the prior in the prototype alignment, at least 0.
    public var rho: Double
    /// Weight λ of the whole loss beside the cross entropy, at least 0.
    ///
    /// The loss itself leaves it out; `AdaptiveContrastiveSchedule` says what it is at each step.
    public var lambda: Double
    /// Weight w of each class, `[C]`, finite and at least 0; nil for 1 each.
    public var classWeights: [Double]?
    /// Frequency π of each class as sampled in training, `[C]`, at least 0; nil for even ones.
    ///
    /// A class of frequency 0 is left out of the alignment, and must not occur.
    public var prior: [Double]?

    /// The setting `agc3`, unless told otherwise.
    public init(
      tau: Double = 0.2, tauHard: Double = 0.25, kappa: Double = 0.5, margin: Double = 0,
      eta: Double = 0.5, lambdaPrototype: Double = 1, rho: Double = 1, lambda: Double = 0.1,
      classWeights: [Double]? = nil, prior: [Double]? = nil
    ) {
      self.tau = max(tau, Self.leastTau)
      self.tauHard = tauHard
      self.kappa = min(max(kappa, 0), Self.largestKappa)
      self.margin = margin
      self.eta = eta
      self.lambdaPrototype = lambdaPrototype
      self.rho = rho
      self.lambda = lambda
      self.classWeights = classWeights
      self.prior = prior
    }

    /// Traps where a strength or a temperature is out of its range.
    func requireRanges() {
      precondition(tau.isFinite && tauHard > 0, "temperatures of \(tau) and \(tauHard)")
      for (name, strength) in [
        ("margin", margin), ("eta", eta), ("lambdaPrototype", lambdaPrototype), ("rho", rho),
        ("lambda", lambda),
      ] {
        precondition(strength >= 0 && strength.isFinite, "\(name) of \(strength), below 0")
      }
    }

    /// ρ ln π of all classes, `LogSumExp.masked` for those of frequency 0.
    func logPrior(_ classCount: Int) -> [Double] {
      guard let prior else { return Array(repeating: 0, count: classCount) }
      requireClasses("prior frequencies", prior.count, classCount)
      for (index, frequency) in prior.enumerated() {
        precondition(
          frequency >= 0 && frequency.isFinite, "prior frequency \(frequency) of class \(index)")
      }
      guard rho > 0 else { return Array(repeating: 0, count: classCount) }
      return prior.map { $0 > 0 ? rho * log($0) : LogSumExp.masked }
    }
  }
}
