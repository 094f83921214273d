import ArgumentParser
import ArrhythmiaModel
import Evaluation
import Foundation
import Training
import Waveforms

/// The trial of the paper's loss, run by run.
struct BenchLossCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "loss",
    abstract: "Try losses on the same folds and seeds, where a contrast should pay.",
    discussion: """
      DATA is parted patient by patient; RARE holds other patients, in whom rhythms outside the
      classes occur. Each arm is trained on every fold for each seed. Arms are la, cosine, views,
      bcl@RATIO, proco@RATIO and agcacl@RATIO; bcl and agcacl may say that positives are other
      patients' alone (agcacl@0.3:others). A run's result is a file in the folder --out; one that is there is not
      run again. --shard i/n takes a part of the runs, and a later one without it prints the table.
      """)

  @Argument(help: "A data set whose folds train and test.")
  var data: String

  @Argument(help: "A data set of other patients, with rhythms that are not classes.")
  var rare: String

  @Option(help: "The folder of results.")
  var out: String

  @Option(help: "What is compared, with commas between.")
  var arms = "la,cosine,views,bcl@1,proco@1,agcacl@1"

  @Option(help: "The arm that the others are compared with.")
  var reference = "views"

  @Option(help: "How many seeds.")
  var seeds = 2

  @Option(help: "The first seed.")
  var seed: UInt64 = 1

  @Option(help: "The first few folds only.")
  var folds = 5

  @Option(help: "Take one of several parts of the runs, counted from 1: 2/8.")
  var shard: String?

  @Flag(help: "Run nothing; print the table of what is there, and what is missing.")
  var merge = false

  @OptionGroup var preparation: PreparationOptions
  @OptionGroup var training: TrainingOptions
  @OptionGroup var threading: ThreadOptions

  /// One training.
  private struct Run {
    var arm: LossArm
    var seed: UInt64
    var fold: Int

    var name: String {
      let arm = arm.description.replacing(":", with: "-").replacing("@", with: "-")
      return "\(arm)-seed\(seed)-fold\(fold).json"
    }
  }

  func run() throws {
    let arms = try arms.split(separator: ",").map { name in
      guard let arm = LossArm(String(name)) else {
        throw CommandError.badOption(
          name: "--arms", expected: "la, cosine, views, bcl@1, proco@1, agcacl@0.3:others and such",
          found: String(name))
      }
      return arm
    }
    guard (1...100).contains(seeds), (1...5).contains(folds) else {
      throw CommandError.badOption(
        name: "--seeds and --folds", expected: "1 to 100 and 1 to 5", found: "\(seeds) \(folds)")
    }
    try check(arms)
    let shard = try ShardOption.shard(shard)
    try Overwriting.makeFolder(out, option: "--out")
    let crew = try threading.crew()
    let main = try DataSource.open(data, preparation, seed: seed, crew: crew)
    let other = try DataSource.open(rare, preparation, seed: seed, crew: crew)
    try check(main, other)
    let trial = LossTrial(
      main, rare: other, try training.settings(main.preset, seed: seed), crew: crew)
    // Runs of one fold and seed stand together, so that a part of all can be compared.
    let runs = (0..<UInt64(seeds)).flatMap { number in
      (1...folds).flatMap { fold in
        arms.map { Run(arm: $0, seed: seed + number, fold: fold) }
      }
    }
    if !merge { try carryOut(runs, shard, trial) }
    try report(runs, trial, isWhole: shard == .whole)
  }

  private func check(_ arms: [LossArm]) throws {
    let names = arms.map(\.description)
    guard Set(names).count == names.count, names.contains(reference) else {
      throw CommandError.badOption(
        name: "--arms", expected: "each once, \(reference) among them, which --reference names",
        found: self.arms)
    }
    guard training.epochWindows != nil else {
      throw CommandError.badOption(
        name: "--epoch-windows", expected: "a number, so that all arms take as many steps",
        found: "none")
    }
  }

  /// The same classes, and nobody in both.
  private func check(_ main: Dataset, _ rare: Dataset) throws {
    guard main.preset == rare.preset else {
      throw CommandError.badOption(
        name: "RARE", expected: "a data set of the preset \(main.preset.rawValue)",
        found: rare.preset.rawValue)
    }
    let known = Set(main.sources.map(\.digest))
    guard let both = rare.sources.first(where: { known.contains($0.digest) }) else { return }
    throw CommandError.badOption(
      name: "RARE", expected: "other patients than those of DATA", found: both.name)
  }

  private func carryOut(_ runs: [Run], _ shard: Shard, _ trial: LossTrial) throws {
    let own = runs.indices.filter(shard.holds).map { runs[$0] }
    var line = ProgressLine("loss")
    for (number, run) in own.enumerated() where try result(run, trial) == nil {
      let found = try trial.run(run.arm, seed: run.seed, fold: run.fold) {
        line.show(
          (Double(number) + $0) / Double(own.count), "\(run.arm) seed \(run.seed) fold \(run.fold)")
      }
      try AtomicFile.write(PlainText.json(found), path: out.appendingPath(run.name))
    }
    line.clear()
  }

  /// A run's result; nil where it has none yet. One of other windows or settings is refused: it would
  /// be compared with what it cannot be compared with.
  private func result(_ run: Run, _ trial: LossTrial) throws -> LossTrialResult? {
    let path = out.appendingPath(run.name)
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let data = try Data(contentsOf: URL(filePath: path))
    let expected = trial.inputs(run.arm, seed: run.seed)
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let found = try? decoder.decode(LossTrialResult.self, from: data)
    guard let found, found.inputs == expected, found.fold == run.fold, found.seed == run.seed else {
      throw CommandError.badOption(
        name: "--out", expected: "results of these data sets and settings (\(expected))",
        found: "\(path) of others (\(found?.inputs ?? "unreadable"))")
    }
    return found
  }

  private func report(_ runs: [Run], _ trial: LossTrial, isWhole: Bool) throws {
    let found = try runs.map { ($0, try result($0, trial)) }
    try Output.lines(
      LossTrialTable(found.compactMap(\.1), reference: reference).markdown)
    let missing = found.filter { $0.1 == nil }.map(\.0.name)
    guard !missing.isEmpty else { return }
    Output.note("\(missing.count) of \(runs.count) runs have no result yet: \(missing[0]) ...")
    if isWhole { throw ExitCode(2) }
  }
}
