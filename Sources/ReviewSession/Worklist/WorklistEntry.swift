/// A candidate that is asked next, and why.
public struct WorklistEntry: Sendable, Equatable {
  /// The candidate's number.
  public let index: Int
  public let reason: WorklistReason
  /// Windows of the same patient that are near-identical and were asked before, or stand before it
  /// in the list.
  public let alike: Int
  /// Whether the reader has put it off before.
  public let isDeferred: Bool

  /// The greater, the earlier among those with as many alike.
  public var score: Double { reason.score }

  /// Why it is asked, for a reader.
  public func text(classes: [String]) -> String {
    var parts = [reason.text(classes: classes)]
    if alike > 0 { parts.append("\(alike) like it asked") }
    if isDeferred { parts.append("deferred") }
    return parts.joined(separator: "; ")
  }
}
