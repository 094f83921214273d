public import Annotations
public import ReviewSession

/// Setting labels: while it is on, letters are labels.
public struct Labelling: Sendable, Equatable {
  /// The mark that keys act on; nil where the cursor is at none.
  var chosen: Mark.ID?
  /// Where a selection begins, in seconds; it goes on to the cursor.
  var anchor: Double?
  /// Whether what a search has found is selected.
  var isOnFound = false
  /// The mark in the hand, as it would be put down.
  var held: Held?
  /// Whether labels are bound to the focused channel alone.
  var isOfChannel = false
  /// The labels that have keys.
  let palette: LabelPalette
  /// The label that was set last.
  var last: Label?
  /// What two readers differ on, where that is decided.
  var deciding: Deciding?
  /// What is asked, where a model is taught.
  var questions: Questions?

  init(_ document: ReviewDocument, deciding: Deciding? = nil) {
    let digits: Set<Character> = deciding == nil ? [] : ["0", "1", "2"]
    palette = LabelPalette(document, reserved: LabelPalette.reserved.union(digits))
    self.deciding = deciding
  }

  mutating func selectNothing() {
    anchor = nil
    isOnFound = false
  }

  /// A mark that is being moved.
  struct Held: Sendable, Equatable {
    var mark: Mark
    /// In ticks, as it would be put down.
    var ticks: Range<Int>
    /// Whether the end of a span moves, and not its start.
    var movesEnd = false

    /// The edge that moves.
    var moving: Int { movesEnd ? ticks.upperBound : ticks.lowerBound }

    /// Moves an instant, or one edge of a span, which stays a sample before the other at least.
    mutating func move(to tick: Int) {
      if mark.isInstant {
        ticks = tick..<tick
      } else if movesEnd {
        ticks = ticks.lowerBound..<max(tick, ticks.lowerBound + 1)
      } else {
        ticks = min(tick, ticks.upperBound - 1)..<ticks.upperBound
      }
    }
  }
}

/// What is to be done to the labels of the record under review.
public enum LabelRequest: Sendable, Equatable {
  /// Edits of one action, and what is said when they are kept.
  case commit([Edit], words: String)
  case undo
  case redo
  /// To a revision of the history.
  case jump(Int)
  /// Takes one earlier change back.
  case revert(Transaction.ID)
}

/// What became of a request: the set as it is now, and what was done to it.
public struct LabelOutcome: Sendable {
  public var book: LabelBook
  public var changes: [Transaction]
  public var request: LabelRequest
}

extension LabelRequest {
  /// Carries it out on a set. Returns what was done.
  func perform(on book: inout LabelBook) throws -> [Transaction] {
    switch self {
    case .commit(let edits, _): try book.commit(edits).map { [$0] } ?? []
    case .undo: try book.undo().map { [$0] } ?? []
    case .redo: try book.redo().map { [$0] } ?? []
    case .jump(let number): try book.jump(to: number)
    case .revert(let id): try book.revert(id).map { [$0] } ?? []
    }
  }
}

extension LabelBook {
  /// What the set began with, in words.
  var beginningWords: String { source.map { "as \($0) has it" } ?? "empty" }
}
