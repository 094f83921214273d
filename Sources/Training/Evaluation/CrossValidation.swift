import ArrhythmiaModel
import Foundation
public import NeuralNetwork

/// Trains and tests a model on every fold of a split, for several seeds.
public struct CrossValidation {
  /// Which training is under way.
  public struct Stage: Sendable {
    /// The split.
    public var split: DataSplit
    /// Its number among the seeds, from 0.
    public var seedIndex: Int
    /// Its fold, from 0.
    public var fold: Int
    /// Trainings done before it.
    public var done: Int
    /// Trainings in all.
    public var total: Int
  }

  /// What one training was like.
  public struct Curve: Sendable {
    /// Where it belongs.
    public var stage: Stage
    /// Its epochs.
    public var epochs: [TrainingRun.Epoch]
  }

  let dataset: Dataset
  let settings: TrainingSettings
  let seeds: [UInt64]
  let crew: Crew
  /// Where models are kept from one evaluation to the next; nil to forget them.
  let folder: String?
  /// Curves of all trainings, in order.
  public private(set) var curves: [Curve] = []

  /// Plans the trainings. With `folder` each model is kept there, and one that is there already, of
  /// the same settings and data, is not trained again.
  public init(
    _ dataset: Dataset, _ settings: TrainingSettings, seeds: [UInt64], folder: String? = nil,
    crew: Crew
  ) {
    (self.dataset, self.settings, self.seeds, self.crew) = (dataset, settings, seeds, crew)
    self.folder = folder
  }

  /// Tests all folds of a split. `folds` limits them to the first few.
  public mutating func run(
    _ split: DataSplit, folds limit: Int? = nil, cohort: String? = nil,
    progress: (Stage, TrainingRun.Progress) -> Void = { _, _ in }
  ) throws -> SplitOutcome {
    let trainings = try trainings(split, folds: limit, cohort: cohort)
    var outcome = SplitOutcome(
      split, folds: min(limit ?? split.folds, split.folds), classCount: dataset.classes.count)
    for (stage, fold) in trainings {
      if stage.fold == 0 { outcome.beginSeed() }
      let model = try model(fold, stage) { progress(stage, $0) }
      let test = TestResult(model, dataset, fold, settings.modality, crew: crew)
      outcome.add(test, unknown: unknown(model, fold), dataset)
    }
    return outcome
  }

  /// All of a split, seed after seed.
  private func trainings(
    _ split: DataSplit, folds limit: Int?, cohort: String?
  ) throws -> [(stage: Stage, fold: Fold)] {
    let count = min(limit ?? split.folds, split.folds)
    return try seeds.enumerated().flatMap { index, seed in
      try dataset.folds(split, seed: seed, cohort: cohort).prefix(count).enumerated().map {
        let stage = Stage(
          split: split, seedIndex: index, fold: $0, done: index * count + $0,
          total: seeds.count * count)
        return (stage, $1)
      }
    }
  }

  /// Trains and keeps the models of one part of the trainings, and tests nothing. `first`: trainings
  /// counted before; returns those counted after.
  public mutating func train(
    _ split: DataSplit, folds limit: Int? = nil, cohort: String? = nil, shard: Shard,
    from first: Int = 0, progress: (Stage, TrainingRun.Progress) -> Void = { _, _ in }
  ) throws -> Int {
    let trainings = try trainings(split, folds: limit, cohort: cohort)
    for (stage, fold) in trainings where shard.holds(first + stage.done) {
      _ = try model(fold, stage) { progress(stage, $0) }
    }
    return first + trainings.count
  }

  /// The file that keeps a training's model; nil where none is kept.
  private func path(_ stage: Stage) -> String? {
    folder.map {
      "\($0)/\(stage.split.rawValue)-seed\(seeds[stage.seedIndex])-fold\(stage.fold + 1).safetensors"
    }
  }

  private func settings(of stage: Stage) -> TrainingSettings {
    var settings = settings
    settings.seed = seeds[stage.seedIndex]
    return settings
  }

  /// What is not there of a split's models, or was made from other settings or windows: a sentence
  /// each.
  public func faults(
    _ split: DataSplit, folds limit: Int? = nil, cohort: String? = nil
  ) throws -> [String] {
    try trainings(split, folds: limit, cohort: cohort).compactMap { stage, fold in
      try path(stage).flatMap { try fault($0, fold, settings(of: stage)) }
    }
  }

  private func fault(
    _ path: String, _ fold: Fold, _ settings: TrainingSettings
  ) throws -> String? {
    guard FileManager.default.fileExists(atPath: path) else {
      return "\(path): expected a trained model, found none; run the part that makes it"
    }
    let run = try TrainingRun(dataset, fold, settings, crew: crew)
    let kept = try ModelWeights(path: path)
    guard !run.madeThis(kept) else { return nil }
    let found = kept.properties.map { $0.isComplete ? $0.training : "one that goes on" }
    return "\(path): expected a model of these windows and of the training \(settings.summary), "
      + "found \(found ?? "a model that does not say"), or other windows"
  }

  private mutating func model(
    _ fold: Fold, _ stage: Stage, _ progress: (TrainingRun.Progress) -> Void
  ) throws -> ModelWeights {
    let path = path(stage)
    var run = try TrainingRun(dataset, fold, settings(of: stage), crew: crew)
    if let path, let kept = try? ModelWeights(path: path), run.madeThis(kept) { return kept }
    let files = path.map { TrainingFiles(model: $0) }
    let result = try run.run(files: files, progress: progress)
    curves.append(Curve(stage: stage, epochs: result.epochs))
    if let files {
      try result.model.write(path: files.model)
      try? FileManager.default.removeItem(atPath: files.checkpoint)
    }
    return result.model
  }

  /// Windows of rhythms that the model has no class for, of the patients that the fold tests.
  private func unknown(_ model: ModelWeights, _ fold: Fold) -> TestResult? {
    let patients = Set(fold.test.map { dataset.sources[dataset.windows[$0].source].patient })
    let pool = dataset.windows.indices.filter {
      let window = dataset.windows[$0]
      let isUnknown =
        window.plan.set == .fewShot
        || window.plan.set == .closed && !fold.classes.contains(window.plan.label)
      return isUnknown && !window.plan.isDense
        && patients.contains(dataset.sources[window.source].patient)
    }
    guard !pool.isEmpty else { return nil }
    return TestResult(
      model, dataset, windows: pool, classes: fold.classes, settings.modality, crew: crew)
  }
}
