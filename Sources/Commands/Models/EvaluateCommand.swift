import ArgumentParser
import ArrhythmiaModel
import Evaluation
import Foundation
import NeuralNetwork
import Reporting
import SignalProcessing
import Training
import Waveforms

/// How good a model is on patients that it has never seen.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Say how good a model is, on patients it never saw.",
    discussion: """
      Without --model, trains and tests on every fold of the splits, for each
      seed. `patients` keeps patients apart and is the headline; `blocked` and
      `random` share them and are shown to say by how much that flatters.
      With --model, tests that model on the records that did not train it, runs
      the faithfulness test of its attention maps, and stores both in its file.
      Intervals are 95 % of a bootstrap over patients.
      --shard i/n trains and keeps every n-th model only, from the i-th: one
      process a part, on as many machines as see the data set and the folder
      --keep. --merge then trains nothing and tests what is there; it names what
      is missing or was made of other windows or settings, and ends.
      """)

  @Argument(help: "A data set, or a folder of records.")
  var data: String

  @Option(help: "A model to test; without one, models are trained.")
  var model: String?

  @Option(help: "Splits, separated by commas: patients, blocked, random, ds1-ds2.")
  var splits = "patients,blocked,random"

  @Option(help: "How many seeds to train with.")
  var seeds = 3

  @Option(help: "Train and test on the first few folds only.")
  var folds: Int?

  @Option(help: "The first seed.")
  var seed: UInt64 = 1

  @Option(help: "Only records of this cohort, such as children.")
  var cohort: String?

  @Option(help: "A folder that keeps the models, so that an interrupted evaluation goes on.")
  var keep: String?

  @Option(help: "Take one of several parts of the trainings, counted from 1: 2/8; with --keep.")
  var shard: String?

  @Flag(help: "Test the models that the parts have left in the folder --keep.")
  var merge = false

  @Option(help: "Write a page to look at (HTML).")
  var report: String?

  @Option(help: "Write all figures as JSON.")
  var json: String?

  @Option(help: "Write each window's decision as CSV; with --model.")
  var predictions: String?

  @OptionGroup var preparation: PreparationOptions
  @OptionGroup var training: TrainingOptions
  @OptionGroup var threading: ThreadOptions

  @Flag(help: "Replace files.")
  var force = false

  func run() throws {
    for path in [report, json, predictions].compactMap({ $0 }) {
      try Overwriting.check(path, inputs: [data, model].compactMap { $0 }, force: force)
    }
    guard model == nil || (shard == nil && !merge) else {
      throw CommandError.badOption(
        name: "--shard and --merge", expected: "no --model: they are of models to train",
        found: model ?? "")
    }
    guard model == nil || training.precision == nil else {
      throw CommandError.badOption(
        name: "--precision", expected: "no --model: it is of models to train", found: model ?? "")
    }
    let crew = try threading.crew()
    var options = preparation
    let weights = try model.map { try ModelWeights(path: $0) }
    if let properties = weights?.properties {
      options.preset = properties.labelPreset ?? options.preset
      options.causal = properties.direction == .causal
    }
    let dataset = try DataSource.open(data, options, seed: seed, crew: crew)
    let evaluation: EvaluationReport? =
      if let weights, let model {
        try test(weights, model, dataset, crew)
      } else { try crossValidate(dataset, crew) }
    guard let evaluation else { return }
    try Output.lines(
      ReportText.lines(evaluation, hasColors: Console.current.isTerminal),
      isRaw: Console.current.isTerminal)
    if let report { try write(Array(evaluation.html().utf8), to: report) }
    if let json { try write(PlainText.json(evaluation), to: json) }
  }

  private func test(
    _ weights: ModelWeights, _ model: String, _ dataset: Dataset, _ crew: Crew
  ) throws -> EvaluationReport {
    var line = ProgressLine("evaluate")
    var part: ModelTest.Part?
    defer { line.clear() }
    return try ModelTest(weights, path: model, dataset, cohort: cohort, crew: crew)
      .run(predictions: predictions) {
        // What is left of one part says nothing of the next one.
        if part != $0 { line.restart($0.rawValue) }
        part = $0
        line.show($1)
      }
  }

  /// Nil where a part of the trainings was all that was asked for.
  private func crossValidate(_ dataset: Dataset, _ crew: Crew) throws -> EvaluationReport? {
    guard (1...100).contains(seeds), (1...100).contains(folds ?? 1) else {
      throw CommandError.badOption(
        name: "--seeds and --folds", expected: "1 to 100", found: "\(seeds) \(folds ?? 1)")
    }
    let chosen = try chosenSplits()
    guard keep != nil || (shard == nil && !merge), shard == nil || !merge else {
      throw CommandError.badOption(
        name: "--shard and --merge", expected: "one of them, with a folder --keep",
        found: keep == nil ? "no folder" : "both")
    }
    if let keep { try Overwriting.makeFolder(keep, option: "--keep") }
    let settings = try training.settings(dataset.preset, seed: seed)
    var validation = CrossValidation(
      dataset, settings, seeds: (0..<UInt64(seeds)).map { seed + $0 }, folder: keep, crew: crew)
    if shard != nil {
      try trainPart(chosen, validation, ShardOption.shard(shard))
      return nil
    }
    if merge { try requireAll(chosen, validation) }
    var outcomes: [SplitOutcome] = []
    var line = ProgressLine("evaluate")
    for split in chosen {
      outcomes.append(
        try validation.run(split, folds: folds, cohort: cohort) { stage, progress in
          let part = Double(progress.step) / Double(progress.steps)
          line.show(
            (Double(stage.done) + part) / Double(stage.total),
            "\(split.code) seed \(stage.seedIndex + 1) fold \(stage.fold + 1)")
        })
    }
    line.clear()
    return ReportAssembly.report(dataset, settings, outcomes, validation.curves)
  }

  private func chosenSplits() throws -> [DataSplit] {
    try splits.split(separator: ",").map { name in
      guard let split = DataSplit(rawValue: String(name)), split != .all else {
        let testing = DataSplit.allCases.filter { $0 != .all }
        throw CommandError.badOption(
          name: "--splits", expected: testing.map(\.rawValue).joined(separator: ", "),
          found: String(name))
      }
      return split
    }
  }

  /// Throws unless every model of the splits is there.
  private func requireAll(_ splits: [DataSplit], _ validation: CrossValidation) throws {
    let faults = try splits.flatMap { try validation.faults($0, folds: folds, cohort: cohort) }
    guard !faults.isEmpty else { return }
    for fault in faults.prefix(20) { Output.note(fault) }
    Output.note("\(faults.count.counted("model")) cannot be merged")
    throw ExitCode(2)
  }

  /// One part of the trainings of all splits.
  private func trainPart(_ splits: [DataSplit], _ validation: CrossValidation, _ shard: Shard)
    throws
  {
    var (validation, first) = (validation, 0)
    var line = ProgressLine("evaluate")
    for split in splits {
      first = try validation.train(split, folds: folds, cohort: cohort, shard: shard, from: first) {
        let part = Double($1.step) / Double(max(1, $1.steps))
        line.show(
          (Double($0.done) + part) / Double($0.total),
          "\($0.split.code) seed \($0.seedIndex + 1) fold \($0.fold + 1)")
      }
    }
    line.clear()
    Output.note("part \(shard.number) of \(shard.count) of \(first.counted("training")) is there")
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    try Output.write(bytes, to: path)
    try Output.lines(["\(path): written"])
  }
}
