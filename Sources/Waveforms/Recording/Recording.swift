/// A recording as a user names it: a record of any format with the annotations beside it.
public struct Recording: Sendable {
  public var record: Record
  public let format: RecordFormat
  /// Names of the annotators, the reference annotations first.
  public var annotators: [String]
  /// Annotations that are inside the record's own file (EDF+).
  private var embedded: AnnotationSet?

  /// Opens a record: its main file (a WFDB header, an EDF or BDF file), any of the record's files,
  /// its name without extension, or a file of any name that begins as an EDF or BDF file does.
  /// Throws `RecordingError`, `WFDBError` or `EDFError`.
  public init(path: String) throws {
    var listings: [String: [String]] = [:]
    try self.init(path: path, listings: &listings)
  }

  /// The same for one of many records: the names in each folder are kept in `listings`, so that a
  /// folder is not listed once for each of its records.
  public init(path: String, listings: inout [String: [String]]) throws {
    let location = try RecordLocation(path: path)
    format = location.format
    let opened = try format.open(location.path, &listings)
    (record, annotators, embedded) = (opened.record, opened.annotators, opened.embedded)
  }

  /// The annotations of one annotator.
  public func annotations(_ annotator: String) throws -> AnnotationSet {
    if let embedded, embedded.annotator == annotator { return embedded }
    guard let set = try format.annotations(record.path, annotator) else {
      throw RecordingError.noAnnotator(
        record: record.name, annotator: annotator, found: annotators)
    }
    return set
  }

  /// Paths of all files that hold something of the recording, whether they are there or not: none
  /// of them may be written over while it is read.
  public func ownPaths() throws -> [String] {
    try format.files(record.path).map(\.path)
      + annotators.compactMap { format.annotationPath(record.path, $0) }
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
      "\(path): expected a record (\(RecordFormat.mainFiles)) or a folder of records, found nothing "
        + "there"
    case .isFolder(let path): "\(path): expected a record, found a folder; name a record in it"
    case .emptyFolder(let path):
      "\(path): expected a folder of records (\(RecordFormat.mainFiles)), found none"
    case .notARecord(let path):
      "\(path): expected a file of a record (\(RecordFormat.mainFiles)), found none of these, nor a "
        + "header beside it"
    case .noAnnotator(let record, let annotator, let found):
      "\(record): expected annotations named \(annotator), found "
        + (found.isEmpty ? "none at all" : found.joined(separator: ", "))
    }
  }
}
