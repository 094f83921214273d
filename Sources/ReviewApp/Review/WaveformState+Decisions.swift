import ReviewStore
import ReviewSession
import Waveforms

// What the reader makes of a record: bookmarks, intervals, and taking back what was done to them.

extension WaveformState {
  mutating func decide(_ command: RecordCommand) -> [WaveformEffect] {
    switch command {
    case .toggleBookmark: askBookmark()
    case .undo: return undo()
    case .redo: return redo()
    case .nextAnnotator: return nextAnnotator()
    case .markReviewed:
      decisions.toggleReviewed()
      say(decisions.isReviewed ? "marked as reviewed" : "no longer marked as reviewed")
      return [.decide(.review(decisions.reviewState))]
    case .writeStrip: return [.writeStrip]
    case .showWarnings: cover = .panel(.warnings, top: 0)
    }
    return []
  }

  private mutating func nextAnnotator() -> [WaveformEffect] {
    let annotators = sources
    guard annotators.count > 1 else {
      say(
        isBlind
          ? "a blind reading shows the labels of no one else"
          : annotators.isEmpty
            ? "this record has no annotations beside it" : "only \(annotators[0]) is beside it")
      return []
    }
    let place = annotators.firstIndex(of: document.annotations?.annotator ?? "") ?? -1
    return [.showAnnotator(annotators[(place + 1) % annotators.count])]
  }

  /// Annotators whose marks can be looked at, sets of labels first.
  var sources: [String] { sets + document.annotators.filter { !sets.contains($0) } }

  // MARK: Bookmarks

  /// How near a bookmark has to be to be the one under the cursor, in dots.
  private static let bookmarkReach = 4.0

  /// Asks for the text of a new bookmark, or shows that of the one under the cursor.
  private mutating func askBookmark() {
    let here = attended
    let reach = Self.bookmarkReach * viewport.speed.secondsPerDot
    if let old = decisions.bookmark(near: here, within: reach) {
      cover = .prompt(.changeBookmark(old.id), old.text)
      return
    }
    viewport.cursor = here
    cover = .prompt(.bookmark, "")
  }

  mutating func setBookmark(_ text: String) -> [WaveformEffect] {
    let here = attended
    let text = text.isEmpty ? TimeLabel.text(here, decimals: 1) : text
    say("bookmark \(text); ' lists them")
    return edit(.bookmark(Replacement(before: nil, after: Bookmark(seconds: here, text: text))))
  }

  /// Gives a bookmark another text. An empty one changes nothing: only `Del` removes a bookmark.
  mutating func changeBookmark(_ id: Bookmark.ID, _ text: String) -> [WaveformEffect] {
    guard let old = decisions.bookmark(id), !text.isEmpty, text != old.text else { return [] }
    var new = old
    new.text = text
    say("bookmark \(text); u takes the change back")
    return edit(.bookmark(Replacement(before: old, after: new)))
  }

  mutating func removeBookmark(_ id: Bookmark.ID) -> [WaveformEffect] {
    guard let old = decisions.bookmark(id) else { return [] }
    say("bookmark \(old.text) removed; u brings it back")
    return edit(.bookmark(Replacement(before: old, after: nil)))
  }

  // MARK: Undo

  /// Makes a change that can be taken back.
  mutating func edit(_ edit: DecisionEdit) -> [WaveformEffect] {
    history.add(edit)
    return apply(edit)
  }

  private mutating func undo() -> [WaveformEffect] {
    // What is in the hand goes back to where it was taken up.
    if let held = measuring.caliper, let known = decisions.interval(held.pinned) {
      measuring.caliper = nil
      say("\(known.label) is where it was")
      return []
    }
    // Bookmarks and intervals can be taken back while the record is open, labels for ever.
    guard let edit = history.undo(), edit != .labels else {
      return review.labels == nil ? nothingToUndo() : [.label(.undo)]
    }
    say(edit.outcome)
    return apply(edit)
  }

  private mutating func nothingToUndo() -> [WaveformEffect] {
    say("nothing to undo: labels, bookmarks and pinned intervals are as they were found")
    return []
  }

  private mutating func redo() -> [WaveformEffect] {
    guard let edit = history.redo(), edit != .labels else {
      if review.labels != nil { return [.label(.redo)] }
      say("nothing to do again")
      return []
    }
    if measuring.caliper?.pinned != nil { measuring.caliper = nil }
    say(edit.outcome)
    return apply(edit)
  }

  private mutating func apply(_ edit: DecisionEdit) -> [WaveformEffect] {
    decisions.apply(edit).map { [.decide($0)] } ?? []
  }
}
