import ArgumentParser
import ReviewApp
import ReviewStore
import Waveforms

/// What the command line says of records that their files do not say.
struct InputOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What channels are: ECG1=II,ECG2=V1,ch7=CS12, or a file with an entry a line.",
      discussion: """
        NAME is a channel's, or #2 for the second one; WHAT a lead, electrodes (CS12, HIS d, RVA,
        ABL 1-2, HRA), ART, STIM, or none for what is not to be used. A minus sign before WHAT turns
        the channel upside down.
        """, valueName: "name=what"))
  var map: [String] = []

  @Option(help: "Samples a second, for a table or matrix that does not say it.")
  var rate: Double?

  @Flag(help: "Open files that a WFDB header names outside of its folder.")
  var allowOutside = false

  func hints() throws -> RecordHints {
    if let rate, !(1e-3...1e7).contains(rate) {
      throw CommandError.badOption(
        name: "--rate", expected: "a number of Hz from 0.001 to 10000000", found: "\(rate)")
    }
    var entries: [ChannelMap.Entry] = []
    for text in map {
      entries +=
        text.contains("=") ? try ChannelMap(list: text).entries : try ChannelMap(path: text).entries
    }
    return RecordHints(
      samplingRateHz: rate, channels: ChannelMap(entries), allowsOutside: allowOutside)
  }

  /// Opens a record, and says what is wrong with its files.
  func open(_ path: String) throws -> Recording {
    let recording = try Recording(path: path, hints: hints())
    OpenedRecords.current.add(recording.record)
    return recording
  }

  /// Opens a record as the review does: with what readers have said of its channels.
  func open(_ path: String, with store: DecisionStore) throws -> Recording {
    try store.mapped(open(path), saying: hints().channels)
  }

  /// The records that a path names: itself, or those in a folder, each of which need not have all
  /// channels that are spoken of.
  func records(_ path: String) throws -> (paths: [String], hints: RecordHints) {
    guard RecordFolder.exists(path) else { return ([path], try hints()) }
    let names = try RecordFolder(path: path).recordNames
    return (names.map { path.appendingPath($0) }, try hints().lenient)
  }
}
