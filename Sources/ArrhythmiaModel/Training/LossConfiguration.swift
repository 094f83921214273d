/// What a training minimises: a loss on the logits, and beside it one on the embeddings.
public struct LossConfiguration: Sendable, Equatable {
  /// The loss on the logits.
  public enum Classification: Sendable, Equatable {
    /// Cross-entropy, with class weights where given.
    case crossEntropy(classWeights: [Double]? = nil)
    /// Focal loss (Lin et al. 2017).
    case focal(gamma: Double = 2, classWeights: [Double]? = nil)
  }

  /// The loss on the embeddings.
  public enum Contrast: Sendable, Equatable {
    /// None.
    case none
    /// Supervised contrastive loss (Khosla et al. 2020), times `weight`.
    case supervised(temperature: Double = 0.1, weight: Double = 0.1)
    /// The Adaptive Global Class-Aware Contrastive Loss with all its terms.
    case adaptive(AdaptiveContrastiveLoss.Configuration = .init())
    /// The contrast against classes as distributions (Du et al. 2024, "ProCo"), times `weight`.
    case probabilistic(temperature: Double = 0.1, weight: Double = 0.1)
  }

  /// Which windows of a class a window is drawn to.
  public enum Positives: String, Sendable, CaseIterable {
    /// All of the batch.
    case all
    /// Those of other patients; those of its own patient neither draw nor repel it.
    case others
  }

  /// On the logits.
  public var classification: Classification
  /// Share of the target that goes to all classes alike; cross-entropy only.
  public var labelSmoothing: Double
  /// How often each class is sampled, for logit adjustment; nil for none. Cross-entropy only.
  public var prior: [Double]?
  /// Strength of the logit adjustment.
  public var priorStrength: Double
  /// On the embeddings.
  public var contrast: Contrast
  /// How many times as strongly as the classification the contrast moves the features; nil to weigh
  /// the losses instead, as the contrast says.
  public var contrastRatio: Double?
  /// Of the adaptive contrast.
  public var positives = Positives.all

  /// Plain cross-entropy unless said otherwise.
  public init(
    classification: Classification = .crossEntropy(), labelSmoothing: Double = 0,
    prior: [Double]? = nil, priorStrength: Double = 1, contrast: Contrast = .none
  ) {
    (self.classification, self.contrast) = (classification, contrast)
    (self.labelSmoothing, self.prior) = (labelSmoothing, prior)
    self.priorStrength = priorStrength
  }
}
