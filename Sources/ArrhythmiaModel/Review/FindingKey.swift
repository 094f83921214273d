import Foundation
import NeuralNetwork
public import Waveforms

/// What a record's findings depend on: what the record's files hold, the model's file, the beats it
/// was told, and how this program computes. Two keys are equal where the findings would be.
public struct FindingKey: Sendable, Equatable {
  /// The record's name.
  public let record: String
  /// All that counts, a line each.
  public let text: String

  /// Grows whenever preparation or model come to give other numbers for the same files.
  private static let revision = 4

  /// Nil where the record's main file cannot be read.
  ///
  /// `recordPath`: as `Record.path`, or a record's path without extension. Its identity counts,
  /// which is the same wherever the files lie and sees parts of large ones only; of these the
  /// instant of the last change counts too, for findings of samples that are no more would look
  /// like those of the new ones. So a folder that moves keeps what is known of it; a copy of large
  /// files is read anew. `model`: see `modelDigest`. `channels`: what a reader has said that they
  /// are. `beats`: what the reading was told, in frames.
  public init?(
    recordPath: String, model: String, channels: ChannelMap = ChannelMap(), beats: [Int]? = nil
  ) {
    guard let location = try? RecordLocation(path: recordPath, hasRate: true),
      let print = try? RecordPrint(path: location.path)
    else { return nil }
    record = location.path.recordStem.fileName
    let told = beats.map { beats in
      let hash = beats.reduce(into: StableHash()) { $0.add(UInt64(bitPattern: Int64($1))) }
      return "\(beats.count) \(hash.text)"
    }
    text =
      ([
        "revision \(Self.revision)", "model \(model)", "beats \(told ?? "found")",
        "record \(print.identity.digest)",
      ] + channels.entries.map { "channel \($0.channel)=\($0.what)" }
      + print.unseenChanges.map { "changed \($0.timeIntervalSince1970)" }).joined(separator: "\n")
  }

  /// The digest by which a model's file counts: SHA-256 of its bytes, a few milliseconds.
  public static func modelDigest(path: String) throws -> String {
    try FileDigest.sha256(path: path)
  }

  /// The name of the file in a cache.
  var fileName: String {
    let safe = record.prefix(40).map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
    return "\(String(safe))-\(StableHash.of(text.utf8).text).findings"
  }
}
