import Annotations
public import ArrhythmiaModel
public import NeuralNetwork

/// How large a network is.
public enum ModelSize: String, Sendable, CaseIterable {
  /// The design's, 0.38 million parameters.
  case standard
  /// Half as wide: for runs that only have to work.
  case small
}

/// What a training is to be. The same settings, data and seed give the same model.
public struct TrainingSettings: Sendable, Equatable {
  /// Losses.
  public var objective: Objective = .agcacl
  /// How often classes are drawn.
  public var sampler: BatchSampler.Scheme = .squareRoot
  /// Strength τ of the logit adjustment.
  public var priorStrength = 1.0
  /// How much of the sampler's preference for rare classes is taken off the logits of the trained
  /// model, from 0 to 1.
  public var priorsRestored = 0.0
  /// The same of the class that only the context tells from another one, of beats S from N: what
  /// is taken off the head reaches both of them alike (see `ContextHead`).
  public var contextPriorsRestored = 0.0
  /// Whether the model is for records that name none of their leads.
  public var isForUnnamedLeads = false
  /// Passes over the sampler's windows.
  public var epochs = 40
  /// Windows of an epoch; as many as there are to train on if nil.
  public var epochWindows: Int?
  /// Windows of a batch.
  public var batch = 64
  /// Highest learning rate.
  public var rate = 2e-3
  /// Epochs without a better validation after which a training stops; nil to go on.
  public var patience: Int?
  /// Network.
  public var size: ModelSize = .standard
  /// What it sees.
  public var modality: ModalityChoice = .both
  /// Times that a batch shows each of its windows, each time varied otherwise.
  public var views = 1
  /// What a cosine is multiplied by in a head that compares directions; nil for a linear head.
  public var cosineScale: Float?
  /// See `LossConfiguration`.
  public var contrastRatio: Double?
  /// See `LossConfiguration`.
  public var positives = LossConfiguration.Positives.all
  /// What factors of matrix products are rounded to while it trains.
  public var precision = ProductPrecision.float32
  /// Whether the modalities attend to each other.
  public var usesCrossAttention = true
  /// Where no windows choose: parts of the training's people that are each left out of a training
  /// of its own, to learn how sure a model may be of somebody new; 0 not to learn it, wherever it
  /// would be learned.
  public var calibrationParts = 4
  /// What the training starts from; nil for random weights.
  public var origin: TrainingOrigin?
  /// Seed of all that is random.
  public var seed: UInt64 = 1

  /// The design's defaults.
  public init() {}

  /// The defaults for a preset.
  public init(preset: LabelPreset) {
    guard preset.isBeatCentred else { return }
    // Chosen on the training half of the MIT-BIH database: any logit adjustment on top of the
    // sampler cost more normal beats than it found ectopic ones.
    objective = .ce
    (epochs, calibrationParts) = (8, 2)
    epochWindows = 25_600
    priorsRestored = 0.5
  }

  /// In one line, for a model's file: equal lines mean equal trainings, to the bit on processors of
  /// the same vectors and with the same provider of products.
  public var summary: String {
    [
      "objective \(objective.rawValue)", "sampler \(sampler.rawValue)",
      "prior strength \(priorStrength)",
      priorsRestored == 0 ? nil : "priors restored \(priorsRestored)",
      contextPriorsRestored == 0 ? nil : "of the context \(contextPriorsRestored)",
      isForUnnamedLeads ? "for unnamed leads" : nil, "epochs \(epochs)",
      epochWindows.map { "epoch windows \($0)" }, "batch \(batch)", "rate \(rate)",
      patience.map { "patience \($0)" }, "size \(size.rawValue)", "modality \(modality.rawValue)",
      usesCrossAttention ? nil : "no cross-attention", views == 1 ? nil : "views \(views)",
      cosineScale.map { "cosine scale \($0)" }, contrastRatio.map { "contrast ratio \($0)" },
      positives == .all ? nil : "positives \(positives.rawValue)",
      precision == .float32 ? nil : "precision \(precision.rawValue)",
      "calibration parts \(calibrationParts)", origin?.summary,
      "seed \(seed)",
    ].compactMap { $0 }.joined(separator: ", ")
  }

  /// The network for the named classes.
  func configuration(classes: [String], preset: LabelPreset) -> ModelConfiguration {
    var configuration = ModelConfiguration(classes: classes.count)
    if size == .small {
      configuration = .tiny(classes: classes.count)
      configuration.tokens = ModelConfiguration().tokens
    }
    let pair = [BeatClass.normal, .supraventricular].map { classes.firstIndex(of: $0.rawValue) }
    if preset.isBeatCentred, let base = pair[0], let target = pair[1] {
      configuration.context = .init(inputs: BeatContext.width, base: base, target: target)
    }
    configuration.usesCrossAttention = usesCrossAttention
    configuration.cosineScale = cosineScale
    return configuration
  }
}
