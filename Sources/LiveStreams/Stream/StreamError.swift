/// Why a stream cannot be received or sent, in one plain sentence.
public enum StreamError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What comes, or where it comes from, is something else than it must be.
  case content(source: String, expected: String, found: String)
  /// A socket, a pipe or a library gives no stream.
  case cannotOpen(source: String, reason: String)

  public var description: String {
    switch self {
    case .content(let source, let expected, let found):
      "\(source): expected \(expected), found \(found)"
    case .cannotOpen(let source, let reason): "cannot receive \(source): \(reason)"
    }
  }
}
