import ArrhythmiaModel
import Foundation
import NeuralNetwork

/// Learns how sure a model may be of people who did not train it.
///
/// Where windows were kept apart to choose the best state, on these. Where all people train, each
/// of several parts of them is left out of a training of its own, and judged by it: as the final
/// model sees more people than these, it is held to be no worse.
struct CertaintyTrial {
  /// What came of it.
  struct Outcome {
    /// Nil where nobody knows.
    var certainty: Certainty?
    /// How it does on people who did not fit it, a sentence each.
    var tests: [String] = []
    /// What is not known, a sentence each.
    var warnings: [String] = []
  }

  private let run: TrainingRun
  private var dataset: Dataset { run.dataset }
  private var fold: Fold { run.fold }

  init(_ run: TrainingRun) { self.run = run }

  /// Trainings that a trial needs beside the model's own.
  static func trainings(_ settings: TrainingSettings, _ fold: Fold) -> Int {
    fold.validation.isEmpty ? settings.calibrationParts : 0
  }

  /// `progress` is told the share that is done and how many trainings there are to do.
  func run(
    _ model: ModelWeights, files: TrainingFiles?, progress: (Double, Int) -> Void
  ) throws -> Outcome {
    let count = Self.trainings(run.settings, fold)
    guard run.settings.calibrationParts > 0, !fold.validation.isEmpty || count > 1 else {
      return Outcome()
    }
    let parts =
      fold.validation.isEmpty
      ? Self.parts(
        dataset, run.settings.origin?.untrained(fold.train, dataset) ?? fold.train, count: count)
      : Self.parts(dataset, fold.validation, count: Self.checkParts)
    var windows: [HeldOutWindow] = []
    for (number, part) in parts.enumerated() {
      let judge =
        fold.validation.isEmpty
        ? try trained(without: part, number, files) {
          progress((Double(number) + $0) / Double(count), count)
        } : model
      windows += reading.read(judge, part, part: number, reductions)
    }
    if let files, fold.validation.isEmpty { remove(files, parts.count) }
    return outcome(windows, parts)
  }

  /// Parts that are judged by bounds of the others, where one model judges all.
  private static let checkParts = 4

  private var reading: HeldOutReading {
    let labels = run.labels
    return HeldOutReading(
      dataset: dataset, modality: run.settings.modality,
      label: { labels[$0] < 0 ? nil : labels[$0] }, crew: run.crew)
  }

  private var reductions: [InputReduction] {
    InputReduction.all(dataset, fold.train, run.settings.modality)
  }

  /// Windows by groups of people, each class's people spread over all.
  static func parts(_ dataset: Dataset, _ windows: [Int], count: Int) -> [[Int]] {
    func patient(_ index: Int) -> String { dataset.sources[dataset.windows[index].source].patient }
    var sets: [String: [Int: Int]] = [:]
    for index in windows {
      sets[patient(index), default: [:]][dataset.windows[index].plan.label, default: 0] += 1
    }
    let partOf = PatientFolds.assign(sets, folds: count)
    return (0..<count).map { part in
      windows.filter { partOf[patient($0)] == part && !dataset.windows[$0].plan.isDense }
    }.filter { !$0.isEmpty }
  }

  // MARK: Trainings

  private func trained(
    without part: [Int], _ number: Int, _ files: TrainingFiles?, _ progress: (Double) -> Void
  ) throws -> ModelWeights {
    let out = Set(part.map { dataset.windows[$0].source })
    var settings = run.settings
    settings.calibrationParts = 0
    let rest = fold.train.filter { !out.contains(dataset.windows[$0].source) }
    let kept = try checked(rest, number)
    var training = try TrainingRun(
      dataset, Fold(train: kept, validation: [], test: [], classes: fold.classes), settings,
      crew: run.crew)
    return try training.run(files: files.map { Self.files($0, number) }) {
      progress(Double($0.step) / Double($0.steps))
    }.model
  }

  /// Refuses a part without which a class is gone.
  private func checked(_ rest: [Int], _ number: Int) throws -> [Int] {
    let left = Set(rest.map { run.labels[$0] })
    if let lost = fold.classes.indices.first(where: { !left.contains($0) }) {
      throw DatasetError.classInOnePart(
        name: dataset.classes[fold.classes[lost]], part: number + 1,
        parts: run.settings.calibrationParts)
    }
    return rest
  }

  private static func files(_ files: TrainingFiles, _ number: Int) -> TrainingFiles {
    TrainingFiles(model: "\(files.model).without-part-\(number + 1)")
  }

  private func remove(_ files: TrainingFiles, _ count: Int) {
    for number in 0..<count {
      let own = Self.files(files, number)
      for path in [own.model, own.checkpoint] { try? FileManager.default.removeItem(atPath: path) }
    }
  }

  // MARK: Bounds

  private func outcome(_ windows: [HeldOutWindow], _ parts: [[Int]]) -> Outcome {
    // Beats' bounds hold what they promise without.
    let fit = CertaintyFit(
      classCount: fold.classes.count, limitsErrors: !dataset.preset.isBeatCentred)
    let names = fold.classes.map { dataset.classes[$0] }
    var outcome = Outcome(certainty: fit.certainty(windows))
    outcome.warnings = unknown(windows, names) + missing(parts, names)
    // Each part is judged by bounds that the others gave.
    let numbers = Set(windows.map(\.part)).sorted()
    guard numbers.count > 1 else { return outcome }
    var judged: [InputKind: [SelectiveFigures.Window]] = [:]
    for number in numbers {
      let rule = CertaintyRule(
        classes: names, certainty: fit.certainty(windows.filter { $0.part != number }))
      for window in windows where window.part == number {
        guard let item = SelectiveFigures.Window(window, rule) else { continue }
        judged[window.kind, default: []].append(item)
      }
    }
    for reduction in reductions {
      guard let windows = judged[reduction.kind] else { continue }
      let figures = SelectiveFigures(windows, classes: names)
      let isSilenced = outcome.certainty?.withdraw(reduction.kind, unless: figures, fit) == true
      outcome.tests.append(
        "\(reduction.kind.text): \(figures.guesses); \(figures.sentence)"
          + (isSilenced ? "; too often, so it is never sure of these" : ""))
    }
    return outcome
  }

  /// Classes that are gone with less to go by.
  private func unknown(_ windows: [HeldOutWindow], _ names: [String]) -> [String] {
    reductions.compactMap { reduction in
      let left = Set(windows.filter { $0.kind == reduction.kind }.compactMap(\.label))
      let lost = names.indices.filter { !left.contains($0) }.map { names[$0] }
      guard !lost.isEmpty else { return nil }
      return "with \(reduction.kind.text): expected held-out windows of every class, found none of "
        + "\(lost.joined(separator: " ")); the model is never sure of them there"
    }
  }

  /// Parts of the people in which nobody is paced, where some are.
  private func missing(_ parts: [[Int]], _ names: [String]) -> [String] {
    guard let paced = names.firstIndex(where: CertaintyRule.pacedNames.contains) else { return [] }
    return parts.enumerated().compactMap { number, part in
      part.contains { run.labels[$0] == paced }
        ? nil
        : "part \(number + 1) of \(parts.count) of the held-out people: expected a paced patient, "
          + "found none; what is said of pacing rests on fewer"
    }
  }
}
