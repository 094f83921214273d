import Foundation
import Waveforms

/// What a record's findings depend on: the record's files, the model's file, the beats it was told, and how
/// this program computes. Two keys are equal where the findings would be.
public struct FindingKey: Sendable, Equatable {
  /// The record's name.
  public let record: String
  /// All that counts, a line each.
  let text: String

  /// Grows whenever preparation or model come to give other numbers for the same files.
  private static let revision = 1

  /// Nil where the record's header cannot be read.
  ///
  /// `recordPath`: as `Record.path`, or a WFDB record's path without extension. Of a WFDB record the
  /// headers' bytes count, of signal files and of EDF files name, size and date of last change: that is
  /// quick, and a copy that keeps the dates is the same record. `model`: see `modelDigest`. `beats`: what
  /// the reading was told, in frames.
  public init?(recordPath: String, model: String, beats: [Int]? = nil) {
    let header = recordPath + ".hea"
    let path = FileManager.default.fileExists(atPath: header) ? header : recordPath
    guard let files = Self.files(path, depth: 0) else { return nil }
    record = path.fileName.withoutExtension
    let told = beats.map { beats in
      "\(beats.count) \(StableHash.text(beats.lazy.map { UInt64(bitPattern: Int64($0)) }))"
    }
    text =
      (["revision \(Self.revision)", "model \(model)", "beats \(told ?? "found")"] + files)
      .joined(separator: "\n")
  }

  /// The digest by which a model's file counts: SHA-256 of its bytes, a few milliseconds.
  public static func modelDigest(path: String) throws -> String {
    try FileDigest.sha256(path: path)
  }

  /// The name of the file in a cache.
  var fileName: String {
    let safe = record.prefix(40).map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
    return "\(String(safe))-\(StableHash.text(text.utf8.lazy.map(UInt64.init))).findings"
  }

  // MARK: Files

  /// A multi-segment record's segments have segments no deeper than this.
  private static let depthLimit = 2

  /// A line for each file of a record; nil without the first.
  private static func files(_ path: String, depth: Int) -> [String]? {
    guard path.hasSuffix(".hea") else { return line(path).map { [$0] } }
    guard let digest = try? FileDigest.sha256(path: path),
      let header = try? WFDBReader.header(path: path)
    else { return nil }
    let folder = path.folderPath
    let signals = Set(header.signals.map(\.fileName)).sorted().map { name in
      line(folder.appendingPath(name)) ?? "\(name) missing"
    }
    let segments = depth < depthLimit ? header.segments ?? [] : []
    let parts = Set(segments.lazy.filter { !$0.isGap }.map(\.name)).sorted().flatMap { name in
      files(folder.appendingPath(name + ".hea"), depth: depth + 1) ?? ["\(name) missing"]
    }
    return ["\(path.fileName) \(digest)"] + signals + parts
  }

  private static func line(_ path: String) -> String? {
    guard let facts = try? FileManager.default.attributesOfItem(atPath: path),
      let size = facts[.size] as? NSNumber, let date = facts[.modificationDate] as? Date
    else { return nil }
    return "\(path.fileName) \(size.int64Value) \(date.timeIntervalSince1970)"
  }
}

/// FNV-1a, which is the same in every run, as `Hasher` is not.
enum StableHash {
  static func value(_ numbers: some Sequence<UInt64>) -> UInt64 {
    numbers.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ $1) &* 0x0000_0100_0000_01B3 }
  }

  static func text(_ numbers: some Sequence<UInt64>) -> String {
    String(value(numbers), radix: 16)
  }
}
