import ArrhythmiaModel
import Foundation
public import NeuralNetwork

/// How well a class is learned from a few windows of one patient: each class in turn is held out of
/// a training, taught, and asked for in other patients.
///
/// Patients are parted once: three fifths train, the others teach and are asked. Nothing is chosen
/// on these.
public struct FewShotTrial {
  /// What is tried.
  public struct Plan: Sendable {
    /// Classes to hold out, by name.
    public var held: [String]
    /// Numbers of windows.
    public var counts: [Int]
    /// Patients that are drawn to teach, for each class.
    public var draws: Int
    /// Draws for which a network is trained from nothing, at 5 windows or the nearest number.
    public var scratchDraws: Int
    public var objectives: [Objective]
    public var methods: [FewShotMethod]

    public init(
      held: [String], counts: [Int], draws: Int, scratchDraws: Int, objectives: [Objective],
      methods: [FewShotMethod]
    ) {
      (self.held, self.counts, self.draws) = (held, counts, draws)
      (self.scratchDraws, self.objectives, self.methods) = (scratchDraws, objectives, methods)
    }
  }

  let dataset: Dataset
  let settings: TrainingSettings
  let plan: Plan
  let folder: String?
  let crew: Crew
  /// Numbers of the windows of patients that train.
  let train: [Int]
  /// Numbers of the windows of the others that may be asked for.
  let asked: [Int]

  /// - Parameter folder: keeps the trained models from one run to the next.
  public init(
    _ dataset: Dataset, _ settings: TrainingSettings, _ plan: Plan, folder: String?, crew: Crew
  ) throws {
    (self.dataset, self.plan, self.folder, self.crew) = (dataset, plan, folder, crew)
    var settings = settings
    settings.calibrationParts = 0
    self.settings = settings
    let patients = Set(dataset.sources.map(\.patient)).sorted()
    let training = Set(patients.enumerated().filter { $0.offset % 5 < 3 }.map(\.element))
    let closed = dataset.windows.indices.filter { dataset.windows[$0].plan.label >= 0 }
    func trains(_ index: Int) -> Bool {
      training.contains(dataset.sources[dataset.windows[index].source].patient)
    }
    train = closed.filter(trains)
    asked = closed.filter { !trains($0) && !dataset.windows[$0].plan.isDense }
    for name in plan.held where !dataset.classes.contains(name) {
      throw DatasetError.badTable(
        path: dataset.origin, expected: "windows of the class \(name)",
        found: dataset.classes.joined(separator: " "))
    }
  }

  /// Runs all; results come one after another.
  public func run(progress: (Double, String) -> Void = { _, _ in }) throws -> [FewShotResult] {
    var results: [FewShotResult] = []
    let total = Double(plan.objectives.count * plan.held.count)
    var done = 0.0
    for objective in plan.objectives {
      let whole = try model(objective, without: nil) { progress(done / total, $0) }
      for held in plan.held {
        let base = try model(objective, without: held) { progress(done / total, $0) }
        let bench = try FewShotBench(self, objective, held, base: base, whole: whole)
        for draw in 0..<plan.draws {
          progress(
            (done + Double(draw) / Double(plan.draws)) / total, "\(objective.rawValue) \(held)")
          results += try bench.results(draw: draw)
        }
        done += 1
      }
    }
    return results
  }

  // MARK: Networks

  /// A trained network with its memory.
  struct Trained {
    var model: ModelWeights
    var memory: TrainingMemory
  }

  func trained(
    _ settings: TrainingSettings, without held: String?, adding support: [Int] = [],
    name: String?
  ) throws -> Trained {
    let label = held.flatMap { dataset.classes.firstIndex(of: $0) }
    let windows = train.filter { dataset.windows[$0].plan.label != label } + support
    let present = Set(windows.map { dataset.windows[$0].plan.label })
    let fold = Fold(
      train: windows, validation: [], test: [],
      classes: dataset.classes.indices.filter(
        present.contains))
    var run = try TrainingRun(dataset, fold, settings, crew: crew)
    if let name, let path = folder?.appendingFile(name),
      let model = try? ModelWeights(path: path), run.madeThis(model)
    {
      return Trained(model: model, memory: run.memory(of: model))
    }
    let files = name.flatMap { folder?.appendingFile($0) }.map(TrainingFiles.init)
    let model = try run.run(files: files).model
    if let files { try model.write(path: files.model) }
    return Trained(model: model, memory: run.memory(of: model))
  }

  private func model(
    _ objective: Objective, without held: String?, _ say: (String) -> Void
  ) throws -> Trained {
    var settings = settings
    settings.objective = objective
    let name = "\(objective.rawValue)-\(held.map { "without-\($0)" } ?? "whole").safetensors"
    say("training \(name)")
    return try trained(settings, without: held, name: name)
  }
}

extension String {
  fileprivate func appendingFile(_ name: String) -> String { self + "/" + name }
}
