public import Foundation
public import Waveforms

/// What a reader has decided of one record.
public struct RecordDecisions: Sendable, Hashable {
  public let identity: RecordIdentity
  public var reviewState: ReviewState
  /// By their places in the record.
  public var bookmarks: [Bookmark]
  /// By their places in the record; left out where many records are asked for at once.
  public var intervals: [PinnedInterval]
  public var lastOpened: Date?
  /// A hint for lists: what lies there may have been moved or replaced since.
  public var lastSeenPath: String?

  public init(
    identity: RecordIdentity, reviewState: ReviewState = .new, bookmarks: [Bookmark] = [],
    intervals: [PinnedInterval] = [], lastOpened: Date? = nil, lastSeenPath: String? = nil
  ) {
    self.identity = identity
    self.reviewState = reviewState
    self.bookmarks = bookmarks
    self.intervals = intervals
    self.lastOpened = lastOpened
    self.lastSeenPath = lastSeenPath
  }
}
