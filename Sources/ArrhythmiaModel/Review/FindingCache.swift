import Foundation
import Waveforms

/// Findings on disk, a file for each record and model, so that a record opened again shows at once
/// what the model has said of it.
///
/// Nothing here is needed: what is damaged, missing or cannot be written is as if it had never been
/// there. For any thread; two programs may share a folder, of which the later to write wins.
public struct FindingCache: Sendable {
  /// Where the files are; it is made when first written to, for the user alone.
  public let folder: String
  /// Bytes that all files together may take, the oldest of which go first.
  public let byteLimit: Int

  /// A cache in a folder of its own. A 2.5 h record takes about 1 MB.
  public init(folder: String, byteLimit: Int = 256 << 20) {
    (self.folder, self.byteLimit) = (folder, byteLimit)
  }

  /// What is known under a key; nil where nothing is, or the file is damaged.
  public func read(_ key: FindingKey) -> FindingTable? {
    FileManager.default.contents(atPath: path(key)).flatMap { try? FindingTable(Array($0), key) }
  }

  /// What is known in a line, without the model's being opened.
  public func summary(_ key: FindingKey) -> FindingSummary? { read(key)?.summary }

  /// Puts a table in the place of the one before, whole or not at all; false where the disk does
  /// not take it. Each time all of the table is written: every few seconds will do.
  @discardableResult public func write(_ table: FindingTable, _ key: FindingKey) -> Bool {
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
      try AtomicFile.write(table.bytes(key), path: path(key))
    } catch {
      return false
    }
    prune(keeping: key.fileName)
    return true
  }

  private func path(_ key: FindingKey) -> String { folder.appendingPath(key.fileName) }

  /// Deletes the oldest files until the rest is within the limit.
  private func prune(keeping name: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    var files: [(path: String, bytes: Int, date: Date)] = []
    for name in names where name.contains(".findings") {
      let path = folder.appendingPath(name)
      guard let facts = try? FileManager.default.attributesOfItem(atPath: path),
        let size = facts[.size] as? NSNumber, let date = facts[.modificationDate] as? Date
      else { continue }
      files.append((path, size.intValue, date))
    }
    var total = files.reduce(0) { $0 + $1.bytes }
    let kept = folder.appendingPath(name)
    for file in files.sorted(by: { $0.date < $1.date }) where total > byteLimit {
      guard file.path != kept else { continue }
      // Another program may have deleted it already.
      try? FileManager.default.removeItem(atPath: file.path)
      total -= file.bytes
    }
  }
}
