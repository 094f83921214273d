import ReviewApp
import Annotations
import ArgumentParser
import Evaluation
import Foundation
import ReviewSession
import ReviewStore
import Waveforms

/// Labels of a reader, set and printed by scripts: the same sets as in the review.
struct LabelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "label", abstract: "Set, change, print and export a reader's labels of a record.",
    discussion: """
      Carries out --add, --change, --remove, --span, --undo and --redo in the order given, each as an
      action of its own that is on the disk before the next begins; --undo takes back the last one, also
      of an earlier run or of the review. Then prints the labels, or with --json or --csv all that is
      known of them. A set begins empty, or with --from as a copy of an annotator's marks or of a file's, or
      with --between A,B with what two readers agree on; the places on which they differ are proposals of
      both then, and --take decides them. Files that came with a record are never changed.
      """)

  @Argument(help: "A record.")
  var path: String

  @OptionGroup var readers: ReaderOptions

  @Option(help: "Add a label: LABEL@SECONDS, as V@12.34 or \"X AVRT@3.2\".")
  var add: [String] = []

  @Option(help: "Change the label nearest to a time, within 50 ms: SECONDS=LABEL.")
  var change: [String] = []

  @Option(help: "Remove the label nearest to a time, within 50 ms.")
  var remove: [String] = []

  @Option(help: "Add a span of a rhythm or of noise: NAME@START-END, as AFIB@10-20.")
  var span: [String] = []

  @Option(help: "Decide a place for one of two readers: READER@SECONDS, or neither@SECONDS.")
  var take: [String] = []

  @Flag(help: "Take the last action back.")
  var undo: Int

  @Flag(help: "Make the action again that was taken back last.")
  var redo: Int

  @Option(help: "Begin the set with an annotator's marks, or a file's (.json, .csv).")
  var from: String?

  @Option(help: "Begin the set with what two readers agree on: A,B.")
  var between: String?

  @Option(
    help:
      "Write the labels beside the record, under this annotator's name, or into a file .edf or .bdf with it."
  )
  var export: String?

  @Flag(help: "Print the labels as a JSON array.")
  var json = false

  @Flag(help: "Print the labels as CSV.")
  var csv = false

  @OptionGroup var store: StoreOptions

  @OptionGroup var input: InputOptions

  func run() throws {
    let actions = try LabelActions(self).inOrder()
    let recording = try input.open(path)
    let record = recording.record
    let source = try source()
    let isWriting = !actions.isEmpty || source != nil
    let store = isWriting ? try store.openForWriting() : try store.open()
    let identity = try RecordIdentity(of: record)
    let key = TransactionLogKey(record: identity.digest, set: try readers.setName())
    if isWriting {
      try store.opened(identity, at: Date(), path: URL(filePath: path).standardizedFileURL.path)
    }
    var book = try open(key, recording, store, source, isWriting: isWriting)
    for action in actions {
      guard let made = try book?.perform(action, duration: record.durationSeconds) else { continue }
      if isQuiet { Output.note(made.words(TimeLine(ticksPerSecond: record.frameRateHz))) }
    }
    if let export {
      guard let book else { throw DecisionStoreError.noSet(name: key.set) }
      try LabelExport(book: book, recording: recording, store: store).write(export)
    }
    if !isQuiet { try printLabels(book, record) }
  }

  /// Whether the labels themselves are not asked for: something else is.
  private var isQuiet: Bool {
    let acts = [add, change, remove, span, take].contains { !$0.isEmpty } || undo > 0 || redo > 0
    return (acts || export != nil || from != nil || between != nil) && !json && !csv
  }

  /// What the set is asked to begin with: an annotator's name, a file's, or those of two readers.
  private func source() throws -> Source? {
    guard let between else { return from.map { .one($0) } }
    let names = between.split(separator: ",").map(String.init)
    guard names.count == 2, names[0] != names[1], from == nil else {
      throw CommandError.badOption(
        name: "--between", expected: "two readers with a comma between them, and no --from",
        found: between)
    }
    return .two(names)
  }

  private enum Source {
    case one(String)
    case two([String])

    /// As the set says it.
    var name: String {
      switch self {
      case .one(let name): LabelFile.sourceName(name)
      case .two(let names): Adjudication.source(of: names)
      }
    }
  }

  private func open(
    _ key: TransactionLogKey, _ recording: Recording, _ store: DecisionStore, _ source: Source?,
    isWriting: Bool
  ) throws -> LabelBook? {
    let reader = try readers.name()
    if let known = try LabelBook(key, reader: reader, log: store) {
      if let source, known.source != source.name {
        throw CommandError.badOption(
          name: from == nil ? "--between" : "--from",
          expected: "no source, or \(known.source ?? "none"), which set \(key.set) has begun with",
          found: source.name)
      }
      return known
    }
    guard isWriting else { return nil }
    return try LabelBook(
      key, reader: reader, log: store, beginningWith: try beginning(source, recording, store))
  }

  private func beginning(_ source: Source?, _ recording: Recording, _ store: DecisionStore) throws
    -> SetBeginning
  {
    switch source {
    case nil: return .empty(of: recording.record)
    case .two(let names): return try beginning(between: names, recording, store)
    case .one(let name) where LabelFile.isFile(name):
      let contents = try LabelFile.read(name, of: recording.record)
      for note in contents.notes { Output.note(note) }
      return SetBeginning(source: LabelFile.sourceName(name), marks: contents.marks)
    case .one(let name):
      let set = try recording.annotations(name)
      for warning in set.warnings { Output.note("warning: \(warning)") }
      return try SetBeginning(set, of: recording.record)
    }
  }

  private func beginning(
    between names: [String], _ recording: Recording, _ store: DecisionStore
  ) throws -> SetBeginning {
    let sources = LabelSources(log: store)
    let sets = try names.map { name in
      guard let set = try sources.beginning(name, of: recording) else {
        throw DecisionStoreError.noSet(name: name)
      }
      return set
    }
    let beginning = try SetBeginning.between(sets, named: names, of: recording.record)
    let differing = beginning.marks.disputes.count
    let agreed = beginning.marks.count { !$0.provenance.isProposal }
    Output.note("\(agreed.counted("label")) agreed on, \(differing.counted("place")) to decide")
    return beginning
  }

  private func printLabels(_ book: LabelBook?, _ record: Record) throws {
    let rows = book?.rows ?? []
    if json { return try Output.json(rows) }
    var output = Output()
    if csv {
      try output.line(PlainText.csvLine(LabelRow.columns))
      for row in rows { try output.line(PlainText.csvLine(row.cells)) }
      return try output.flush()
    }
    try output.line("\(record.name): \(rows.count.counted("label"))")
    for row in rows {
      let time = TimeLabel.text(row.time_s)
      let end = row.end_s.map { "to " + TimeLabel.text($0) } ?? ""
      let words = [row.symbol, row.aux].filter { !$0.isEmpty }.joined(separator: " ")
      try output.line(
        PlainText.safe(
          PlainText.left(time, 14) + PlainText.left(end, 16) + PlainText.left(words, 16)
            + [row.reader, row.origin].compactMap { $0 }.joined(separator: ", ")))
    }
    try output.flush()
  }
}

extension LabelFile {
  /// What a set says that it has begun with: an annotator's name, or a file's without its folder.
  static func sourceName(_ name: String) -> String { isFile(name) ? name.fileName : name }
}

/// The actions of a call in the order in which they stand on its command line, which the options
/// alone do not tell.
private struct LabelActions {
  private var left: [String: ArraySlice<String>]

  init(_ command: LabelCommand) {
    left = [
      "--add": command.add[...], "--change": command.change[...], "--remove": command.remove[...],
      "--span": command.span[...], "--take": command.take[...],
    ]
  }

  mutating private func next(_ name: String) -> String { left[name]?.popFirst() ?? "" }

  func inOrder() throws -> [LabelAction] {
    var copy = self
    return try Console.current.arguments.compactMap { argument in
      switch argument.split(separator: "=", maxSplits: 1).first.map(String.init) {
      case "--add": try .add(copy.next("--add"))
      case "--change": try .change(copy.next("--change"))
      case "--remove": try .remove(copy.next("--remove"))
      case "--span": try .span(copy.next("--span"))
      case "--take": try .take(copy.next("--take"))
      case "--undo": .undo
      case "--redo": .redo
      case _: nil
      }
    }
  }
}
