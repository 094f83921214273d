public import Foundation
public import ReviewStore

/// What the reader has decided of a record.
public struct ReaderDecisions: Sendable, Equatable {
  public var reviewState = ReviewState.new
  /// In order of time.
  public private(set) var bookmarks: [Bookmark] = []
  public var lastOpened: Date?

  public init() {}

  public init(_ kept: RecordDecisions) {
    (reviewState, lastOpened) = (kept.reviewState, kept.lastOpened)
    bookmarks = kept.bookmarks.sorted { $0.seconds < $1.seconds }
  }

  public var isReviewed: Bool { reviewState == .reviewed }

  /// A record that is no longer reviewed was opened all the same.
  mutating func toggleReviewed() { reviewState = isReviewed ? .opened : .reviewed }

  /// The bookmark at a moment, or not further from it than `reach` seconds.
  func bookmark(near seconds: Double, within reach: Double) -> Bookmark? {
    bookmarks.first { abs($0.seconds - seconds) <= reach }
  }

  mutating func add(_ bookmark: Bookmark) {
    bookmarks.append(bookmark)
    bookmarks.sort { $0.seconds < $1.seconds }
  }

  mutating func remove(_ bookmark: Bookmark) { bookmarks.removeAll { $0.id == bookmark.id } }
}

/// Something that the reader has decided, to be kept at once.
public enum Decision: Sendable, Equatable {
  case review(ReviewState)
  case addBookmark(Bookmark)
  case removeBookmark(Bookmark)
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
