import Evaluation
import Foundation
import ReviewSession
import ReviewStore
import Waveforms

/// Writes a set of labels beside its record, as WFDB annotations.
struct LabelExport {
  let book: LabelBook
  let recording: Recording
  let store: DecisionStore

  /// Writes `RECORD.name`. Refuses names that are no annotator's, and a file that this set has not written as
  /// it is now: an expert's annotations are not to be had again.
  func write(_ name: String) throws {
    guard Self.isAnnotator(name) else {
      throw CommandError.badOption(
        name: "--export", expected: "an annotator's name that is no file's of a record", found: name
      )
    }
    let record = recording.record
    let path = URL(filePath: record.path.recordStem + "." + name).standardizedFileURL.path
    if let there = try? Data(contentsOf: URL(filePath: path)) {
      let own = try store.exportDigest(of: book.key, at: path)
      guard own == Self.digest(there) else { throw CommandError.foreignLabels(path: path) }
    }
    let set = try book.annotations(named: name, frameRateHz: record.frameRateHz)
    try WFDBAnnotationWriter.write(set, path: path)
    let written = try Data(contentsOf: URL(filePath: path))
    try store.exported(book.key, to: path, digest: Self.digest(written))
    Output.note("\(path): \(set.annotations.count.counted("annotation")) written")
  }

  private static func isAnnotator(_ name: String) -> Bool {
    let isName = name.unicodeScalars.allSatisfy {
      ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
        || $0 == "_" || $0 == "-"
    }
    return isName && !name.isEmpty && !RecordFormat.isExtension(name)
      && !["hea", "dat", "xws"].contains(name.lowercased())
  }

  private static func digest(_ bytes: Data) -> String {
    let digest = SHA256()
    digest.update(bytes)
    return digest.hexadecimal()
  }
}
