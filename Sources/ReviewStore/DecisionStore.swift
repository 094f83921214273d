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

  private init(queue: DatabaseQueue) {
    (self.queue, path, notice) = (queue, nil, nil)
  }

  /// A store that ends with the program.
  public static func inMemory() throws(DecisionStoreError) -> DecisionStore {
    do {
      let queue = try DatabaseQueue(configuration: DecisionFile.configuration)
      try DecisionFile.migrate(queue, file: Self.memoryName)
      return DecisionStore(queue: queue)
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
