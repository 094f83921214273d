import Annotations
import ArgumentParser
import ArrhythmiaModel
import Evaluation
import Foundation
import ReviewSession
import ReviewStore
import Training
import Waveforms

/// From recordings to the windows of a training.
struct PrepareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prepare", abstract: "Make a data set of annotated records.",
    discussion: """
      Resamples to 250 Hz, filters, finds the segments of each rhythm (or the
      beats), and cuts windows of 4.096 s. The same folder, preset and seed
      give the same file. With --reader the labels are those that this reader
      has set in the review or with `tawara label`: records that have some make
      a data set, and `tawara train` a model of it.
      """)

  @Argument(help: "A folder of records, or one record.")
  var data: String

  @Option(help: "Where to write the data set.")
  var out: String

  @OptionGroup var preparation: PreparationOptions
  @OptionGroup var threading: ThreadOptions

  @Option(help: "The seed of the choice among too many windows.")
  var seed: UInt64 = 1

  @Option(help: "Take the labels that this reader has set, and not those beside the records.")
  var reader: String?

  @OptionGroup var store: StoreOptions

  @Flag(help: "Replace the file.")
  var force = false

  func run() throws {
    try Overwriting.check(out, inputs: [data], force: force)
    var request = try preparation.request(data, seed: seed)
    if let reader {
      let name = try ReaderOptions.checked("--reader", reader)
      guard preparation.annotator == nil else {
        throw CommandError.badOption(
          name: "--annotator", expected: "none beside --reader, as labels are of one of them",
          found: preparation.annotator ?? "")
      }
      let log = try store.openExisting()
      request.labels = .init(name: name) { recording in
        let key = TransactionLogKey(
          record: try RecordIdentity(of: recording.record).digest, set: name)
        return try LabelBook(key, reader: name, log: log)?.marks
      }
    }
    let builder = try DatasetBuilder(request)
    var line = ProgressLine("prepare")
    let dataset = try Dataset.write(builder, path: out, crew: threading.crew()) {
      line.show(Double($0) / Double($1), "\($0) of \($1) records")
    }
    line.clear()
    for remark in dataset.remarks { Output.note(remark) }
    try Output.lines(DatasetSummary.lines(dataset, title: out))
  }
}
