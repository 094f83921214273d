import ArgumentParser
import ArrhythmiaModel
import Evaluation
import Foundation
import NeuralNetwork
import Training
import Waveforms

/// From a data set to a model.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Train a model.",
    discussion: """
      DATA is a file that `tawara prepare` wrote, or a folder of records, which
      is prepared first. Of a patient-wise split one fold tests, one chooses the
      best epoch and calibrates, and three train. The best model so far stands
      in the file after each epoch, its state beside it; a training that was
      killed goes on from there with the same command. The same command gives
      the same file. --ablate trains the design's table of variants instead, on
      every fold and seed, and writes it as Markdown and JSON.
      """)

  @Argument(help: "A data set, or a folder of records.")
  var data: String

  @Option(help: "Where to write the model, or the table.")
  var out: String

  @Flag(help: "Train the table of variants: objectives, single modalities, no fusion.")
  var ablate = false

  @Option(help: "How many seeds; with --ablate.")
  var seeds = 3

  @Option(help: "Only the first few folds; with --ablate.")
  var folds: Int?

  @Option(
    help: """
      Rows of the table, with commas between: agcacl (which others are compared with), la, ce, ecg-alone, \
      iegm-alone, no-cross-attention and so on; all if not given; with --ablate.
      """)
  var rows: String?

  @Option(
    help: "Take one of several parts of the table's trainings, counted from 1: 2/8; with --keep.")
  var shard: String?

  @Option(
    help: "A folder that keeps the models, so that an interrupted table goes on; with --ablate.")
  var keep: String?

  @Option(help: "How patients are parted: patients, blocked, random, ds1-ds2, all.")
  var split: DataSplit = .patients

  @Option(help: "Which fold tests, from 1.")
  var fold = 1

  @Option(help: "The seed that all randomness follows from.")
  var seed: UInt64 = 1

  @Option(help: "Only records of this cohort, such as children.")
  var cohort: String?

  @OptionGroup var preparation: PreparationOptions
  @OptionGroup var training: TrainingOptions
  @OptionGroup var threading: ThreadOptions

  @Flag(help: "Replace a model, and begin anew where a training was interrupted.")
  var force = false

  func run() throws {
    if ablate { return try runAblation() }
    if let given = shard ?? rows {
      throw CommandError.badOption(
        name: "--shard and --rows", expected: "--ablate beside them", found: given)
    }
    let files = TrainingFiles(model: out)
    let isInterrupted = FileManager.default.fileExists(atPath: files.checkpoint)
    if force || !isInterrupted { try Overwriting.check(out, inputs: [data], force: force) }
    if force { try? FileManager.default.removeItem(atPath: files.checkpoint) }
    try Overwriting.checkWritable(out)
    let crew = try threading.crew()
    let dataset = try DataSource.open(data, preparation, seed: seed, crew: crew)
    let settings = try training.settings(dataset.preset, seed: seed)
    let folds = try dataset.folds(split, seed: seed, cohort: cohort)
    guard (1...folds.count).contains(fold) else {
      throw CommandError.badOption(
        name: "--fold", expected: "1 to \(folds.count)", found: String(fold))
    }
    let chosen = settings.origin?.honest(folds[fold - 1], dataset) ?? folds[fold - 1]
    try Output.lines(Self.describe(dataset, chosen))
    var run = try TrainingRun(dataset, chosen, settings, crew: crew)
    var report = TrainingReport("train")
    let result = try run.run(files: files) { report.show($0) }
    let said = Result { try report.finish() }
    for warning in result.warnings { Output.note(warning) }
    try save(result.model)
    let memory = TrainingMemory.path(beside: out)
    try run.memory(of: result.model).write(path: memory)
    try? FileManager.default.removeItem(atPath: files.checkpoint)
    try said.get()
    try Output.lines((result.model.properties?.certaintyTests ?? []).map { "held out, \($0)" })
    try Output.lines([
      "\(out): the best of \(result.epochs.count.counted("epoch"))",
      "\(memory): what is kept of its training, for teaching",
    ])
    guard !chosen.test.isEmpty else { return }
    let test = TestResult(result.model, dataset, chosen, settings.modality, crew: crew)
    try Output.lines(test.lines(dataset))
  }

  /// Writes the model; where that fails, it goes to the folder for temporary files rather than to
  /// be lost.
  private func save(_ model: ModelWeights) throws {
    do {
      try model.write(path: out)
    } catch {
      let name = "\(out.fileName.withoutExtension)-\(getpid()).safetensors"
      let rescue = FileManager.default.temporaryDirectory.appending(path: name).path
      try model.write(path: rescue)
      Output.note("the model is in \(rescue); move it where there is room")
      throw error
    }
  }

  /// All variants, row by row; the file is complete after each.
  private func runAblation() throws {
    let json = out.withoutExtension + ".json"
    for path in [out, json] { try Overwriting.check(path, inputs: [data], force: force) }
    guard (1...100).contains(seeds), (1...100).contains(folds ?? 1) else {
      throw CommandError.badOption(
        name: "--seeds and --folds", expected: "1 to 100", found: "\(seeds) \(folds ?? 1)")
    }
    let crew = try threading.crew()
    let dataset = try DataSource.open(data, preparation, seed: seed, crew: crew)
    let settings = try training.settings(dataset.preset, seed: seed)
    let hasElectrograms = dataset.sources.contains {
      $0.channels.contains { $0 >= ModelConfiguration.ecgChannels }
    }
    let variants = try chosen(Ablation.variants(hasElectrograms: hasElectrograms))
    if let shard { return try trainPart(variants, dataset, settings, shard, crew) }
    var rows: [Ablation.Row] = []
    var line = ProgressLine("ablate")
    for (index, variant) in variants.enumerated() {
      if let keep { try Self.makeFolder(keep + "/" + variant.fileName) }
      rows.append(
        try Ablation.run(
          variant, dataset, settings, split, folds: folds,
          seeds: (0..<UInt64(seeds)).map { seed + $0 }, folder: keep, crew: crew
        ) { stage, progress in
          let part = Double(progress.step) / Double(progress.steps)
          let row = (Double(stage.done) + part) / Double(stage.total)
          line.show((Double(index) + row) / Double(variants.count), variant.title)
        })
      let table = AblationTable(rows, dataset, settings)
      try Output.write(Array((table.markdown.joined(separator: "\n") + "\n").utf8), to: out)
      try Output.write(PlainText.json(table), to: json)
      line.clear()
      try Output.lines([table.markdown[4 + index]])
    }
    try Output.lines(["\(out) and \(json): written"])
  }

  /// The table's rows; the first is what others are compared with.
  private func chosen(_ variants: [Ablation.Variant]) throws -> [Ablation.Variant] {
    guard let rows else { return variants }
    func refused(_ found: String) -> CommandError {
      .badOption(
        name: "--rows", expected: variants.map(\.fileName).joined(separator: ", "), found: found)
    }
    let chosen = try rows.split(separator: ",").map { name in
      guard let variant = variants.first(where: { $0.fileName == name }) else {
        throw refused(String(name))
      }
      return variant
    }
    guard let first = variants.first, chosen.contains(first) else {
      throw refused("\(rows), without the row that the others are compared with")
    }
    return variants.filter(chosen.contains)
  }

  /// Trains one part of the table's models and tests nothing: without --shard the same command then
  /// makes the table of what all parts have left.
  private func trainPart(
    _ variants: [Ablation.Variant], _ dataset: Dataset, _ settings: TrainingSettings,
    _ text: String, _ crew: Crew
  ) throws {
    guard let keep else {
      throw CommandError.badOption(name: "--shard", expected: "a folder --keep", found: "none")
    }
    let shard = try ShardOption.shard(text)
    var first = 0
    var line = ProgressLine("ablate")
    for variant in variants {
      try Self.makeFolder(keep + "/" + variant.fileName)
      var validation = Ablation.validation(
        variant, dataset, settings, seeds: (0..<UInt64(seeds)).map { seed + $0 }, folder: keep,
        crew: crew)
      first = try validation.train(split, folds: folds, shard: shard, from: first) {
        line.show((Double($0.done) + 0.5) / Double($0.total), "\(variant.title), \($1.step) steps")
      }
    }
    line.clear()
    Output.note("part \(shard.number) of \(shard.count) of \(first.counted("training")) is there")
  }

  private static func makeFolder(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw CommandError.cannotWrite(path: path, reason: "it cannot be made a folder")
    }
  }

  private static func describe(_ dataset: Dataset, _ fold: Fold) -> [String] {
    let parts = [("train", fold.train), ("validation", fold.validation), ("test", fold.test)]
    let left = dataset.classes.indices.filter { !fold.classes.contains($0) }
    return parts.map { name, indices in
      let patients = Set(indices.map { dataset.sources[dataset.windows[$0].source].patient })
      let counts = zip(dataset.classes, dataset.counts(indices)).filter { $1.windows > 0 }
        .map { "\($0) \($1.windows)" }
      return "\(name): \(indices.count.counted("window")) of \(patients.count.counted("patient")): "
        + counts.joined(separator: ", ")
    }
      + (left.isEmpty
        ? []
        : [
          "too rare to train, left out: " + left.map { dataset.classes[$0] }.joined(separator: " ")
        ])
  }
}
