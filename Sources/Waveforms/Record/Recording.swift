import Foundation

/// A recording as a user names it: a record of any format with the annotations beside it.
public struct Recording: Sendable {
  public var record: Record
  /// Names of the annotators, the reference annotations first.
  public var annotators: [String]
  /// Annotations that are inside the record's own file (EDF+).
  private var embedded: AnnotationSet?

  /// Opens a record: a WFDB header, any of the record's files, its name without extension, or an
  /// EDF or BDF file. Throws `RecordingError`, `WFDBError` or `EDFError`.
  public init(path: String) throws {
    var listings: [String: [String]] = [:]
    try self.init(path: path, listings: &listings)
  }

  /// The same for one of many records: the names in each folder are kept in `listings`, so that a
  /// folder is not listed once for each of its records.
  public init(path: String, listings: inout [String: [String]]) throws {
    switch try RecordingLocation(path: path) {
    case .wfdb(let stem):
      record = try WFDBReader.open(path: stem)
      let folder = stem.folderPath.isEmpty ? "." : stem.folderPath
      let listing =
        listings[folder] ?? (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      listings[folder] = listing
      annotators = WFDBAnnotationReader.annotators(
        recordPath: stem, listing: listing, signalFiles: Set(record.channels.map(\.fileName)))
    case .edf(let file):
      let opened = try EDFReader.open(path: file)
      record = opened.record
      embedded = opened.annotations
      annotators = opened.annotations.map { [$0.annotator] } ?? []
    }
  }

  /// The annotations of one annotator.
  public func annotations(_ annotator: String) throws -> AnnotationSet {
    if let embedded, embedded.annotator == annotator { return embedded }
    guard record.container.hasPrefix("WFDB") else {
      throw RecordingError.noAnnotator(
        record: record.name, annotator: annotator, found: annotators)
    }
    do throws(WFDBError) {
      return try WFDBAnnotationReader.read(recordPath: record.path, annotator: annotator)
    } catch {
      if case .cannotRead(_, "there is no such file") = error {
        throw RecordingError.noAnnotator(
          record: record.name, annotator: annotator, found: annotators)
      }
      throw error
    }
  }
}

/// Why a path names no recording.
public enum RecordingError: Error, Sendable, Equatable, CustomStringConvertible {
  case notFound(path: String)
  case isFolder(path: String)
  case emptyFolder(path: String)
  case notARecord(path: String)
  case noAnnotator(record: String, annotator: String, found: [String])

  public var description: String {
    switch self {
    case .notFound(let path):
      "\(path): expected a record (a WFDB header, or an EDF or BDF file) or a folder of records, "
        + "found nothing there"
    case .isFolder(let path): "\(path): expected a record, found a folder; name a record in it"
    case .emptyFolder(let path):
      "\(path): expected a folder with WFDB headers (.hea), EDF or BDF files, found none"
    case .notARecord(let path):
      "\(path): expected a WFDB header beside it (.hea), or an EDF or BDF file, found neither"
    case .noAnnotator(let record, let annotator, let found):
      "\(record): expected annotations named \(annotator), found "
        + (found.isEmpty ? "none at all" : found.joined(separator: ", "))
    }
  }
}

/// What is at a path.
enum RecordingLocation {
  /// The path of a header without `.hea`.
  case wfdb(stem: String)
  case edf(file: String)

  init(path: String) throws(RecordingError) {
    if path.hasSuffix(".hea") {
      self = .wfdb(stem: String(path.dropLast(4)))
    } else if MappedFile.byteCount(of: path + ".hea") != nil {
      self = .wfdb(stem: path)
    } else if MappedFile.byteCount(of: path) != nil {
      let stem = path.withoutExtension
      if ["edf", "bdf", "rec"].contains(path.fileExtension.lowercased()) {
        self = .edf(file: path)
      } else if MappedFile.byteCount(of: stem + ".hea") != nil {
        self = .wfdb(stem: stem)
      } else {
        throw .notARecord(path: path)
      }
    } else {
      if RecordFolder.exists(path) { throw .isFolder(path: path) }
      throw FileManager.default.fileExists(atPath: path)
        ? .notARecord(path: path)
        : .notFound(path: path)
    }
  }
}
