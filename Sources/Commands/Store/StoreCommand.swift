import Annotations
import ArgumentParser
import Evaluation
import Foundation
import ReviewSession
import ReviewStore
import Waveforms

/// The store of labels and decisions.
struct StoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store", abstract: "Check, copy and move the labels and decisions that are kept.",
    discussion: """
      Labels, bookmarks, pinned intervals and review states are kept in one file, which is only ever
      appended to where labels are concerned. It is copied once a day into the folder backups beside it;
      copies of seven days stay.
      """,
    subcommands: [
      StoreCheckCommand.self, StoreBackupCommand.self, StoreRestoreCommand.self,
      StoreExportCommand.self, StoreHistoryCommand.self, StoreMoveCommand.self,
      StoreGrantCommand.self, StoreRevokeCommand.self, StoreRolesCommand.self,
    ])
}

struct StoreCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Make all labels again from their log, and compare.",
    discussion: """
      Exits with 2 where something is wrong. --repair makes snapshots and counts again from the log,
      which is never changed.
      """)

  @OptionGroup var store: StoreOptions

  @Flag(help: "Make what follows from the log again.")
  var repair = false

  func run() throws {
    let store = try store.openExisting()
    if repair { try store.rebuild() }
    let check = try store.check()
    try Output.lines(check.faults.map(PlainText.safe))
    try Output.lines([
      "\(store.name): \(check.records.counted("record")), \(check.sets.counted("set")), "
        + "\(check.transactions.counted("change")), \(check.labels.counted("label")), "
        + (check.faults.isEmpty ? "all as the log has it" : check.faults.count.counted("fault"))
    ])
    guard check.faults.isEmpty else { throw ExitCode(ExitStatus.badInput) }
  }
}

struct StoreBackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copy the store, also while others write.")

  @Argument(
    help: "Where to; the folder backups beside the store, under today's date, if not given.")
  var copy: String?

  @OptionGroup var store: StoreOptions

  func run() throws {
    let store = try store.openExisting()
    guard let copy else {
      let folder = try self.store.path().folderPath
      try store.backUpToday()
      return Output.note("today's copy is in \(folder)/backups")
    }
    guard !FileManager.default.fileExists(atPath: copy) else {
      throw CommandError.exists(path: copy)
    }
    try store.backUp(to: copy)
    Output.note("\(copy): written")
  }
}

struct StoreRestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Put a backup in the store's place.",
    discussion: "What is there now is kept beside it, under a name of its own.")

  @Argument(help: "The backup; the newest one that can be read if not given.")
  var backup: String?

  @OptionGroup var store: StoreOptions

  func run() throws {
    let path = try store.path()
    if let backup, !FileManager.default.fileExists(atPath: backup) {
      throw FileError.cannotRead(file: backup, reason: "there is no such file")
    }
    let (used, replaced) = try DecisionStore.restore(backup, to: path)
    let kept = replaced.map { "; what was there is kept as \($0)" } ?? ""
    Output.note("\(path): restored from \(used)\(kept)")
  }
}

struct StoreExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write every set of labels as JSON into a new folder.",
    discussion: """
      A file for each set, RECORD.SET.json, with everything that a label says; "tawara label --from" reads
      it back.
      """)

  @Argument(help: "The folder, which must not be there yet.")
  var folder: String

  @OptionGroup var store: StoreOptions

  func run() throws {
    let store = try store.openExisting()
    guard !FileManager.default.fileExists(atPath: folder) else {
      throw CommandError.exists(path: folder)
    }
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    } catch {
      throw CommandError.cannotWrite(path: folder, reason: "the folder cannot be made")
    }
    let sets = try store.allSets()
    var taken: Set<String> = []
    for set in sets {
      guard let book = try LabelBook(set.key, reader: set.key.set, log: store) else { continue }
      let record = set.path?.fileName.withoutExtension ?? String(set.key.record.prefix(12))
      var name = "\(record).\(set.key.set).json"
      if !taken.insert(name).inserted {
        name = "\(record)-\(set.key.record.prefix(12)).\(set.key.set).json"
      }
      try Output.write(
        try PlainText.json(book.rows) + [UInt8(ascii: "\n")], to: folder.appendingPath(name))
    }
    Output.note("\(folder): \(sets.count.counted("set")) written")
  }
}

