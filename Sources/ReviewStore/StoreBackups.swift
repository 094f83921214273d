import Foundation
import GRDB
import Waveforms

/// Copies of the file of decisions beside it: one a day, of the last seven days that it was written
/// on.
struct StoreBackups {
  /// Of the file that is copied.
  let path: String

  private static let kept = 7
  private static let prefix = "decisions-"

  var folder: String { path.folderPath.appendingPath("backups") }

  /// The names of the copies, the newest first.
  var names: [String] {
    let found = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return found.filter { $0.hasPrefix(Self.prefix) && $0.hasSuffix(".sqlite") }.sorted(by: >)
  }

  /// The newest copy that can be read whole.
  var newest: String? {
    names.lazy.map { folder.appendingPath($0) }.first(where: Self.isWhole)
  }

  static func isWhole(_ path: String) -> Bool {
    var configuration = Configuration()
    configuration.readonly = true
    guard let queue = try? DatabaseQueue(path: path, configuration: configuration) else {
      return false
    }
    // An empty file is a whole one to SQLite.
    let isWhole = try? queue.read {
      try $0.tableExists("record")
        && String.fetchOne($0, sql: "PRAGMA quick_check(1)") == "ok"
    }
    return isWhole ?? false
  }

  /// A copy of an empty file would keep that of a full one from being made on the same day.
  private static func holdsAnything(_ queue: DatabaseQueue) throws -> Bool {
    try queue.read {
      try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM record)") ?? false
    }
  }

  /// Copies the file for today, if that has not been done. A clock that goes back makes no second
  /// copy of a day.
  func makeToday(_ queue: DatabaseQueue, now: Date = Date()) throws {
    let name = Self.prefix + Self.day(now) + ".sqlite"
    guard !names.contains(name), try Self.holdsAnything(queue) else { return }
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try Self.copy(queue, to: folder.appendingPath(name))
    for old in names.dropFirst(Self.kept) {
      try? FileManager.default.removeItem(atPath: folder.appendingPath(old))
    }
  }

  /// Copies a database to a file that is there as a whole or not at all.
  static func copy(_ queue: DatabaseQueue, to path: String) throws {
    let unfinished = path + ".unfinished-\(ProcessInfo.processInfo.processIdentifier)"
    try? FileManager.default.removeItem(atPath: unfinished)
    defer { try? FileManager.default.removeItem(atPath: unfinished) }
    guard
      FileManager.default.createFile(
        atPath: unfinished, contents: nil, attributes: [.posixPermissions: 0o600])
    else { throw DecisionStoreError.cannotBeWritten(file: path) }
    do {
      let copy = try DatabaseQueue(path: unfinished)
      try queue.backup(to: copy)
      try copy.close()
    }
    // Over what is there: of one day one copy is as good as another.
    try? FileManager.default.removeItem(atPath: path)
    try FileManager.default.moveItem(atPath: unfinished, toPath: path)
  }

  private static func day(_ date: Date) -> String {
    date.formatted(.iso8601.year().month().day())
  }
}
