import Foundation

/// The records in a folder and the folders below it.
public struct RecordFolder: Sendable, Equatable {
  public let path: String
  /// Paths of the records relative to `path`, in natural order: x002 before x0010.
  public let recordNames: [String]

  /// Folders below the given one that are looked into, and entries looked at, at most.
  private static let depthLimit = 4
  private static let entryLimit = 200_000

  /// Looks for files that end as the main files of a known format do; contents are looked at only
  /// where other files end so too, for there may be many. Files that a header in the same folder
  /// names as its segments, layout or samples are left out: the record stands for them.
  public init(path: String) throws(RecordingError) {
    self.path = path
    var found: [String] = []
    var budget = Self.entryLimit
    Self.collect(path, prefix: "", depth: 0, into: &found, budget: &budget)
    if found.isEmpty { throw .emptyFolder(path: path) }
    recordNames = found.sorted(by: Self.precedes)
  }

  /// Whether there is a folder at a path.
  public static func exists(_ path: String) -> Bool {
    (try? FileManager.default.contentsOfDirectory(atPath: path)) != nil
  }

  /// The names in a folder; none where it cannot be read.
  static func names(in folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }

  private static func collect(
    _ folder: String, prefix: String, depth: Int, into found: inout [String], budget: inout Int
  ) {
    let entries = names(in: folder)
    var records: [String] = []
    var parts: Set<String> = []
    for entry in entries.sorted() where !entry.hasPrefix(".") && budget > 0 {
      budget -= 1
      let path = folder.appendingPath(entry)
      let isFile = MappedFile.byteCount(of: path) != nil
      if let format = RecordFormat.of(path), isFile || format.hasCompanions {
        records.append(entry)
        parts.formUnion(format.parts(path))
      } else if depth < depthLimit, !isFile {
        collect(
          path, prefix: prefix + entry + "/", depth: depth + 1, into: &found, budget: &budget)
      }
    }
    // A WFDB record is known by its header's name alone.
    found += records.filter { !parts.contains($0) }
      .map { prefix + $0.withoutHeaderExtension }
  }

  /// Compares names as a person would: runs of digits by their value.
  static func precedes(_ a: String, _ b: String) -> Bool {
    let order = pieces(a).lexicographicallyPrecedes(pieces(b)) {
      ($0.number ?? -1, $0.text) < ($1.number ?? -1, $1.text)
    }
    if order { return true }
    return pieces(a) == pieces(b) && a < b
  }

  private struct Piece: Equatable {
    var text: String
    var number: Int?
    static func == (a: Piece, b: Piece) -> Bool {
      a.number != nil ? a.number == b.number : a.text == b.text
    }
  }

  private static func pieces(_ name: String) -> [Piece] {
    var result: [Piece] = []
    var rest = name[...]
    while let first = rest.first {
      let isDigit = first.isASCII && first.isNumber
      let part = rest.prefix { ($0.isASCII && $0.isNumber) == isDigit }
      // Digits compare by value; their text is left out so that 007 and 7 stand together.
      result.append(
        isDigit && part.count < 18
          ? Piece(text: "", number: Int(part)) : Piece(text: String(part), number: nil))
      rest = rest[part.endIndex...]
    }
    return result
  }
}
