import Annotations
import Evaluation
import Foundation
import ReviewSession
import ReviewStore
import Waveforms

/// Writes a set of labels: beside its record as WFDB annotations, or with all of the record as EDF+
/// or BDF+.
struct LabelExport {
  let book: LabelBook
  let recording: Recording
  let store: DecisionStore

  /// Writes `RECORD.name`, or a file of its own where the name ends in .edf or .bdf. Refuses names
  /// that are no annotator's, and a file that this set has not written as it is now: an expert's
  /// annotations are not to be had again.
  func write(_ name: String) throws {
    let form = RecordConversion.Form(endingOf: name)
    guard form != nil || Self.isAnnotator(name) else {
      throw CommandError.badOption(
        name: "--export",
        expected: "an annotator's name that is no file's of a record, or a file .edf or .bdf; "
          + "--json and --csv print labels",
        found: name)
    }
    let record = recording.record
    let target = form == nil ? record.path.recordStem + "." + name : name
    let path = URL(filePath: target).standardizedFileURL.path
    if let there = try? Data(contentsOf: URL(filePath: path)) {
      let own = try store.exportDigest(of: book.key, at: path)
      guard own == Self.digest(there) else { throw CommandError.foreignLabels(path: path) }
    }
    let set = try book.annotations(
      named: form == nil ? name : book.key.set, frameRateHz: record.frameRateHz)
    if let form {
      let conversion = try RecordConversion(recording, to: form, output: path, labels: set)
      for warning in try conversion.write() { Output.note("warning: \(warning)") }
    } else {
      try WFDBAnnotationWriter.write(set, path: path)
    }
    let written = try Data(contentsOf: URL(filePath: path))
    try store.exported(book.key, to: path, digest: Self.digest(written))
    let proposals = book.marks.count { $0.provenance.isProposal }
    let left = proposals == 0 ? "" : "; \(proposals.counted("proposal")) left out"
    Output.note("\(path): \(set.annotations.count.counted("annotation")) written\(left)")
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
