import Foundation

/// What is at a path: the main file of a record, and its format.
public struct RecordLocation: Sendable {
  public let format: RecordFormat
  /// The main file: the header of a WFDB record, an EDF file.
  public let path: String

  /// Finds the record that a path names: its main file, its main file without ending, another of
  /// its files, or a file of any name that begins as a record's main file does.
  public init(path: String) throws(RecordingError) {
    if let (format, main) = Self.find(path) {
      (self.format, self.path) = (format, main)
      return
    }
    if RecordFolder.exists(path) { throw .isFolder(path: path) }
    throw FileManager.default.fileExists(atPath: path)
      ? .notARecord(path: path) : .notFound(path: path)
  }

  private static func find(_ path: String) -> (RecordFormat, String)? {
    let isFile = MappedFile.byteCount(of: path) != nil
    let named = RecordFormat.named(path)
    // A header that is asked for by its own name and is missing is for its reader to tell of.
    if let named, isFile || named.hasCompanions && !RecordFolder.exists(path) {
      return (named, path)
    }
    if let found = completed(path, RecordFormat.all) { return found }
    guard isFile else { return nil }
    let companions = RecordFormat.all.filter(\.hasCompanions)
    return completed(path.withoutExtension, companions)
      ?? RecordFormat.recognized(path).map { ($0, path) }
  }

  /// The main file that a path is without its ending. Media that know no small letters give them
  /// in capitals.
  private static func completed(
    _ path: String, _ formats: [RecordFormat]
  ) -> (RecordFormat, String)? {
    for format in formats {
      for ending in format.extensions.flatMap({ [$0, $0.uppercased()] }) {
        let main = path + "." + ending
        if MappedFile.byteCount(of: main) != nil { return (format, main) }
      }
    }
    return nil
  }

  /// The files that make up the record, in an order that is always the same. Throws where the main
  /// file cannot be read; other files are listed whether they are there or not.
  public func files() throws -> [RecordFile] { try format.files(path) }

  /// The file of an annotator; nil where the format keeps annotations inside the main file.
  public func annotationPath(_ annotator: String) -> String? {
    format.annotationPath(path, annotator)
  }
}
