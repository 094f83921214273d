/// Why a file of any kind cannot be read or written, in one plain sentence.
public enum FileError: Error, Sendable, Equatable, CustomStringConvertible {
  /// It is missing, a folder or a device, or may not be read.
  case cannotRead(file: String, reason: String)
  case cannotWrite(file: String, reason: String)
  case tooLarge(file: String, bytes: Int, limit: Int)
  /// It has fewer bytes than when it was opened.
  case shortened(file: String, expectedBytes: Int, foundBytes: Int)
  /// It holds something else than it must.
  case content(file: String, expected: String, found: String)

  public var description: String {
    switch self {
    case .cannotRead(let file, let reason): "cannot read \(file): \(reason)"
    case .cannotWrite(let file, let reason): "cannot write \(file): \(reason)"
    case .tooLarge(let file, let bytes, let limit):
      "\(file): expected at most \(limit) bytes, found \(bytes)"
    case .shortened(let file, let expected, let found):
      "\(file): expected the \(expected) bytes that it had when it was opened, found \(found)"
    case .content(let file, let expected, let found):
      "\(file): expected \(expected), found \(found)"
    }
  }
}

extension String {
  /// Text from a file, fit for one line of a terminal: no control characters, not too long.
  package var fitForLine: String {
    var result = ""
    for scalar in unicodeScalars.prefix(60) {
      result.unicodeScalars.append(scalar.isUnfitForLine || scalar == "\"" ? "·" : scalar)
    }
    return unicodeScalars.count > 60 ? result + "…" : result
  }
}

/// Text from a file as messages quote it.
func quoted(_ text: String) -> String { text.fitForLine }
