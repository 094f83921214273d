import ArgumentParser
import ArrhythmiaModel
import Evaluation
import Foundation
import Training

/// How well a rhythm is learned from a few windows of one patient.
struct BenchFewShotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "few-shot",
    abstract: "Score how well a rhythm is learned from a few windows of one patient.",
    discussion: """
      Three fifths of the patients train a network without one class. A few windows of that class, of one
      of the other patients, teach it; windows of all classes of yet other patients are asked. Beside it
      stand a network that was trained with the whole class, and simpler ways to learn from a few. Intervals
      are 95 % of a bootstrap over the patients that taught.
      """)

  @Argument(help: "A data set, or a folder of records; `tawara simulate --rhythms` makes some.")
  var data: String

  @Option(help: "Classes to hold out in turn, with commas between them.")
  var held = "EAT,AFL,IVR,VT"

  @Option(help: "Numbers of windows, with commas between them.")
  var windows = "1,5,20"

  @Option(help: "Patients that teach in turn, for each class.")
  var draws = 10

  @Option(help: "Draws for which a network is also trained from nothing.")
  var scratch = 0

  @Option(help: "How encoders are trained, with commas between them.")
  var objectives = "ce,la,agcacl"

  @Option(help: "Ways to teach, with commas between them; all if not given.")
  var ways = FewShotMethod.allCases.map(\.rawValue).joined(separator: ",")

  @Option(help: "A folder that keeps the trained models, so that an interrupted run goes on.")
  var keep: String?

  @Option(help: "The seed of the trainings.")
  var seed: UInt64 = 1

  @Flag(help: "Print JSON: every draw.")
  var json = false

  @OptionGroup var preparation: PreparationOptions
  @OptionGroup var training: TrainingOptions
  @OptionGroup var threading: ThreadOptions

  func run() throws {
    let plan = FewShotTrial.Plan(
      held: Self.names(held), counts: try counts(), draws: draws, scratchDraws: scratch,
      objectives: try values("--objectives", objectives), methods: try values("--ways", ways))
    guard (1...1000).contains(draws), (0...draws).contains(scratch) else {
      throw CommandError.badOption(
        name: "--draws and --scratch", expected: "1 to 1000, and no more than that",
        found: "\(draws) \(scratch)")
    }
    if let keep { try Overwriting.makeFolder(keep, option: "--keep") }
    let crew = try threading.crew()
    let dataset = try DataSource.open(data, preparation, seed: seed, crew: crew)
    let settings = try training.settings(dataset.preset, seed: seed)
    let trial = try FewShotTrial(dataset, settings, plan, folder: keep, crew: crew)
    var line = ProgressLine("few-shot")
    let results = try trial.run { line.show($0, $1) }
    line.clear()
    if json { return try Output.json(results) }
    try Output.lines(FewShotReport(results).markdown)
  }

  private static func names(_ text: String) -> [String] {
    text.split(separator: ",").map(String.init)
  }

  private func counts() throws -> [Int] {
    let counts = Self.names(windows).map { Int($0) ?? 0 }
    guard !counts.isEmpty, counts.allSatisfy((1...1000).contains) else {
      throw CommandError.badOption(
        name: "--windows", expected: "numbers from 1 to 1000 with commas between them",
        found: windows)
    }
    return counts
  }

  private func values<Value: RawRepresentable & CaseIterable>(
    _ option: String, _ text: String
  ) throws -> [Value] where Value.RawValue == String {
    try Self.names(text).map { name in
      guard let value = Value(rawValue: name) else {
        throw CommandError.badOption(
          name: option, expected: Value.allCases.map(\.rawValue).joined(separator: ", "),
          found: name)
      }
      return value
    }
  }
}
