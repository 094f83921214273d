import Annotations

/// What a beat is one of: beats of one kind, and in one span of a rhythm, are measured together.
public struct BeatKind: Sendable, Hashable {
  /// Its label; for a beat that was detected, a letter for the shape of its complex, `A` for the
  /// commonest; empty where neither is known.
  public var name: String
  /// The rhythm's name; nil where none is marked.
  public var rhythm: String?
  /// The first frame of that rhythm's span: another span of the same rhythm is another kind.
  public var rhythmStart: Int?

  /// The rhythm in words, as short as it has a name.
  public var rhythmTitle: String? {
    rhythm.map { name in
      let title = Vocabulary.rhythm(named: name).title
      return title.count <= 16 ? title.lowercasedFirst : name
    }
  }
}

extension String {
  /// As it stands within a sentence; a name of capitals stays.
  fileprivate var lowercasedFirst: String {
    guard let first, dropFirst().first?.isLowercase == true else { return self }
    return first.lowercased() + dropFirst()
  }
}
