import Foundation
public import Training
import Waveforms

/// A list of records, a path a line, and the part of it that one of several processes takes.
public struct ScreeningList: Sendable, Equatable {
  /// As the list has them.
  public let records: [String]
  private let path: String

  /// The list's bytes at most: some millions of records.
  private static let mostBytes = 1 << 30

  /// Reads a list: empty lines and those that begin with `#` are left out.
  public init(path: String) throws {
    let type = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    guard type != .typeDirectory else { throw ScreeningError.folder(path: path) }
    let bytes = try MappedFile.bytes(of: path, limit: Self.mostBytes)
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    var seen = Set<String>()
    records = lines.filter { !$0.isEmpty && !$0.hasPrefix("#") && seen.insert($0).inserted }
    self.path = path
    guard !records.isEmpty else { throw ScreeningError.empty(path: path) }
  }

  /// Where a record lies: as its path says, else below the list's own folder.
  public func place(of record: String) -> String {
    RecordLocation.path(of: record, inListAt: path)
  }

  /// Every `count`-th record, beginning with the `number`-th: neighbours in a list are alike in
  /// length, so each part has some of all.
  public func part(_ shard: Shard) -> [String] {
    records.indices.filter(shard.holds).map { records[$0] }
  }
}

/// What keeps an archive from being screened.
public enum ScreeningError: Error, Sendable, Equatable, CustomStringConvertible {
  case empty(path: String)
  case folder(path: String)

  public var description: String {
    switch self {
    case .empty(let path): "\(path): expected the paths of records, a line each, found none"
    case .folder(let path):
      "\(path): expected a file with the paths of records, a line each, found a folder"
    }
  }
}
