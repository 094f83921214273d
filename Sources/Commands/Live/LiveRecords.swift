import Foundation
import ReviewApp
import ReviewStore
import Waveforms

/// What becomes of recordings around a stream.
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

  /// Makes bookmarks of the marks in finished recordings, where the review finds them. They stand
  /// in the record's own file of marks all the same, so that what hinders it is said and loses
  /// nothing.
  static func keepMarks(of paths: [String], in options: StoreOptions) {
    for path in paths {
      do {
        guard let recording = try? Recording(path: path),
          recording.annotators.contains(RecordAppender.annotator)
        else { continue }
        let set = try recording.annotations(RecordAppender.annotator)
        let store = try options.openForWriting()
        let identity = try RecordIdentity(of: recording.record)
        try store.opened(identity, at: Date(), path: SessionStore.key(of: recording.record.path))
        for mark in set.annotations {
          let seconds = set.seconds(mark, frameRateHz: recording.record.frameRateHz)
          try store.addBookmark(Bookmark(seconds: seconds, text: mark.text), to: identity)
        }
      } catch {
        Output.note("\(path): its marks are in \(path).\(RecordAppender.annotator) alone: \(error)")
      }
    }
  }
}
