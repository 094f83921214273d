import Foundation
import Waveforms

/// What has to hold of a recording before a stream begins.
enum LiveRecords {
  /// Says at once what would keep a recording from being made.
  static func check(_ path: String) throws {
    for ending in ["hea", "dat", RecordAppender.annotator]
    where FileManager.default.fileExists(atPath: "\(path).\(ending)") {
      throw CommandError.badOption(
        name: "--record", expected: "a name that no record has", found: "\(path).\(ending)")
    }
    let folder = path.folderPath.isEmpty ? "." : path.folderPath
    let kind = try? FileManager.default.attributesOfItem(atPath: folder)[.type]
    guard kind as? FileAttributeType == .typeDirectory,
      FileManager.default.isWritableFile(atPath: folder),
      !path.fileName.isEmpty, !path.fileName.contains(where: \.isWhitespace)
    else {
      throw CommandError.badOption(
        name: "--record", expected: "a name without spaces in a folder that takes files",
        found: path)
    }
  }
}
