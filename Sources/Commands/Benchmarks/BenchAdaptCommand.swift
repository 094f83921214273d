import ArgumentParser
import ArrhythmiaModel
import Evaluation
import Waveforms

/// What a few labels of a record do for the rest of it.
struct BenchAdaptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adapt",
    abstract: "Score how much a few labels of a record help with its other beats.",
    discussion: """
      Each record begins with the same model. The program asks for the labels of beats, one after another,
      the annotations answer, and what is said of all other beats is scored by class of EC57. The same
      beats count at every number of labels: those that are asked about at any are left out. Labels are
      taken up only where the review would take them up by itself.
      """)

  @Argument(help: "A record, or a folder of records.")
  var path: String

  @Option(help: "Numbers of labels, with commas between them; 0 is always there.")
  var labels = "0,2,12"

  @Option(
    help: """
      Instead of asking, let all beats of so many minutes of a record's beginning teach, and score those \
      behind: the protocol of patient-specific classifiers, with 5.
      """)
  var firstMinutes: Double?

  @Flag(
    inversion: .prefixedNo,
    help: "Let families decide where the model is not sure, as the program does.")
  var families = true

  @Flag(
    help: "A row before shows the model without families; that of no labels is compared with it.")
  var compareFamilies = false

  @Flag(
    help: """
      Find the beats, as in records that nobody has annotated, instead of being told them. Those that are \
      missed, or that no annotation has within 150 ms, count as mistaken.
      """)
  var detected = false

  @OptionGroup var choice: RecordChoice

  @Option(help: "Whose beats and labels.")
  var annotator = "atr"

  @Option(help: "A model of beats by its name or file.")
  var model = "aami"

  @Option(help: "The share of answers that are wrong, from 0 to 1.")
  var flipped = 0.0

  @Option(help: "Seed of wrong answers and of the bootstrap.")
  var seed: UInt64 = 1

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var input: InputOptions
  @OptionGroup var threading: ThreadOptions

  private var shown: TeachingBench.Families {
    if compareFamilies { return .compared }
    return families ? .deciding : .alone
  }

  /// The numbers of labels, all options being what they may be.
  private func checked() throws -> [Int] {
    let counts = labels.split(separator: ",").map { Int($0) ?? -1 }
    guard !counts.isEmpty, counts.allSatisfy((0...1000).contains) else {
      throw CommandError.badOption(
        name: "--labels", expected: "numbers from 0 to 1000 with commas between them", found: labels
      )
    }
    guard (0...1).contains(flipped) else {
      throw CommandError.badOption(name: "--flipped", expected: "0 to 1", found: "\(flipped)")
    }
    if let firstMinutes, !(firstMinutes > 0 && firstMinutes <= 60) {
      throw CommandError.badOption(
        name: "--first-minutes", expected: "more than 0 and up to 60", found: "\(firstMinutes)")
    }
    guard families || !compareFamilies else {
      throw CommandError.badOption(
        name: "--no-families", expected: "no --compare-families beside it", found: "both")
    }
    return counts
  }

  func run() throws {
    let counts = try checked()
    let crew = try threading.crew()
    let modelPath = try Installation.modelPath(model)
    guard let classifier = RecordClassifier(try ModelWeights(path: modelPath), crew: crew),
      classifier.isOfBeats
    else {
      throw CommandError.badOption(
        name: "--model", expected: "a model of beats that `tawara train` wrote", found: model)
    }
    let (paths, hints) = try input.records(path)
    var bench = TeachingBench(
      classifier, annotator: annotator, counts: counts, flipped: flipped, seed: seed,
      firstSeconds: firstMinutes.map { 60 * $0 }, families: shown, detects: detected)
    var line = ProgressLine("adapt")
    let chosen = try choice.chosen(paths)
    for (place, path) in chosen.enumerated() {
      line.show(Double(place) / Double(chosen.count))
      try bench.add(try Recording(path: path, hints: hints), crew: crew)
    }
    line.clear()
    guard !bench.isEmpty else {
      throw CommandError.badOption(
        name: "PATH", expected: "records with beats of the annotator \(annotator)", found: path)
    }
    let report = bench.report()
    if json { try Output.json(report.rows) } else { try Output.lines(report.markdown) }
  }
}
