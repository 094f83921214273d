public import ArgumentParser
import ArrhythmiaModel
import Foundation
import NeuralNetwork
public import Training
import Waveforms

extension DataSplit: ExpressibleByArgument {}
extension Objective: ExpressibleByArgument {}
extension BatchSampler.Scheme: ExpressibleByArgument {}
extension ModalityChoice: ExpressibleByArgument {}
extension ModelSize: ExpressibleByArgument {}

/// How a model is trained; what is not given has the design's default.
struct TrainingOptions: ParsableArguments {
  @Option(help: "What is minimised: ce, weighted-ce, focal, la, ce+supcon, la+supcon or agcacl.")
  var objective: Objective?

  @Option(help: "How classes are drawn: instance, sqrt or balanced.")
  var sampler: BatchSampler.Scheme?

  @Option(help: "Strength of the logit adjustment.")
  var priorStrength: Double?

  @Option(help: "Epochs.")
  var epochs: Int?

  @Option(help: "Windows of an epoch; all if not given.")
  var epochWindows: Int?

  @Option(help: "Highest learning rate.")
  var rate: Double?

  @Option(help: "Stop after so many epochs without a better validation.")
  var patience: Int?

  @Option(help: "Size of the network: standard or small.")
  var size: ModelSize?

  @Option(help: "What the model sees: both, ecg or iegm.")
  var modality: ModalityChoice?

  func settings(_ preset: LabelPreset, seed: UInt64) throws -> TrainingSettings {
    try Self.check("--epochs", epochs, 1...10_000)
    try Self.check("--epoch-windows", epochWindows, 64...100_000_000)
    try Self.check("--patience", patience, 1...10_000)
    var settings = TrainingSettings(preset: preset)
    settings.objective = objective ?? settings.objective
    settings.sampler = sampler ?? settings.sampler
    settings.priorStrength = priorStrength ?? settings.priorStrength
    settings.epochs = epochs ?? settings.epochs
    settings.epochWindows = epochWindows
    settings.rate = rate ?? settings.rate
    settings.patience = patience
    settings.size = size ?? settings.size
    settings.modality = modality ?? settings.modality
    settings.seed = seed
    guard settings.rate > 0, settings.rate < 1, (0...4).contains(settings.priorStrength) else {
      throw CommandError.badOption(
        name: "--rate and --prior-strength", expected: "a rate below 1 and a strength from 0 to 4",
        found: "\(settings.rate) \(settings.priorStrength)")
    }
    return settings
  }

  private static func check(_ name: String, _ value: Int?, _ range: ClosedRange<Int>) throws {
    guard let value, !range.contains(value) else { return }
    throw CommandError.badOption(
      name: name, expected: "\(range.lowerBound) to \(range.upperBound)", found: String(value))
  }
}

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
      the same file.
      """)

  @Argument(help: "A data set, or a folder of records.")
  var data: String

  @Option(help: "Where to write the model.")
  var out: String

  @Option(help: "How patients are parted: patients, blocked, random, ds1-ds2.")
  var split: DataSplit = .patients

  @Option(help: "Which fold tests, from 1.")
  var fold = 1

  @Option(help: "The seed that all randomness follows from.")
  var seed: UInt64 = 1

  @OptionGroup var preparation: PreparationOptions
  @OptionGroup var training: TrainingOptions
  @OptionGroup var threading: ThreadOptions

  @Flag(help: "Replace a model, and begin anew where a training was interrupted.")
  var force = false

  func run() throws {
    let files = TrainingFiles(model: out)
    let isInterrupted = FileManager.default.fileExists(atPath: files.checkpoint)
    if force || !isInterrupted { try Overwriting.check(out, inputs: [data], force: force) }
    if force { try? FileManager.default.removeItem(atPath: files.checkpoint) }
    let crew = try threading.crew()
    let dataset = try DataSource.open(data, preparation, seed: seed, crew: crew)
    let settings = try training.settings(dataset.preset, seed: seed)
    let folds = try dataset.folds(split, seed: seed)
    guard (1...folds.count).contains(fold) else {
      throw CommandError.badOption(
        name: "--fold", expected: "1 to \(folds.count)", found: String(fold))
    }
    let chosen = folds[fold - 1]
    try Output.lines(Self.describe(dataset, chosen))
    var run = try TrainingRun(dataset, chosen, settings, crew: crew)
    var report = TrainingReport("train")
    let result = try run.run(files: files) { report.show($0) }
    report.finish()
    for warning in result.warnings { Output.note(warning) }
    try result.model.write(path: out)
    try? FileManager.default.removeItem(atPath: files.checkpoint)
    try Output.lines(["\(out): the best of \(result.epochs.count) epochs"])
    guard !chosen.test.isEmpty else { return }
    let test = TestResult(result.model, dataset, chosen, settings.modality, crew: crew)
    try Output.lines(test.lines(dataset))
  }

  private static func describe(_ dataset: Dataset, _ fold: Fold) -> [String] {
    let parts = [("train", fold.train), ("validation", fold.validation), ("test", fold.test)]
    let left = dataset.classes.indices.filter { !fold.classes.contains($0) }
    return parts.map { name, indices in
      let patients = Set(indices.map { dataset.sources[dataset.windows[$0].source].patient })
      let counts = zip(dataset.classes, dataset.counts(indices)).filter { $1.windows > 0 }
        .map { "\($0) \($1.windows)" }
      return "\(name): \(indices.count) windows of \(patients.count) patients: "
        + counts.joined(separator: ", ")
    }
      + (left.isEmpty
        ? []
        : [
          "too rare to train, left out: " + left.map { dataset.classes[$0] }.joined(separator: " ")
        ])
  }
}

/// A data set from a file, or from a folder of records.
enum DataSource {
  static func open(
    _ path: String, _ options: PreparationOptions, seed: UInt64, crew: Crew
  ) throws -> Dataset {
    let isFile = FileManager.default.fileExists(atPath: path) && !RecordFolder.exists(path)
    if isFile && path.fileExtension != "hea" { return try Dataset(path: path) }
    let builder = try DatasetBuilder(options.request(path, seed: seed))
    var line = ProgressLine("prepare")
    let dataset = try builder.build(crew: crew) {
      line.show(Double($0) / Double($1), "\($0) of \($1) records")
    }
    line.clear()
    for remark in dataset.remarks { Output.note(remark) }
    return dataset
  }
}

/// A training's progress: a line that moves, and one that stays for each epoch.
struct TrainingReport {
  private var line: ProgressLine
  private var shown = 0

  init(_ title: String) { line = ProgressLine(title) }

  mutating func show(_ progress: TrainingRun.Progress) {
    while shown < progress.epochs.count {
      line.clear()
      try? Output.lines([Self.text(progress.epochs[shown])])
      shown += 1
    }
    line.show(
      Double(progress.step) / Double(progress.steps), "loss \(Self.short(progress.loss))")
  }

  func finish() { line.clear() }

  private static func text(_ epoch: TrainingRun.Epoch) -> String {
    "epoch \(epoch.number): loss \(short(epoch.loss))"
      + (epoch.validation.map { ", validation macro-F1 \(short($0))" } ?? "")
      + (epoch.contrastShare > 0 ? ", contrast's share \(short(epoch.contrastShare))" : "")
  }

  static func short(_ value: Double) -> String {
    let scaled = Int((value * 10_000).rounded())
    let digits = String(abs(scaled) % 10_000)
    return (scaled < 0 ? "-" : "") + "\(abs(scaled) / 10_000)."
      + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
