import ArgumentParser
import Evaluation
import NeuralNetwork
import SignalProcessing
import Waveforms

/// How pure families of beats are, and what they save a reader.
struct BenchFamiliesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "families", abstract: "Score families of beats against annotations.",
    discussion: """
      Sorts the annotated beats of each record by form and timing, without their labels, and says of how
      many the label is the commonest one of their family, by class of EC57 and by symbol. A beat alone is
      a family. Beside it stand the seconds that a simulated reader takes until 99 % of a record's beats
      are right: 20 beats a screen, 2 s a screen, 1 s a key, each family named by the majority on its
      first screen; and the seconds for going through the record beat by beat.
      With --by activation beats are sorted by how they activate the electrograms' sites, and the label of
      a beat is the rhythm that is in force.
      """)

  @Argument(help: "A record, or a folder of records.")
  var path: String

  @Option(help: "Whose beats and labels.")
  var annotator = "atr"

  @OptionGroup var choice: RecordChoice

  @Option(help: "The order of a family's members: bothEnds, typicalFirst, oddFirst or time.")
  var order = ReadingOrder.bothEnds.rawValue

  @Option(help: "What beats are sorted by: form or activation.")
  var by = FamilySorting.form.rawValue

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var input: InputOptions
  @OptionGroup var threading: ThreadOptions

  func run() throws {
    guard let order = ReadingOrder(rawValue: order) else {
      throw CommandError.badOption(
        name: "--order", expected: "bothEnds, typicalFirst, oddFirst or time", found: order)
    }
    guard let sorting = FamilySorting(rawValue: by) else {
      throw CommandError.badOption(name: "--by", expected: "form or activation", found: by)
    }
    let crew = try threading.crew()
    let (paths, hints) = try input.records(path)
    var bench = FamilyBench(by: sorting, annotator: annotator, order: order)
    for path in try choice.chosen(paths) {
      try bench.add(try Recording(path: path, hints: hints), crew: crew)
    }
    guard !bench.isEmpty else {
      throw CommandError.badOption(
        name: "PATH",
        expected: "records with beats of the annotator \(annotator)"
          + (sorting == .form ? "" : " and electrograms"), found: path)
    }
    if json { return try Output.json(bench.report) }
    try Output.lines(bench.markdown)
  }
}
