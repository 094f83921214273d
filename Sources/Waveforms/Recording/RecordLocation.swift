import Foundation

/// What is at a path: the main file of a record, and its format.
public struct RecordLocation: Sendable {
  public let format: RecordFormat
  /// The main file: the header of a WFDB record, an EDF file.
  public let path: String

  /// Finds the record that a path names: its main file, its main file without ending, another of
  /// its files, or a file of any name that begins as a record's main file does.
  /// - Parameter hasRate: whether its reader says how many samples a second has: a table that does
  ///   not say it itself is a record then.
  public init(path: String, hasRate: Bool = false) throws(RecordingError) {
    if let (format, main) = Self.find(path) ?? (hasRate ? Self.table(path) : nil) {
      guard !(format.hasCompanions && Gzip.isNamed(main)) else { throw .compressed(path: main) }
      (self.format, self.path) = (format, main)
      return
    }
    if RecordFolder.exists(path) { throw .isFolder(path: path) }
    if path.contains("://") { throw .address(path: path) }
    if MappedFile.head(of: path, byteCount: 4) == Array("PK\u{3}\u{4}".utf8) {
      throw .archive(path: path)
    }
    throw FileManager.default.fileExists(atPath: path)
      ? .notARecord(path: path) : .notFound(path: path)
  }

  private static func find(_ path: String) -> (RecordFormat, String)? {
    let isFile = MappedFile.byteCount(of: path) != nil
    let format = RecordFormat.of(path)
    // A header that is asked for by its own name and is missing is for its reader to tell of.
    if let format, isFile || format.hasCompanions && !RecordFolder.exists(path) {
      return (format, path)
    }
    if let found = completed(path, RecordFormat.all) { return found }
    guard isFile else { return nil }
    let companions = RecordFormat.all.filter(\.hasCompanions)
    return completed(path.withoutExtension, companions)
      ?? RecordFormat.recognized(path).map { ($0, path) }
  }

  private static func table(_ path: String) -> (RecordFormat, String)? {
    let ending = path.withoutCompression.fileExtension.lowercased()
    guard MappedFile.byteCount(of: path) != nil else { return nil }
    return RecordFormat.all.first { $0.isTable && $0.sharedExtensions.contains(ending) }
      .map { ($0, path) }
  }

  /// The main file that a path is without its ending. Media that know no small letters give them
  /// in capitals.
  private static func completed(
    _ path: String, _ formats: [RecordFormat]
  ) -> (RecordFormat, String)? {
    for format in formats {
      let endings = (format.extensions + format.sharedExtensions)
        .flatMap { [$0, $0.uppercased()] }.flatMap { [$0, $0 + ".gz"] }
      for ending in endings {
        let main = path + "." + ending
        if MappedFile.byteCount(of: main) != nil, let found = RecordFormat.of(main),
          found.name == format.name
        {
          return (format, main)
        }
      }
    }
    return nil
  }

  /// Where a record lies that a list names: as its path says from here, else beside the list.
  public static func path(of record: String, inListAt list: String) -> String {
    let folder = list.folderPath
    guard !record.hasPrefix("/"), !folder.isEmpty, (try? RecordLocation(path: record)) == nil,
      (try? RecordLocation(path: folder.appendingPath(record))) != nil
    else { return record }
    return folder.appendingPath(record)
  }

  /// The files that make up the record, in an order that is always the same. Throws where the main
  /// file cannot be read; other files are listed whether they are there or not.
  public func files() throws -> [RecordFile] { try format.files(path) }

  /// The path that all files of the record begin with: the main file's without its ending.
  public var stem: String { path.recordStem }

  /// The file of an annotator beside the main file.
  public func annotationPath(_ annotator: String) -> String { stem + "." + annotator }
}
