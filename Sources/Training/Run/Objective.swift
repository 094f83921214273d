public import ArrhythmiaModel

/// What a training minimises, by name: the rows of the ablation table.
public enum Objective: String, Sendable, CaseIterable {
  /// Cross-entropy.
  case ce
  /// Cross-entropy with classes weighted by their effective number.
  case weighted = "weighted-ce"
  /// Focal loss.
  case focal
  /// Cross-entropy with logit adjustment.
  case la
  /// Cross-entropy and supervised contrast.
  case supcon = "ce+supcon"
  /// Logit adjustment and supervised contrast.
  case laSupcon = "la+supcon"
  /// Logit adjustment and AGCACL with all its terms: the model.
  case agcacl
  /// AGCACL without hard-class modulation, κ = 0.
  case noModulation = "agcacl-kappa0"
  /// AGCACL without the class-averaged contrast, η = 0.
  case noContrast = "agcacl-eta0"
  /// AGCACL without the prototype alignment, λ_p = 0.
  case noAlignment = "agcacl-lambdap0"
  /// Logit adjustment and the class-averaged contrast alone (Zhu et al. 2022, "BCL").
  case balancedContrast = "la+bcl"
  /// Logit adjustment and the contrast against distributions (Du et al. 2024, "ProCo").
  case probabilistic = "la+proco"
  /// AGCACL with classes weighted by their effective number.
  case weightedContrast = "agcacl-weighted"

  /// The losses, for classes that are sampled with the frequencies `prior`.
  ///
  /// `counts`: windows of each class; `priorStrength`: that of the logit adjustment.
  public func loss(prior: [Double], counts: [Int], priorStrength: Double) -> LossConfiguration {
    let adjusted = LossConfiguration(prior: prior, priorStrength: priorStrength)
    func contrast(_ change: (inout AdaptiveContrastiveLoss.Configuration) -> Void)
      -> LossConfiguration
    {
      var terms = AdaptiveContrastiveLoss.Configuration(prior: prior)
      change(&terms)
      var loss = adjusted
      loss.contrast = .adaptive(terms)
      return loss
    }
    let weights = EffectiveNumber.weights(counts: counts)
    return switch self {
    case .ce: LossConfiguration()
    case .weighted: LossConfiguration(classification: .crossEntropy(classWeights: weights))
    case .focal: LossConfiguration(classification: .focal())
    case .la: adjusted
    case .supcon: LossConfiguration(contrast: .supervised())
    case .laSupcon:
      LossConfiguration(prior: prior, priorStrength: priorStrength, contrast: .supervised())
    case .agcacl: contrast { _ in }
    case .noModulation: contrast { $0.kappa = 0 }
    case .noContrast: contrast { $0.eta = 0 }
    case .noAlignment: contrast { $0.lambdaPrototype = 0 }
    case .balancedContrast:
      contrast {
        $0.kappa = 0
        $0.lambdaPrototype = 0
        $0.eta = 1
      }
    case .probabilistic:
      LossConfiguration(prior: prior, priorStrength: priorStrength, contrast: .probabilistic())
    case .weightedContrast: contrast { $0.classWeights = weights }
    }
  }
}
