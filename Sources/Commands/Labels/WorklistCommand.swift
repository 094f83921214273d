import Annotations
import ArgumentParser
import ArrhythmiaModel
import Evaluation
import Foundation
import ReviewApp
import ReviewSession
import ReviewStore
import Training
import Waveforms

/// What to label next, and why.
struct WorklistCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worklist", abstract: "Say which windows of a folder to label next, and why.",
    discussion: """
      A model reads every window of the records; those come first where a label is worth most: where the
      model is unsure (entropy, margin), where it sees a rare class (rarity), where it contradicts what
      is there (importedLabel) or itself (heads), far from all that it knows (distance), or unlike all
      that was asked (coverage). Near-identical windows of one patient do not follow each other. What the
      reader has labelled is not asked again. --skip, --defer and --flag set a window aside, by its
      record and a time in it; --reopen brings it back. Readers who share a store share the work out
      with --hold: what one holds is in nobody else's list, here and in the review, until the time is up.
      """)

  @Argument(help: "A folder of records, or a record.")
  var path: String

  @OptionGroup var readers: ReaderOptions

  @Option(help: "What decides: entropy, margin, rarity, importedLabel, heads, distance, coverage.")
  var by = WorklistCriterion.entropy.rawValue

  @Option(help: "How many windows are listed.")
  var count = 20

  @Option(
    help: ArgumentHelp(
      "Hold the listed windows for so long: other readers of the store are not asked for them.",
      valueName: "minutes"))
  var hold: Double?

  @Option(help: "A model by its name or file; auto is the one that suits the records.")
  var model: String?

  @Option(help: "Set a window aside: RECORD@SECONDS.")
  var skip: [String] = []

  @Option(help: "Ask for a window after all others.")
  var `defer`: [String] = []

  @Option(help: "Set a window aside to be looked at by others.")
  var flag: [String] = []

  @Option(help: "Ask for a window again.")
  var reopen: [String] = []

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var input: InputOptions
  @OptionGroup var threading: ThreadOptions

  func run() throws {
    guard let criterion = WorklistCriterion(rawValue: by) else {
      throw CommandError.badOption(
        name: "--by",
        expected: WorklistCriterion.allCases.map(\.rawValue).joined(separator: ", "), found: by)
    }
    guard (1...100_000).contains(count) else {
      throw CommandError.badOption(
        name: "--count", expected: "a number from 1 to 100000", found: "\(count)")
    }
    if let hold, !(0.1...100_000).contains(hold) {
      throw CommandError.badOption(
        name: "--hold", expected: "minutes from 0.1 to 100000", found: "\(hold)")
    }
    let store = try store.open()
    let (paths, hints) = try input.records(path)
    let open = { path in
      try store.mapped(Recording(path: path, hints: hints), saying: hints.channels)
    }
    guard let first = paths.first else {
      throw CommandError.badOption(name: "PATH", expected: "records, or one", found: path)
    }
    let models = try ModelChoice.models(model)
    guard
      let readers = try SuitedClassifiers(
        models, for: open(first).record, crew: threading.crew())
    else {
      throw CommandError.badOption(
        name: "--model", expected: "a model's name or file, or auto", found: ModelChoice.none)
    }
    var filling = WorklistFilling(
      readers, reader: try self.readers.setName(), store: store,
      patients: PatientTable(folder: path))
    try fill(&filling, paths, open)
    try setAside(filling, store)
    let board = try board(filling, criterion, store)
    let report = WorklistReport(board.list, criterion: criterion, count: count)
    if json { return try Output.json(report) }
    try Output.lines(report.lines.map(PlainText.safe))
  }

  /// Has the model read all records.
  private func fill(
    _ filling: inout WorklistFilling, _ paths: [String], _ open: (String) throws -> Recording
  ) throws {
    var line = ProgressLine("worklist")
    for (number, path) in paths.enumerated() {
      line.show(Double(number) / Double(paths.count))
      do {
        try filling.add(try open(path), named: path)
      } catch let error as PreparationError {
        Output.note("\(path): left out: \(error)")
      }
    }
    line.clear()
  }

  /// The list, all of whose first windows are held where that is asked for: what another reader
  /// has been given in the meantime is left out, and the next ones take its place.
  private func board(
    _ filling: WorklistFilling, _ criterion: WorklistCriterion, _ store: DecisionStore
  ) throws -> WorklistBoard {
    while true {
      let board = try filling.board()
      guard let hold else { return board }
      let places = board.list.next(count, by: criterion).map { board.place(of: $0.index) }
      let held = try store.hold(
        places, reader: filling.reader, until: Date(timeIntervalSinceNow: 60 * hold), at: Date())
      if held.count == places.count { return board }
    }
  }

  private func setAside(_ filling: WorklistFilling, _ store: DecisionStore) throws {
    let wanted: [(String, [String], WorklistState)] = [
      ("--skip", skip, .skipped), ("--defer", `defer`, .deferred), ("--flag", flag, .flagged),
      ("--reopen", reopen, .open),
    ]
    let board = try filling.board()
    for (option, places, state) in wanted {
      for place in places {
        guard let at = place.lastIndex(of: "@"),
          let seconds = Double(place[place.index(after: at)...]),
          let index = board.index(record: String(place[..<at]), seconds: seconds)
        else {
          throw CommandError.badOption(
            name: option, expected: "RECORD@SECONDS of a window in the list", found: place)
        }
        try store.setWorklist(
          state.word, reader: filling.reader, of: board.source(of: index).identity,
          at: board.place(of: index).seconds)
      }
    }
  }
}
