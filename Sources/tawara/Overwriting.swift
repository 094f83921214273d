import Foundation
import Waveforms

/// What a command may write over.
enum Overwriting {
  /// Refuses files that are there unless `force` says otherwise, and those of the record that is
  /// being read whatever it says: an expert's annotations are not to be had again.
  static func check(_ paths: [String], of record: Record, force: Bool) throws {
    let stem = resolved(record.path).withoutExtension
    let signals = record.channels.map { record.path.folderPath.appendingPath($0.fileName) }
    let own = Set(signals.map(resolved))
    for path in paths.sorted() {
      let target = resolved(path)
      if own.contains(target) || target.withoutExtension == stem {
        throw CommandError.ownFile(path: path)
      }
      if !force && FileManager.default.fileExists(atPath: path) {
        throw CommandError.exists(path: path)
      }
    }
  }

  /// Refuses a file that is there unless `force` says otherwise, and one of those being read
  /// whatever it says.
  static func check(_ path: String, inputs: [String], force: Bool) throws {
    if inputs.contains(where: { resolved($0) == resolved(path) }) {
      throw CommandError.ownFile(path: path)
    }
    if !force && FileManager.default.fileExists(atPath: path) {
      throw CommandError.exists(path: path)
    }
  }

  private static func resolved(_ path: String) -> String {
    URL(filePath: path).resolvingSymlinksInPath().standardized.path
  }
}
