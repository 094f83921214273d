/// A family of record files: by what it is recognised, how it is opened, and which files make up a
/// record. Opening by name, folders, caches and messages ask the formats in `all`, and know none
/// themselves.
public struct RecordFormat: Sendable {
  /// What people call it: `WFDB`, `EDF`, `BDF`.
  public let name: String
  /// Endings of the main file that no other files have, in small letters and without the point, the
  /// usual one first.
  public let extensions: [String]
  /// Endings that main files share with files of other kinds, `xml`, `txt`: such a file is looked
  /// into before it counts as a record.
  let sharedExtensions: [String]
  /// Whether a file of one of the shared endings is a record of this format, however it begins,
  /// once its reader says how many samples a second has.
  let isTable: Bool
  /// Whether further files of the main file's name, with other endings, belong to the record.
  let hasCompanions: Bool
  /// Whether a file begins as the main files of this format do, by its first `headByteCount`
  /// bytes, uncompressed; never, for a format that is known by its ending alone.
  let recognizes: @Sendable (_ head: [UInt8]) -> Bool
  /// Opens a record by its main file.
  let open: @Sendable (_ path: String, _ hints: RecordHints) throws -> OpenedRecord
  /// The files that make up the record of a main file, in an order that is always the same.
  let files: @Sendable (_ path: String) throws -> [RecordFile]
  /// Names of files in a main file's folder that are parts of its record, and no records.
  let parts: @Sendable (_ path: String) -> [String]

  /// Bytes from the start of a file by which it is recognised.
  static let headByteCount = FileHead.byteCount

  init(
    name: String, extensions: [String], sharedExtensions: [String] = [],
    isTable: Bool = false, hasCompanions: Bool, recognizes: @escaping @Sendable ([UInt8]) -> Bool,
    open: @escaping @Sendable (String, RecordHints) throws -> OpenedRecord,
    files: @escaping @Sendable (String) throws -> [RecordFile],
    parts: @escaping @Sendable (String) -> [String] = { _ in [] }
  ) {
    self.name = name
    self.extensions = extensions
    self.sharedExtensions = sharedExtensions
    self.isTable = isTable
    self.hasCompanions = hasCompanions
    self.recognizes = recognizes
    self.open = open
    self.files = files
    self.parts = parts
  }

  /// A format of one file, which is read whole into memory when it is opened.
  init(
    name: String, extensions: [String] = [], sharedExtensions: [String] = [], isTable: Bool = false,
    recognizes: @escaping @Sendable ([UInt8]) -> Bool,
    decode:
      @escaping @Sendable (_ file: MappedFile, _ hints: RecordHints) throws(FileError)
      -> DecodedRecord
  ) {
    self.init(
      name: name, extensions: extensions, sharedExtensions: sharedExtensions, isTable: isTable,
      hasCompanions: false, recognizes: recognizes,
      open: { path, hints in
        let decoded = try decode(try MappedFile(path: path), hints)
        return OpenedRecord(record: decoded.record(path: path), embedded: decoded.annotations)
      },
      files: { [RecordFile(path: $0, headerByteCount: .max)] })
  }
}

extension RecordFormat {
  /// All formats that can be read. A new one has a file beside this one, and a place here. Tables
  /// that many programs write come last.
  public static let all: [RecordFormat] = [
    .wfdb, .edf, .bdf, .bard, .prucka, .carto, .enSite, .aECG, .muse, .dicom, .ishne, .scp, .sierra,
    .mortara, .mfer, .kardia, .matlab, .csv,
  ]

  /// The format of a main file, by the ending of its path and, where other files end so too, or
  /// with no ending at all, by how it begins. What names no format of its own, a number as in
  /// `1.2.840.10008`, is no ending.
  static func of(_ path: String) -> RecordFormat? {
    let ending = path.withoutCompression.fileExtension.lowercased()
    if let sure = all.first(where: { $0.extensions.contains(ending) }) { return sure }
    if ending.allSatisfy({ $0.isNumber }) { return recognized(path) }
    guard all.contains(where: { $0.sharedExtensions.contains(ending) }) else { return nil }
    return recognized(path)
  }

  /// Whether an ending is that of some format's main files: no annotator may be called so.
  public static func isExtension(_ ending: String) -> Bool {
    let ending = ending.lowercased()
    return all.contains {
      $0.extensions.contains(ending) || $0.sharedExtensions.contains(ending)
    }
  }

  /// The format that a file's first bytes show.
  static func recognized(_ path: String) -> RecordFormat? {
    guard let head = MappedFile.head(of: path, byteCount: headByteCount) else { return nil }
    return all.first { $0.recognizes(head) }
  }

  /// The names of all formats, for messages.
  static var names: String {
    let names = all.map(\.name)
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
