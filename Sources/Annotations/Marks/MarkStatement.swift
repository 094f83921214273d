import Synchronization

/// What marks say, whatever their place: one object for all that say the same, so that a hundred
/// thousand marks, and edits of them, take 40 bytes each and are copied fast.
final class MarkStatement: Sendable {
  struct Content: Sendable, Hashable {
    var label: Label
    var channels: [Int]
    var provenance: Provenance
    var fields: FormatFields?

    /// Whether others are likely to say the same.
    var isCommon: Bool { fields?.rawText == nil && fields?.durationSeconds == nil }
  }

  let content: Content

  private init(_ content: Content) { self.content = content }

  /// More different things are said by no reader; what a strange file says beyond them is not
  /// shared.
  private static let most = 4096
  private static let known = Mutex<[Content: MarkStatement]>([:])

  static func shared(_ content: Content) -> MarkStatement {
    guard content.isCommon else { return MarkStatement(content) }
    return known.withLock { known in
      if let found = known[content] { return found }
      let made = MarkStatement(content)
      if known.count < most { known[content] = made }
      return made
    }
  }
}

extension MarkStatement: Hashable {
  static func == (first: MarkStatement, second: MarkStatement) -> Bool {
    first === second || first.content == second.content
  }

  func hash(into hasher: inout Hasher) { hasher.combine(content) }
}
