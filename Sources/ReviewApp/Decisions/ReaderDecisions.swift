public import Foundation
public import ReviewStore

/// What the reader has decided of a record.
public struct ReaderDecisions: Sendable, Equatable {
  public var reviewState = ReviewState.new
  /// In order of time.
  public private(set) var bookmarks: [Bookmark] = []
  /// In order of time.
  public private(set) var intervals: [PinnedInterval] = []
  public var lastOpened: Date?

  public init() {}

  public init(_ kept: RecordDecisions) {
    (reviewState, lastOpened) = (kept.reviewState, kept.lastOpened)
    bookmarks = kept.bookmarks.sorted { $0.seconds < $1.seconds }
    intervals = kept.intervals.sorted { $0.from.seconds < $1.from.seconds }
  }

  /// The same without what somebody else may have noted.
  var withoutNotes: ReaderDecisions {
    var copy = self
    (copy.bookmarks, copy.intervals) = ([], [])
    return copy
  }

  public var isReviewed: Bool { reviewState == .reviewed }

  /// A record that is no longer reviewed was opened all the same.
  mutating func toggleReviewed() { reviewState = isReviewed ? .opened : .reviewed }

  /// The bookmark at a moment, or not further from it than `reach` seconds.
  func bookmark(near seconds: Double, within reach: Double) -> Bookmark? {
    bookmarks.first { abs($0.seconds - seconds) <= reach }
  }

  func bookmark(_ id: Bookmark.ID) -> Bookmark? { bookmarks.first { $0.id == id } }

  func interval(_ id: PinnedInterval.ID?) -> PinnedInterval? {
    intervals.first { $0.id == id }
  }

  /// Takes over what an edit leaves. Returns what is to be kept.
  mutating func apply(_ edit: DecisionEdit) -> Decision? {
    switch edit {
    case .bookmark(let change):
      bookmarks.replace(change)
      bookmarks.sort { $0.seconds < $1.seconds }
      if let mark = change.after { return .addBookmark(mark) }
      return change.before.map(Decision.removeBookmark)
    case .interval(let change):
      intervals.replace(change)
      intervals.sort { $0.from.seconds < $1.from.seconds }
      if let interval = change.after { return .addInterval(interval) }
      return change.before.map(Decision.removeInterval)
    case .labels: return nil
    }
  }
}

extension Array where Element: Identifiable & Sendable & Equatable {
  fileprivate mutating func replace(_ change: Replacement<Element>) {
    let id = (change.after ?? change.before)?.id
    removeAll { $0.id == id }
    if let after = change.after { append(after) }
  }
}

/// Something that the reader has decided, to be kept at once.
public enum Decision: Sendable, Equatable {
  case review(ReviewState)
  case addBookmark(Bookmark)
  case removeBookmark(Bookmark)
  /// A new one, or one of an identity that is there and is changed.
  case addInterval(PinnedInterval)
  case removeInterval(PinnedInterval)
}

extension ReviewState {
  /// The sign of it in the list.
  public var glyph: Unicode.Scalar {
    switch self {
    case .new: "·"
    case .opened: "◐"
    case .reviewed: "✓"
    }
  }
}
