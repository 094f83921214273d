/// A mark that is not as an edit expects it.
public struct MarkConflict: Error, Sendable, Hashable {
  /// The mark as it should be; nil where there should be none of its identity.
  public let expected: Mark?
  /// The mark that there is; nil where there is none.
  public let found: Mark?
  /// What the times of both are counted in.
  public let timeLine: TimeLine

  init(expected: Mark?, found: Mark?, timeLine: TimeLine) {
    self.expected = expected
    self.found = found
    self.timeLine = timeLine
  }
}

extension MarkConflict: CustomStringConvertible {
  public var description: String {
    switch (expected, found) {
    case (let expected?, let found?) where words(expected) == words(found):
      "Mark \(words(expected)): expected it as it was when it was edited, found it with other "
        + "details"
    case (let expected?, let found?):
      "Mark \(words(expected)): expected it as it was when it was edited, found \(words(found))"
    case (let expected?, nil):
      "Mark \(words(expected)): expected it as it was when it was edited, found that it is gone"
    case (nil, let found?):
      "Mark \(words(found)): expected no mark of its identity, found this one"
    case (nil, nil): "A mark: expected none of its identity, found none"
    }
  }

  private func words(_ mark: Mark) -> String {
    let start = timeLine.seconds(mark.start)
    return mark.isInstant
      ? "\(mark.label) at \(start) s"
      : "\(mark.label) from \(start) to \(timeLine.seconds(mark.end)) s"
  }
}
