/// A family of record files: by what it is recognised, how it is opened, and which files make up a
/// record. Opening by name, folders, caches and messages ask the formats in `all`, and know none
/// themselves.
public struct RecordFormat: Sendable {
  /// What people call it: `WFDB`, `EDF`, `BDF`.
  public let name: String
  /// A record's main file in messages, with its article: `a WFDB header`.
  let mainFile: String
  /// Endings of the main file, in small letters and without the point, the usual one first.
  public let extensions: [String]
  /// Whether further files of the main file's name, with other endings, belong to the record.
  let hasCompanions: Bool
  /// Whether a file begins as the main files of this format do, by its first `headByteCount`
  /// bytes; never, for a format whose main file is plain text.
  let recognizes: @Sendable (_ head: [UInt8]) -> Bool
  /// Opens a record by its main file. `listings` holds the names in folders that were read before.
  let open: @Sendable (_ path: String, _ listings: inout [String: [String]]) throws -> Opened
  /// The annotations of one annotator beside a record's main file; nil where there are none.
  let annotations: @Sendable (_ path: String, _ annotator: String) throws -> AnnotationSet?
  /// The file of an annotator beside a record's main file; nil where the format has no such files.
  let annotationPath: @Sendable (_ path: String, _ annotator: String) -> String?
  /// The files that make up the record of a main file, in an order that is always the same.
  let files: @Sendable (_ path: String) throws -> [RecordFile]
  /// Names of files in a main file's folder that are parts of its record, and no records.
  let parts: @Sendable (_ path: String) -> [String]

  /// What opening gives.
  struct Opened {
    var record: Record
    /// Names of the annotators, the reference annotations first.
    var annotators: [String]
    /// Annotations inside the main file.
    var embedded: AnnotationSet?
  }

  /// Bytes from the start of a file by which it is recognised.
  static let headByteCount = 256
}

extension RecordFormat {
  /// All formats that can be read. A new one has a file beside this one, and a place here.
  public static let all: [RecordFormat] = [.wfdb, .edf, .bdf]

  /// The format whose main files end as a path does.
  static func named(_ path: String) -> RecordFormat? {
    let ending = path.fileExtension.lowercased()
    return all.first { $0.extensions.contains(ending) }
  }

  /// The format that a file's first bytes show.
  static func recognized(_ path: String) -> RecordFormat? {
    guard let head = MappedFile.head(of: path, byteCount: headByteCount) else { return nil }
    return all.first { $0.recognizes(head) }
  }

  /// The main files of all formats, for messages.
  static var mainFiles: String {
    let names = all.map { format in
      "\(format.mainFile) (\(format.extensions.map { "." + $0 }.joined(separator: ", ")))"
    }
    return names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
  }
}

/// One of the files that make up a record.
public struct RecordFile: Sendable, Equatable {
  public var path: String
  /// Bytes from its start that say what the samples mean: `Int.max` for a header, which is nothing
  /// else, 0 for a file of samples.
  public var headerByteCount: Int

  public init(path: String, headerByteCount: Int) {
    self.path = path
    self.headerByteCount = headerByteCount
  }
}
