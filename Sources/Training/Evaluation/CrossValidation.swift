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
    let count = min(limit ?? split.folds, split.folds)
    var outcome = SplitOutcome(split, folds: count, classCount: dataset.classes.count)
    for (index, seed) in seeds.enumerated() {
      outcome.beginSeed()
      let folds = try dataset.folds(split, seed: seed, cohort: cohort)
      for (number, fold) in folds.prefix(count).enumerated() {
        let stage = Stage(
          split: split, seedIndex: index, fold: number, done: index * count + number,
          total: seeds.count * count)
        let model = try model(fold, seed: seed, stage) { progress(stage, $0) }
        let test = TestResult(model, dataset, fold, settings.modality, crew: crew)
        outcome.add(test, unknown: unknown(model, fold), dataset)
      }
    }
    return outcome
  }

  /// Trains and keeps the models of one part of the trainings, and tests nothing. `first`: trainings
  /// counted before; returns those counted after.
  public mutating func train(
    _ split: DataSplit, folds limit: Int? = nil, cohort: String? = nil, shard: Shard,
    from first: Int = 0, progress: (Stage, TrainingRun.Progress) -> Void = { _, _ in }
  ) throws -> Int {
    let count = min(limit ?? split.folds, split.folds)
    for (index, seed) in seeds.enumerated() {
      let folds = try dataset.folds(split, seed: seed, cohort: cohort)
      for (number, fold) in folds.prefix(count).enumerated() {
        let done = index * count + number
        guard shard.holds(first + done) else { continue }
        let stage = Stage(
          split: split, seedIndex: index, fold: number, done: done, total: seeds.count * count)
        _ = try model(fold, seed: seed, stage) { progress(stage, $0) }
      }
    }
    return first + seeds.count * count
  }

  /// The file that keeps a training's model, in the folder.
  private func name(_ split: DataSplit, seed: UInt64, fold: Int) -> String {
    "\(split.rawValue)-seed\(seed)-fold\(fold + 1).safetensors"
  }

  /// What is not there of a split's models, or was made from other settings or windows: a sentence
  /// each.
  public func faults(
    _ split: DataSplit, folds limit: Int? = nil, cohort: String? = nil
  ) throws -> [String] {
    guard let folder else { return [] }
    let count = min(limit ?? split.folds, split.folds)
    return try seeds.flatMap { seed in
      try dataset.folds(split, seed: seed, cohort: cohort).prefix(count).enumerated().compactMap {
        try fault("\(folder)/\(name(split, seed: seed, fold: $0))", $1, seed: seed)
      }
    }
  }

  private func fault(_ path: String, _ fold: Fold, seed: UInt64) throws -> String? {
    guard FileManager.default.fileExists(atPath: path) else {
      return "\(path): expected a trained model, found none; run the part that makes it"
    }
    var settings = settings
    settings.seed = seed
    let run = try TrainingRun(dataset, fold, settings, crew: crew)
    let kept = try ModelWeights(path: path)
    guard !run.madeThis(kept) else { return nil }
    let found = kept.properties.map { $0.isComplete ? $0.training : "one that goes on" }
    return "\(path): expected a model of these windows and of the training \(settings.summary), "
      + "found \(found ?? "a model that does not say"), or other windows"
  }

  private mutating func model(
    _ fold: Fold, seed: UInt64, _ stage: Stage, _ progress: (TrainingRun.Progress) -> Void
  ) throws -> ModelWeights {
    var settings = settings
    settings.seed = seed
    let path = folder.map { "\($0)/\(name(stage.split, seed: seed, fold: stage.fold))" }
    var run = try TrainingRun(dataset, fold, settings, crew: crew)
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
