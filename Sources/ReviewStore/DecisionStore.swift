import Foundation
import GRDB
import Waveforms

/// Keeps what readers decide of records in `$XDG_DATA_HOME/tawara/decisions.sqlite`, by default
/// `~/.local/share/tawara/decisions.sqlite`.
///
/// Groups may keep it on a PostgreSQL server instead: see `init(group:)`.
///
/// A record is known by what it holds and not by its path, so that decisions follow a record that
/// is moved. For any thread; programs may share a file, and lose nothing of what each other adds.
/// Each change is on the disk when its function returns.
public struct DecisionStore: Sendable {
  /// Where decisions are; nil for those in memory.
  public let path: String?
  /// The server that decisions are on, without a password; nil for those in a file or in memory.
  public let server: String?
  /// What was wrong with the file and is now kept elsewhere, in a sentence.
  public let notice: String?
  let backing: any StoreBacking

  /// Opens the user's file, or makes it for the user alone.
  public init(environment: [String: String]) throws(DecisionStoreError) {
    guard let path = Self.path(environment: environment) else { throw .noHome }
    try self.init(path: path)
  }

  /// Opens a file, or makes it for the user alone.
  public init(path: String) throws(DecisionStoreError) {
    let (queue, notice) = try DecisionFile(path: path).open()
    (backing, self.path, self.notice) = (SQLiteBacking(queue: queue), path, notice)
    server = nil
  }

  init(queue: DatabaseQueue, path: String?) {
    (backing, self.path, notice, server) = (SQLiteBacking(queue: queue), path, nil, nil)
  }

  /// Opens a group's store on a PostgreSQL server, and makes its tables where there are none.
  ///
  /// `url`: as libpq has it, `postgresql://user@host/database?host=/socket`; password and
  /// certificates are libpq's own matter (`~/.pgpass`, `PGSSLMODE`), and so are rights.
  public init(group url: String) throws(DecisionStoreError) {
    let server = PostgresBacking.words(url)
    do {
      backing = try PostgresBacking(url: url)
    } catch {
      throw DecisionStoreError(error, file: server)
    }
    (path, notice, self.server) = (nil, nil, server)
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
    try? queue?.writeWithoutTransaction { _ = try $0.checkpoint(.passive) }
  }

  /// The file; nil where the store is elsewhere.
  private var queue: DatabaseQueue? { (backing as? SQLiteBacking)?.queue }

  // MARK: Backups

  /// Copies the file into the folder `backups` beside it, if it has not been copied today; copies
  /// of the last seven days are kept.
  public func backUpToday() throws(DecisionStoreError) {
    guard let path, let queue else { return }
    do {
      try StoreBackups(path: path).makeToday(queue)
    } catch {
      throw DecisionStoreError(error, file: StoreBackups(path: path).folder)
    }
  }

  /// Copies the file to a path.
  public func backUp(to copy: String) throws(DecisionStoreError) {
    guard let queue else { throw .notAFile(store: name) }
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

  /// What it is called in sentences.
  public var name: String { path ?? server ?? Self.memoryName }

  /// Reads one state of the file, whatever others write meanwhile.
  func read<Value>(_ body: (any StoreAccess) throws -> Value) throws(DecisionStoreError) -> Value {
    do {
      return try backing.read(body)
    } catch {
      throw DecisionStoreError(error, file: name)
    }
  }

  /// Changes the file as a whole or not at all.
  @discardableResult func write<Value>(_ body: (any StoreAccess) throws -> Value)
    throws(DecisionStoreError) -> Value
  {
    do {
      return try backing.write(body)
    } catch {
      throw DecisionStoreError(error, file: name)
    }
  }
}