struct StoreHistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Print what was done to a record's labels.",
    discussion: "A line for each change, the newest last: its time, who made it, and what it did.")

  @Argument(help: "A record.")
  var path: String

  @OptionGroup var readers: ReaderOptions

  @OptionGroup var store: StoreOptions

  @OptionGroup var input: InputOptions

  func run() throws {
    let store = try store.openExisting()
    let identity = try RecordIdentity(of: input.open(path).record)
    let sets = try store.sets(ofRecord: identity.digest)
    let isAll = readers.set == nil && readers.reader == nil
    let wanted = try isAll ? sets : sets.filter { $0.key.set == (try readers.setName()) }
    guard !wanted.isEmpty else {
      throw isAll
        ? DecisionStoreError.nothingOf(record: path)
        : DecisionStoreError.noSet(name: try readers.setName())
    }
    for set in wanted {
      let source = set.source.map { "begun with \($0)" } ?? "begun empty"
      try Output.lines(["set \(set.key.set), \(source)"])
      guard let beginning = try store.beginning(of: set.key) else { continue }
      let changes = try store.transactions(of: set.key, behind: 0)
      try Output.lines(
        changes.map { change in
          PlainText.safe(
            PlainText.left(change.time.formatted(.iso8601), 22)
              + PlainText.left(change.author, 12) + change.words(beginning.marks.timeLine))
        })
    }
  }
}

struct StoreMoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "move",
    abstract: "Give what was decided of a record to another, or all to another store.",
    discussion: """
      Between two stores, sqlite://FILE and postgresql://USER@HOST/DATABASE either way, all is copied and
      compared row by row; the other one has to be empty, and the first stays as it is.

      A record that was moved or renamed is found again by what it holds, and needs none of this. One whose
      files have changed is known as another: this gives it the labels, bookmarks and intervals that the
      earlier one had.
      """)

  @Argument(help: "Where the earlier record was seen last, or its digest.")
  var from: String

  @Argument(help: "The record as it is now.")
  var to: String

  @OptionGroup var store: StoreOptions

  @OptionGroup var input: InputOptions

  func run() throws {
    if [from, to].contains(where: StoreOptions.Place.isURL) { return try copyAll() }
    let store = try store.openForWriting()
    let place = URL(filePath: from).standardizedFileURL.path
    let known = try store.identity(lastSeenAt: from) ?? store.identity(lastSeenAt: place)
    guard let known else { throw DecisionStoreError.nothingOf(record: from) }
    let target = try RecordIdentity(of: input.open(to).record)
    guard known != target else {
      return Output.note("\(to): it is the same record, its labels are found as they are")
    }
    let moved = try store.move(
      from: known, to: target, at: URL(filePath: to).standardizedFileURL.path)
    Output.note(
      "\(to): \(moved.sets.counted("set")), \(moved.bookmarks.counted("bookmark")) and "
        + "\(moved.intervals.counted("interval")) are its own now")
    if !moved.staying.isEmpty {
      Output.note(
        "\(moved.staying.joined(separator: ", ")): expected no set of this name there, found one; "
          + "both stay where they are")
    }
  }

  private func copyAll() throws {
    let source = try StoreOptions.Place(from).openExisting()
    let target = try StoreOptions.Place(to).open()
    let copied = try source.copy(to: target)
    Output.note(
      "\(target.name): \(copied.records.counted("record")), \(copied.sets.counted("set")) and "
        + "\(copied.changes.counted("change")) of labels are as in \(source.name), which stays as it is"
    )
  }
}
