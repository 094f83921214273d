import Foundation
import ReviewStore
import Synchronization
import Waveforms

/// A file of decisions in a folder that goes away with its test.
final class ScratchFile: Sendable {
  let folder: String
  var path: String { folder + "/tawara/decisions.sqlite" }

  init() throws {
    folder = NSTemporaryDirectory() + "tawara-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func open() throws -> DecisionStore { try DecisionStore(environment: ["XDG_DATA_HOME": folder]) }

  /// Opens the file, and adds a bookmark to one record.
  func openAndMark(_ turn: Int) throws {
    try open().addBookmark(Bookmark(seconds: Double(turn)), to: record(1))
  }

  /// Puts bytes in the place of the file.
  func write(_ bytes: some Sequence<UInt8>) throws {
    try FileManager.default.createDirectory(
      atPath: path.folderPath, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(filePath: path))
  }

  func bytes(_ suffix: String = "") throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path + suffix)))
  }

  func exists(_ suffix: String) -> Bool { FileManager.default.fileExists(atPath: path + suffix) }
}

/// A record of a number.
func record(_ number: Int) -> RecordIdentity {
  let digits = String(number, radix: 16)
  return RecordIdentity(digest: String(repeating: "0", count: 64 - digits.count) + digits)
}

/// An instant that a file holds exactly.
func instant(_ seconds: Int) -> Date { Date(timeIntervalSince1970: Double(seconds)) }

/// What went wrong on several threads.
final class Failures: Sendable {
  private let sentences = Mutex<[String]>([])
  var found: [String] { sentences.withLock { $0 } }

  func note(_ body: () throws -> Void) {
    do {
      try body()
    } catch {
      sentences.withLock { $0.append("\(error)") }
    }
  }
}
