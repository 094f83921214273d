public import ArrhythmiaModel
public import NeuralNetwork

/// The model with one part changed or removed, each variant trained and tested alike.
public struct Ablation: Sendable {
  /// A row of the table.
  public enum Variant: Sendable, Equatable {
    /// Another objective.
    case objective(Objective)
    /// One modality alone.
    case modality(ModalityChoice)
    /// The modalities do not attend to each other.
    case noCrossAttention

    /// What the table calls it.
    public var title: String {
      switch self {
      case .objective(.ce): "cross-entropy (CE)"
      case .objective(.weighted): "CE, classes weighted"
      case .objective(.focal): "focal loss"
      case .objective(.la): "CE with logit adjustment (LA)"
      case .objective(.supcon): "CE + supervised contrast"
      case .objective(.laSupcon): "LA + supervised contrast"
      case .objective(.agcacl): "LA + AGCACL: the full model"
      case .objective(.noModulation): "AGCACL without modulation, κ = 0"
      case .objective(.noContrast): "AGCACL without contrast, η = 0"
      case .objective(.noAlignment): "AGCACL without alignment, λp = 0"
      case .objective(.balancedContrast): "LA + balanced contrast"
      case .objective(.probabilistic): "LA + probabilistic contrast"
      case .objective(.weightedContrast): "AGCACL, classes weighted"
      case .modality(.ecg): "ECG alone"
      case .modality(.iegm): "IEGM alone"
      case .modality(.both): "both modalities"
      case .noCrossAttention: "no cross-attention"
      }
    }

    func applied(to settings: TrainingSettings) -> TrainingSettings {
      var settings = settings
      switch self {
      case .objective(let objective): settings.objective = objective
      case .modality(let modality): settings.modality = modality
      case .noCrossAttention: settings.usesCrossAttention = false
      }
      return settings
    }

    /// The name of the folder that keeps its models.
    public var fileName: String {
      switch self {
      case .objective(let objective): objective.rawValue
      case .modality(let modality): modality.rawValue + "-alone"
      case .noCrossAttention: "no-cross-attention"
      }
    }
  }

  /// The design's table, the full model first. A data set without electrograms has no rows for
  /// modalities.
  public static func variants(hasElectrograms: Bool) -> [Variant] {
    let later: Set<Objective> = [.agcacl, .balancedContrast, .probabilistic]
    let objectives = [.agcacl] + Objective.allCases.filter { !later.contains($0) }
    let variants = objectives.map { Variant.objective($0) }
    return hasElectrograms
      ? variants + [.modality(.ecg), .modality(.iegm), .noCrossAttention] : variants
  }

  /// A row's tests.
  public struct Row: Sendable {
    /// What was changed.
    public var variant: Variant
    /// Its tests, of all seeds.
    public var outcome: SplitOutcome
  }

  /// Trains and tests one variant on a split.
  public static func run(
    _ variant: Variant, _ dataset: Dataset, _ settings: TrainingSettings, _ split: DataSplit,
    folds: Int?, seeds: [UInt64], folder: String?, crew: Crew,
    progress: (CrossValidation.Stage, TrainingRun.Progress) -> Void
  ) throws -> Row {
    var validation = validation(
      variant, dataset, settings, seeds: seeds, folder: folder, crew: crew)
    return Row(
      variant: variant, outcome: try validation.run(split, folds: folds, progress: progress))
  }

  /// The trainings of one variant; its models are kept in a folder of its own within `folder`.
  public static func validation(
    _ variant: Variant, _ dataset: Dataset, _ settings: TrainingSettings, seeds: [UInt64],
    folder: String?, crew: Crew
  ) -> CrossValidation {
    CrossValidation(
      dataset, variant.applied(to: settings), seeds: seeds,
      folder: folder.map { "\($0)/\(variant.fileName)" }, crew: crew)
  }
}

extension SplitOutcome {
  /// Mean F1 over some classes that were tested.
  public static func macroF1(_ tally: TestTally, of classes: some Collection<Int>) -> Double {
    let metrics = tally.metrics
    let present = classes.sorted().filter { metrics.support(of: $0) > 0 }
    return present.isEmpty ? .nan : metrics.macroScores(over: present).f1
  }

  /// How much higher a figure is here than in another outcome on the same patients: the bootstrap
  /// draws the same patients for both.
  public func difference(
    from other: SplitOutcome, _ figure: (TestTally) -> Double
  ) -> Figure {
    let (own, theirs) = (estimate(figure), other.estimate(figure))
    return Figure(
      values: zip(own.values, theirs.values).map { $0 - $1 },
      draws: zip(own.draws, theirs.draws).map { $0 - $1 })
  }
}
