public import TerminalGraphics
import Waveforms

/// A box with a line to type in and a list that it narrows: the command palette, or the menu of keys.
public struct Palette: Sendable {
  /// What is listed.
  public enum Kind: Sendable, Equatable {
    /// All commands, places, classes, themes and so on.
    case commands
    case bookmarks
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
    case findClass(Int)
    case montage(String)
    case filter(DisplayFilter)
    case theme(String)
    case glyphs(GlyphSet)
    case annotator(String)
    case model(String)
    case focus(Int)
  }

  public var kind: Kind
  public var query = ""
  public var selection = 0

  public init(_ kind: Kind) { self.kind = kind }

  var title: String {
    switch kind {
    case .commands: "Commands"
    case .bookmarks: "Bookmarks"
    case .menu(nil): "Menu"
    case .menu(let group?): "Menu: \(group.rawValue)"
    }
  }

  /// Whether letters are typed into it; in the menu they choose.
  var takesText: Bool { if case .menu = kind { false } else { true } }
}

/// Lines of a palette that match what is typed, best first, with the places of the matching letters.
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

extension AppState {
  /// What a palette lists on the present screen.
  func items(_ palette: Palette) -> [Palette.Item] {
    let screen: KeyScreens = waveform == nil ? .list : .review
    switch palette.kind {
    case .menu(nil):
      return KeyGroup.allCases.filter { group in
        Keymap.bindings.contains { $0.group == group && $0.screens.contains(screen) }
      }.map { Palette.Item(title: $0.rawValue, note: String($0.key), action: .group($0)) }
    case .menu(let group?):
      return Keymap.bindings.filter { $0.group == group && $0.screens.contains(screen) }
        .map { Self.item($0, screen) }
    case .bookmarks: return bookmarkItems
    case .commands:
      let place = placeItem(palette.query)
      let commands = Keymap.bindings.filter { $0.screens.contains(screen) }
        .map { Self.item($0, screen) }
      return place + commands + (waveform == nil ? [] : reviewItems) + appearanceItems
    }
  }

  private static func item(_ binding: KeyBinding, _ screen: KeyScreens) -> Palette.Item {
    Palette.Item(
      title: binding.title(on: screen), note: binding.keys.map(\.label).joined(separator: " "),
      action: .command(binding.command))
  }

  private var bookmarkItems: [Palette.Item] {
    (waveform?.bookmarks ?? []).map {
      Palette.Item(title: $0.text, note: TimeLabel.text($0.seconds), action: .goTo($0.seconds))
    }
  }

  /// What is typed, where it is a time.
  private func placeItem(_ query: String) -> [Palette.Item] {
    guard let record = waveform?.document.record, query.contains(where: \.isNumber),
      let seconds = TimeLabel.parse(query, record: (record.durationSeconds, record.frameRateHz)),
      seconds <= record.durationSeconds
    else { return [] }
    // The title holds what was typed, so that it matches.
    return [
      Palette.Item(title: "\(query): go to", note: TimeLabel.text(seconds), action: .goTo(seconds))
    ]
  }

  private var reviewItems: [Palette.Item] {
    guard let waveform else { return [] }
    let classes = (waveform.model?.classes ?? []).enumerated().map {
      Palette.Item(title: "next \($1)", note: "model", action: .findClass($0))
    }
    let montages = waveform.montages.map {
      Palette.Item(
        title: "montage \($0.name)", note: "\($0.channels.count)", action: .montage($0.name))
    }
    let filters = DisplayFilter.allCases.map {
      Palette.Item(title: "filter: \($0.label)", note: "", action: .filter($0))
    }
    let annotators = waveform.document.annotators.map {
      Palette.Item(title: "annotator \($0)", note: "", action: .annotator($0))
    }
    let channels = waveform.shown.map {
      Palette.Item(
        title: "channel \(waveform.document.record.channels[$0].name)", note: "focus",
        action: .focus($0))
    }
    let models = modelNames.map {
      Palette.Item(title: "model \($0)", note: "", action: .model($0))
    }
    return bookmarkItems.map {
      Palette.Item(title: "bookmark \($0.title)", note: $0.note, action: $0.action)
    }
      + classes + montages + filters + annotators + models + channels
  }

  private var appearanceItems: [Palette.Item] {
    themeNames.map { Palette.Item(title: "theme \($0)", note: "", action: .theme($0)) }
      + GlyphSet.allCases.map {
        Palette.Item(title: "glyphs \($0.rawValue)", note: "", action: .glyphs($0))
      }
  }

  // MARK: Keys

  /// A key while a palette is open. Returns what is to be done.
  mutating func handle(_ key: KeyPress, _ palette: Palette) -> [AppEffect] {
    var palette = palette
    let matches = PaletteMatches(items(palette), palette).items
    switch key {
    case .escape:
      self.palette = nil
      return []
    case .enter:
      guard matches.indices.contains(palette.selection) else { return [] }
      return choose(matches[palette.selection].item.action)
    case .down, .tab, .control("n"): palette.selection += 1
    case .up, .backTab, .control("p"): palette.selection -= 1
    case .pageDown: palette.selection += 8
    case .pageUp: palette.selection -= 8
    case .backspace where palette.takesText:
      palette.query = String(palette.query.dropLast())
      palette.selection = 0
    case .character(let character) where palette.takesText:
      if palette.query.count < 60 { palette.query.append(character) }
      palette.selection = 0
    default: return answerMenu(key, palette)
    }
    let count = PaletteMatches(items(palette), palette).items.count
    palette.selection = min(max(0, palette.selection), max(0, count - 1))
    self.palette = palette
    return []
  }

  /// In the menu a letter opens its group, and in a group a key does what it does anywhere.
  private mutating func answerMenu(_ key: KeyPress, _ palette: Palette) -> [AppEffect] {
    guard case .menu(let group) = palette.kind else { return [] }
    if group == nil, case .character(let letter) = key,
      let chosen = KeyGroup.allCases.first(where: { $0.key == letter })
    {
      self.palette = Palette(.menu(chosen))
      return []
    }
    self.palette = nil
    let screen: KeyScreens = waveform == nil ? .list : .review
    guard let group, let command = Keymap.command(for: key, on: screen),
      Keymap.binding(of: command)?.group == group
    else { return [] }
    return perform(command)
  }

  /// Does what a line says.
  mutating func choose(_ action: Palette.Action) -> [AppEffect] {
    palette = nil
    switch action {
    case .group(let group):
      palette = Palette(.menu(group))
      return []
    case .command(let command): return perform(command)
    case .theme(let name): return [.showTheme(name)]
    case .glyphs(let set):
      glyphs = set
      return []
    case .annotator(let name): return [.showAnnotator(name)]
    case .model(let name): return [.showModel(name)]
    case .goTo(let seconds):
      if let layout = layout { waveform?.goTo(seconds, layout) }
    case .findClass(let index):
      waveform?.chosenClass = index
      return perform(.nextOfClass)
    case .montage(let name):
      if let montage = waveform?.montages.first(where: { $0.name == name }) {
        waveform?.show(montage, size)
      }
    case .filter(let filter):
      waveform?.filter = filter
      waveform?.average = nil
    case .focus(let channel):
      waveform?.focus = channel
      waveform?.keepFocusInView(size)
    }
    return []
  }

  private var layout: WaveformLayout? { waveform.map { WaveformLayout(size: size, state: $0) } }
}
