import Foundation
import GRDB
import Waveforms

/// Keeps what readers decide of records in `$XDG_DATA_HOME/tawara/decisions.sqlite`, by default
/// `~/.local/share/tawara/decisions.sqlite`.
///
/// A record is known by what it holds and not by its path, so that decisions follow a record that
/// is moved. For any thread; programs may share a file, and lose nothing of what each other adds.
/// Each change is on the disk when its function returns.
public struct DecisionStore: Sendable {
  /// Where decisions are; nil for those in memory.
  public let path: String?
  /// What was wrong with the file and is now kept elsewhere, in a sentence.
  public let notice: String?
  private let queue: DatabaseQueue

  /// Opens the user's file, or makes it for the user alone.
  public init(environment: [String: String]) throws(DecisionStoreError) {
    guard let path = Self.path(environment: environment) else { throw .noHome }
    try self.init(path: path)
  }

  /// Opens a file, or makes it for the user alone.
  public init(path: String) throws(DecisionStoreError) {
    (queue, notice) = try DecisionFile(path: path).open()
    self.path = path
  }

  init(queue: DatabaseQueue, path: String?) {
    (self.queue, self.path, notice) = (queue, path, nil)
  }

  /// A store that ends with the program.
  public static func inMemory() throws(DecisionStoreError) -> DecisionStore {
    do {
      let queue = try DatabaseQueue(configuration: DecisionFile.configuration)
      try DecisionFile.migrate(queue, file: Self.memoryName)
      return DecisionStore(queue: queue, path: nil)
    } catch {
      throw DecisionStoreError(error, file: memoryName)
    }
  }

  /// Where decisions are kept; nil where the environment names no folder.
  public static func path(environment: [String: String]) -> String? {
    func absolute(_ name: String) -> String? {
      environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    let folder =
      absolute("XDG_DATA_HOME") ?? absolute("HOME").map { $0.appendingPath(".local/share") }
    return folder.map { $0.appendingPath("tawara").appendingPath("decisions.sqlite") }
  }

  /// Takes what the write-ahead log holds into the file itself, as far as no other program is
  /// reading it: whoever clears that log away takes nothing with it.
  func settle() {
    try? queue.writeWithoutTransaction { _ = try $0.checkpoint(.passive) }
  }

  // MARK: Backups

  /// Copies the file into the folder `backups` beside it, if it has not been copied today; copies
  /// of the last seven days are kept.
  public func backUpToday() throws(DecisionStoreError) {
    guard let path else { return }
    do {
      try StoreBackups(path: path).makeToday(queue)
    } catch {
      throw DecisionStoreError(error, file: StoreBackups(path: path).folder)
    }
  }

  /// Copies the file to a path.
  public func backUp(to copy: String) throws(DecisionStoreError) {
    do {
      try StoreBackups.copy(queue, to: copy)
    } catch {
      throw DecisionStoreError(error, file: copy)
    }
  }

  /// Puts a backup, or the newest one, in the place of the file at a path.
  /// - Returns: the backup, and where what was there is kept now.
  public static func restore(_ backup: String?, to path: String) throws(DecisionStoreError)
    -> (backup: String, replaced: String?)
  {
    let backups = StoreBackups(path: path)
    guard let backup = backup ?? backups.newest else {
      throw .noBackup(folder: backups.folder)
    }
    return (backup, try DecisionFile(path: path).restore(backup))
  }

  private static let memoryName = "decisions in memory"

  /// Reads one state of the file, whatever others write meanwhile.
  func read<Value>(_ body: (Database) throws -> Value) throws(DecisionStoreError) -> Value {
    do {
      return try queue.read(body)
    } catch {
      throw DecisionStoreError(error, file: path ?? Self.memoryName)
    }
  }

  /// Changes the file as a whole or not at all.
  func write<Value>(_ body: (Database) throws -> Value) throws(DecisionStoreError) -> Value {
    do {
      return try queue.write(body)
    } catch {
      throw DecisionStoreError(error, file: path ?? Self.memoryName)
    }
  }
}
