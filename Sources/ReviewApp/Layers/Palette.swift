public import ReviewSession
public import ReviewStore
public import TerminalGraphics

/// A box with a line to type in and a list that it narrows: the command palette, or the menu of
/// keys.
public struct Palette: Sendable {
  /// What is listed.
  public enum Kind: Sendable, Equatable {
    /// All commands, places, classes, themes and so on.
    case commands
    case bookmarks
    /// Those that are pinned to the record.
    case intervals
    /// What was done to the labels, the newest first.
    case labelHistory
    /// Groups of keys, or those of one group.
    case menu(KeyGroup?)
  }

  /// One line of the list.
  public struct Item: Sendable, Equatable {
    public var title: String
    /// The key, or another note at the right.
    public var note: String
    public var action: Action
  }

  /// What choosing a line does.
  public enum Action: Sendable, Equatable {
    case command(Command)
    case group(KeyGroup)
    case goTo(Double)
    case bookmark(Bookmark)
    case interval(PinnedInterval.ID)
    /// Goes to a revision of the labels.
    case revision(Int)
    case findClass(Int)
    case montage(String)
    /// A step of `SweepSpeed`.
    case speed(Int)
    case filter(DisplayFilter)
    case theme(String)
    case glyphs(GlyphSet)
    case annotator(String)
    case model(String)
    case focus(Int)
    /// Nil for the beats' own moments.
    case trigger(Int?)
  }

  public var kind: Kind
  public var query = ""
  public var selection = 0

  public init(_ kind: Kind) { self.kind = kind }

  var title: String {
    switch kind {
    case .commands: "Commands"
    case .bookmarks: "Bookmarks"
    case .intervals: "Pinned intervals"
    case .labelHistory: "What was done to the labels"
    case .menu(nil): "Menu"
    case .menu(let group?): "Menu: \(group.rawValue)"
    }
  }

  /// What stands in a list without lines.
  var whenEmpty: String {
    switch kind {
    case .bookmarks: " no bookmarks yet: B sets one"
    case .intervals: " no pinned intervals yet: c sets calipers, p pins them"
    case .labelHistory: " nothing was done to the labels yet"
    case .commands, .menu: ""
    }
  }

  /// Whether `Del` removes what is selected.
  var removes: Bool { kind == .bookmarks || kind == .intervals || kind == .labelHistory }

  /// Whether letters are typed into it; in the menu they choose.
  var takesText: Bool { if case .menu = kind { false } else { true } }

  /// Most characters that are typed.
  private static let queryLimit = 60

  /// Moves the selection, which may leave the list by this, or types. Returns whether the key meant
  /// that.
  mutating func take(_ key: KeyPress) -> Bool {
    switch key {
    case .down, .tab, .control("n"): selection += 1
    case .up, .backTab, .control("p"): selection -= 1
    case .pageDown: selection += 8
    case .pageUp: selection -= 8
    case .backspace where takesText: type(String(query.dropLast()))
    case .character(let character) where takesText:
      type(query.count < Self.queryLimit ? query + String(character) : query)
    default: return false
    }
    return true
  }

  private mutating func type(_ text: String) {
    query = text
    selection = 0
  }
}

/// Lines of a palette that match what is typed, best first, with the places of the matching
/// letters.
struct PaletteMatches {
  var items: [(item: Palette.Item, positions: [Int])]

  init(_ items: [Palette.Item], _ palette: Palette) {
    guard palette.takesText, !palette.query.isEmpty else {
      self.items = items.map { ($0, []) }
      return
    }
    self.items = FuzzyMatch.rank(palette.query, candidates: items.map(\.title)).map {
      (items[$0.index], $0.positions)
    }
  }
}
