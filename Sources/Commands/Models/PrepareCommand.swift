import ArgumentParser
import ArrhythmiaModel
import Evaluation
import Foundation
import Training

/// From recordings to the windows of a training.
struct PrepareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prepare", abstract: "Make a data set of annotated records.",
    discussion: """
      Resamples to 250 Hz, filters, finds the segments of each rhythm (or the
      beats), and cuts windows of 4.096 s. The same folder, preset and seed
      give the same file.
      """)

  @Argument(help: "A folder of records, or one record.")
  var data: String

  @Option(help: "Where to write the data set.")
  var out: String

  @OptionGroup var preparation: PreparationOptions
  @OptionGroup var threading: ThreadOptions

  @Option(help: "The seed of the choice among too many windows.")
  var seed: UInt64 = 1

  @Flag(help: "Replace the file.")
  var force = false

  func run() throws {
    try Overwriting.check(out, inputs: [data], force: force)
    let builder = try DatasetBuilder(preparation.request(data, seed: seed))
    var line = ProgressLine("prepare")
    let dataset = try Dataset.write(builder, path: out, crew: threading.crew()) {
      line.show(Double($0) / Double($1), "\($0) of \($1) records")
    }
    line.clear()
    for remark in dataset.remarks { Output.note(remark) }
    try Output.lines(DatasetSummary.lines(dataset, title: out))
  }
}
