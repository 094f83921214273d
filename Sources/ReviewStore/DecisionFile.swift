import Foundation
import GRDB
import Waveforms

/// The file that decisions are in: made for the user alone, set aside where it is damaged.
struct DecisionFile {
  let path: String

  /// Opens the file, or makes it, and brings it to its present form.
  /// - Returns: the file, and in a sentence what was damaged and is now kept elsewhere.
  func open() throws(DecisionStoreError) -> (queue: DatabaseQueue, notice: String?) {
    try makeFolder()
    // Two programs that begin at once must not both set a file aside, or both make one.
    let lock = try lock()
    defer { lock.release() }
    do {
      return (try opened(), nil)
    } catch .damaged {
      let aside = try setAside()
      let notice = DecisionStoreError.damaged(file: path).description + "; it was kept as \(aside)"
      guard let backup = StoreBackups(path: path).newest else { return (try opened(), notice) }
      try takeUp(backup)
      let queue = try opened()
      let brought = StoreSalvage(damaged: aside).bringBack(into: queue)
      return (queue, notice + ", and the backup \(backup.fileName) taken up; \(brought)")
    }
  }

  /// Puts a backup where there is no file now.
  private func takeUp(_ backup: String) throws(DecisionStoreError) {
    do {
      try FileManager.default.copyItem(atPath: backup, toPath: path)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o600], ofItemAtPath: path)
    } catch {
      throw .cannotBeWritten(file: path)
    }
  }

  /// Puts a backup in the file's place; what was there is kept beside it.
  /// - Returns: where what was there is now; nil where there was none.
  func restore(_ backup: String) throws(DecisionStoreError) -> String? {
    try makeFolder()
    let lock = try lock()
    defer { lock.release() }
    guard StoreBackups.isWhole(backup) else { throw .damaged(file: backup) }
    let aside =
      FileManager.default.fileExists(atPath: path) ? try setAside(as: ".replaced") : nil
    try takeUp(backup)
    return aside
  }

  private func makeFolder() throws(DecisionStoreError) {
    let folder = path.folderPath
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw .folderCannotBeMade(folder: folder)
    }
  }

  private func opened() throws(DecisionStoreError) -> DatabaseQueue {
    // SQLite gives the files that it makes beside this one the permissions of this one.
    guard
      FileManager.default.fileExists(atPath: path)
        || FileManager.default.createFile(
          atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
    else { throw .cannotBeOpened(file: path) }
    do {
      let queue = try DatabaseQueue(path: path, configuration: Self.configuration)
      try queue.read(requireWhole)
      try Self.migrate(queue, file: path)
      return queue
    } catch {
      throw DecisionStoreError(error, file: path)
    }
  }

  /// Files up to this size are looked through whenever they are opened: some 50 ms. Larger ones
  /// when they are copied, once a day; what is read meanwhile has sums of its own.
  private static let quickBytes = 32 << 20

  private func requireWhole(_ database: Database) throws {
    guard (MappedFile.byteCount(of: path) ?? 0) <= Self.quickBytes else { return }
    let found = try String.fetchOne(database, sql: "PRAGMA quick_check(1)")
    guard found == "ok" else { throw DecisionStoreError.damaged(file: path) }
  }

  /// Refuses a file with steps that this program does not know: what they mean cannot be known.
  static func migrate(_ queue: DatabaseQueue, file: String) throws {
    let migrator = DecisionMigrations.migrator
    guard try !queue.read(migrator.hasBeenSuperseded) else {
      throw DecisionStoreError.newerProgram(file: file)
    }
    try migrator.migrate(queue)
  }

  static var configuration: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(5)
    configuration.prepareDatabase { database in
      // Where the file system has no shared memory this stays a rollback journal, as safe.
      try database.execute(sql: "PRAGMA journal_mode = WAL")
      // A decision that was acknowledged outlives a power cut.
      try database.execute(sql: "PRAGMA synchronous = FULL")
      // Room, in KiB, for the pages of a list of a hundred thousand records. Not `mmap_size`: a
      // file that another program cuts short would end this one.
      try database.execute(sql: "PRAGMA cache_size = -65536")
    }
    return configuration
  }

  /// Keeps a damaged file under a name that nothing has, with its journal: SQLite would take that
  /// for the next file's. Wraps `rename` by way of `FileManager`.
  private func setAside(as suffix: String = ".damaged") throws(DecisionStoreError) -> String {
    let aside = freePath(suffix)
    do {
      try FileManager.default.moveItem(atPath: path, toPath: aside)
      for suffix in ["-wal", "-shm", "-journal"]
      where FileManager.default.fileExists(atPath: path + suffix) {
        try FileManager.default.moveItem(atPath: path + suffix, toPath: aside + suffix)
      }
    } catch {
      throw .damaged(file: path)
    }
    return aside
  }

  private func freePath(_ suffix: String) -> String {
    var number = 1
    var name = path + suffix
    while FileManager.default.fileExists(atPath: name) {
      number += 1
      name = path + "\(suffix)-\(number)"
    }
    return name
  }

  /// Waits longer than a writer does: on a busy disk another program may be making the file.
  private func lock() throws(DecisionStoreError) -> FileLock {
    do {
      return try FileLock(path: path + ".lock", seconds: 15)
    } catch {
      switch error {
      case .busy: throw .busy(file: path)
      case .cannotBeWritten: throw .folderCannotBeWritten(folder: path.folderPath)
      }
    }
  }
}
