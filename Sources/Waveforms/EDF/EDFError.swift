/// Why an EDF or BDF file cannot be opened.
public enum EDFError: Error, Equatable, CustomStringConvertible {
  /// The file is missing, is a folder or a device, or may not be read.
  case unreadable(file: String, reason: String)
  /// It is compressed and damaged, or stands for a file that was not fetched.
  case file(FileError)
  /// The first eight bytes are those of neither format.
  case unknownVersion(file: String, found: String)
  /// The file ends within the header.
  case truncatedHeader(file: String, expectedBytes: Int, foundBytes: Int)
  /// A header field holds something else than it must.
  case invalidField(file: String, field: String, byte: Int, expected: String, found: String)
  /// Samples are promised, but a data record lasts no time.
  case noRecordDuration(file: String, channels: Int)
  /// The onsets of discontinuous data records spread over an absurd time.
  case absurdTimeLine(file: String, frames: Double, dataFrames: Int)

  public var description: String {
    switch self {
    case .file(let error): error.description
    case .unreadable(let file, let reason):
      "\(file): expected a file that can be read, but \(reason)"
    case .unknownVersion(let file, let found):
      "\(file): expected the version of EDF (0) or BDF (255 BIOSEMI) in the first 8 bytes, "
        + "found '\(found)'"
    case .truncatedHeader(let file, let expected, let found):
      "\(file): expected a header of \(expected) bytes, found a file of \(found) bytes"
    case .invalidField(let file, let field, let byte, let expected, let found):
      "\(file): expected \(expected) as \(field) at byte \(byte), found '\(found)'"
    case .noRecordDuration(let file, let channels):
      "\(file): expected data records longer than 0 s for \(channels) signals, found 0 s"
    case .absurdTimeLine(let file, let frames, let dataFrames):
      "\(file): expected onsets of data records that suit \(dataFrames) frames of data, "
        + "found a time line of \(frames) frames"
    }
  }
}
