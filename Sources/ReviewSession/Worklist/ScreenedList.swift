import Foundation
import Waveforms

/// The records of a table that `tawara screen --merge` has printed, in the order in which they want
/// to be looked at: the gravest rhythm first, then the most uncertain; such as were not read last.
public struct ScreenedList: Sendable, Equatable {
  /// The folder that all have in common.
  public let folder: String
  /// Their paths below it.
  public let names: [String]

  /// What the table's first line begins with.
  private static let head = ["record", "status", "gravity", "uncertain_share"]
  private static let mostBytes = 1 << 30

  /// Reads a table; nil of a file that is none. Paths that do not lead to a record from here are
  /// looked for beside the table.
  public init?(path: String) throws {
    guard path.fileExtension.lowercased() == "csv",
      let handle = FileHandle(forReadingAtPath: path)
    else { return nil }
    defer { try? handle.close() }
    let start = Self.head.joined(separator: ",")
    guard let first = try handle.read(upToCount: start.utf8.count), first == Data(start.utf8),
      let rest = try handle.read(upToCount: Self.mostBytes)
    else { return nil }
    let rows = CSVText.rows(start + String(decoding: rest, as: UTF8.self)).dropFirst()
    let ranked = rows.filter { $0.count >= Self.head.count }.enumerated().map { place, row in
      Ranked(
        path: RecordLocation.path(of: row[0], inListAt: path), place: place,
        gravity: Int(row[2]) ?? -1, uncertain: Double(row[3]) ?? -1)
    }.sorted { $0.precedes($1) }
    let paths = ranked.map { $0.path.withoutHeaderExtension }
    let common = Self.commonFolder(paths)
    folder = common
    names = paths.map { common.isEmpty ? $0 : String($0.dropFirst(common.count + 1)) }
  }

  private struct Ranked {
    var path: String
    var place: Int
    var gravity: Int
    var uncertain: Double

    func precedes(_ other: Ranked) -> Bool {
      (other.gravity, other.uncertain, place) < (gravity, uncertain, other.place)
    }
  }

  /// Empty where there is none, or the root is all.
  private static func commonFolder(_ paths: [String]) -> String {
    guard
      var parts = paths.first?.folderPath.split(separator: "/", omittingEmptySubsequences: false)
    else { return "" }
    for path in paths.dropFirst() {
      let other = path.folderPath.split(separator: "/", omittingEmptySubsequences: false)
      parts = Array(zip(parts, other).prefix { $0 == $1 }.map(\.0))
    }
    return parts.joined(separator: "/")
  }
}
