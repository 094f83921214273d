/// One mark before and after: added, removed or changed.
public struct Edit: Sendable, Hashable {
  /// The identity of the mark.
  public let id: Mark.ID
  /// Nil where the mark is added.
  public let before: Mark?
  /// Nil where the mark is removed.
  public let after: Mark?

  /// Nil where both are absent or of different identities: that is no edit of one mark.
  public init?(before: Mark?, after: Mark?) {
    guard let id = before?.id ?? after?.id, (after?.id ?? id) == id else { return nil }
    self.init(id: id, before: before, after: after)
  }

  private init(id: Mark.ID, before: Mark?, after: Mark?) {
    self.id = id
    self.before = before
    self.after = after
  }

  public static func add(_ mark: Mark) -> Edit { Edit(id: mark.id, before: nil, after: mark) }

  public static func remove(_ mark: Mark) -> Edit { Edit(id: mark.id, before: mark, after: nil) }

  /// A change of a mark's fields; its identity stays.
  public static func change(_ mark: Mark, _ body: (inout Mark) -> Void) -> Edit {
    var changed = mark
    body(&changed)
    precondition(changed.id == mark.id, "Expected a mark to keep its identity through a change")
    return Edit(id: mark.id, before: mark, after: changed)
  }

  /// The edit that takes this one back.
  public func inverted() -> Edit { Edit(id: id, before: after, after: before) }
}
