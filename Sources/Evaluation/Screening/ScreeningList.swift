import Foundation
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
    stride(from: shard.number - 1, to: records.count, by: shard.count).map { records[$0] }
  }

  /// One of several parts, counted from 1.
  public struct Shard: Sendable, Equatable {
    public let number: Int
    public let count: Int

    /// Of `2/8`; nil of anything else, and of a part that there is not.
    public init?(_ text: String) {
      let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
      guard parts.count == 2, let number = parts[0], let count = parts[1], number >= 1,
        number <= count
      else { return nil }
      (self.number, self.count) = (number, count)
    }

    /// All of a list.
    public static let whole = Shard(number: 1, count: 1)

    private init(number: Int, count: Int) { (self.number, self.count) = (number, count) }
  }
}

/// What keeps an archive from being screened.
public enum ScreeningError: Error, Sendable, Equatable, CustomStringConvertible {
  case empty(path: String)

  public var description: String {
    switch self {
    case .empty(let path): "\(path): expected the paths of records, a line each, found none"
    }
  }
}
