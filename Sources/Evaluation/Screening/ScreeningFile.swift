import ArrhythmiaModel
import Foundation
public import Waveforms

/// The files of results of an archive: one a record, JSON lines, each whole or not there.
public struct ScreeningFile {
  public let path: String

  /// - Parameters:
  ///   - folder: where all results are.
  ///   - record: the record's path as the list has it, by which the file has its name.
  public init(folder: String, record: String) {
    let safe = record.fileName.prefix(40).map {
      $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_"
    }
    path = folder.appendingPath(
      "\(String(safe))-\(FileDigest.sha256(Array(record.utf8)).prefix(16)).jsonl")
  }

  /// What the results of a record follow from; nil where its main file cannot be read.
  /// - Parameters:
  ///   - place: where it lies.
  ///   - program: the program's version.
  public static func inputs(
    ofRecordAt place: String, model: String, channels: ChannelMap, program: String
  ) -> String? {
    FindingKey(recordPath: place, model: model, channels: channels).map {
      FileDigest.sha256(Array("\($0.text)\nprogram \(program)".utf8))
    }
  }

  /// What is known of the record already; nil where nothing is, or the file cannot be read.
  public var summary: ScreenedRecord? {
    guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? handle.close() }
    var head = Data()
    while !head.contains(UInt8(ascii: "\n")), let more = try? handle.read(upToCount: 1 << 16),
      !more.isEmpty
    {
      head += more
    }
    return try? JSONDecoder().decode(
      ScreenedRecord.self, from: head.prefix { $0 != UInt8(ascii: "\n") })
  }

  public func write(_ lines: [String]) throws {
    try AtomicFile.write(Array((lines.joined(separator: "\n") + "\n").utf8), path: path)
  }

  /// A record that could not be screened.
  public func write(_ failure: ScreenedRecord) throws {
    try write([PlainText.jsonLine(failure)])
  }
}
