import ArgumentParser
import Evaluation
import Foundation
import ReviewApp
import ReviewStore
import Waveforms

/// The intervals that a reader has pinned to a record.
struct IntervalsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "intervals",
    abstract: "Print the intervals that were pinned to records in the review.",
    discussion: """
      Prints name, length and both ends of each interval: the moment and the
      channel. They are kept with what readers decide of records, and found by
      what a record holds, wherever it lies. Not for diagnosis.
      """)

  @Argument(help: "A record, or a folder of records.")
  var path: String

  @Flag(help: "Print CSV, with times in seconds.")
  var csv = false

  @OptionGroup var store: StoreOptions

  @OptionGroup var input: InputOptions

  func run() throws {
    let (paths, hints) = try input.records(path)
    let store = try store.store == nil ? store.open() : store.openExisting()
    if csv {
      try Output.lines(["record,name,from_channel,from_s,to_channel,to_s,interval_s"])
    }
    for path in paths {
      let record = try Recording(path: path, hints: hints).record
      let found = try store.intervals(of: RecordIdentity(of: record))
      try Output.lines(csv ? Self.csv(record.name, found) : Self.table(record.name, found))
    }
    if csv { try Output.lines(["# not for diagnosis"]) }
  }

  private static func csv(_ record: String, _ found: [PinnedInterval]) -> [String] {
    func seconds(_ value: Double) -> String { String(format: "%.4f", value) }
    return found.map { interval in
      PlainText.csvLine([
        record, interval.name, interval.from.channel, seconds(interval.from.seconds),
        interval.to.channel, seconds(interval.to.seconds), seconds(interval.seconds),
      ])
    }
  }

  private static func table(_ record: String, _ found: [PinnedInterval]) -> [String] {
    guard !found.isEmpty else { return ["\(record): no pinned intervals"] }
    let lines = found.map { interval in
      PlainText.left(TimeLabel.text(interval.from.seconds), 13)
        + PlainText.right(String(format: "%.1f ms", interval.seconds * 1000), 11) + "  "
        + PlainText.safe(
          "\(interval.name)  \(interval.from.channel) to \(interval.to.channel)")
    }
    return ["\(record): \(found.count) pinned", ""] + lines + ["", "not for diagnosis"]
  }
}
