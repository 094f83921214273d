import Foundation
import Annotations
import ReviewStore
import ReviewSession
import TerminalGraphics
import Waveforms

extension AppState {
  private var screen: KeyScreens { waveform == nil ? .list : .review }

  /// What a palette lists on the present screen.
  func items(_ palette: Palette) -> [Palette.Item] {
    switch palette.kind {
    case .menu(nil):
      return KeyGroup.allCases.filter { group in
        Keymap.bindings.contains { $0.group == group && $0.screens.contains(screen) }
      }.map { Palette.Item(title: $0.rawValue, note: String($0.key), action: .group($0)) }
    case .menu(let group?):
      return Keymap.bindings.filter { $0.group == group && $0.screens.contains(screen) }
        .map(item)
    case .bookmarks: return bookmarkItems
    case .intervals: return intervalItems
    case .labelHistory: return revisionItems
    case .commands:
      let commands = Keymap.bindings.filter { $0.screens.contains(screen) }.map(item)
      return placeItem(palette.query) + commands + (waveform.map(reviewItems) ?? [])
        + appearanceItems
    }
  }

  private func item(_ binding: KeyBinding) -> Palette.Item {
    Palette.Item(
      title: binding.title(on: screen), note: binding.keys.map(\.label).joined(separator: " "),
      action: .command(binding.command))
  }

  private var bookmarkItems: [Palette.Item] {
    (waveform?.decisions.bookmarks ?? []).map {
      Palette.Item(title: $0.text, note: TimeLabel.text($0.seconds), action: .bookmark($0))
    }
  }

  private var intervalItems: [Palette.Item] {
    (waveform?.decisions.intervals ?? []).map {
      Palette.Item(
        title: "\($0.label)  \($0.channels)", note: TimeLabel.text($0.from.seconds),
        action: .interval($0.id))
    }
  }

  private static let day: DateFormatter = {
    let formatter = DateFormatter()
    formatter.dateFormat = "yyyy-MM-dd HH:mm:ss"
    return formatter
  }()

  /// The newest first; where the labels stand is marked.
  private var revisionItems: [Palette.Item] {
    guard let labels = waveform?.review.labels else { return [] }
    let history = labels.history
    return history.revisions.indices.reversed().map { number in
      let change = history.revisions[number].transaction
      let words = change?.words(labels.marks.timeLine) ?? labels.beginningWords
      let time = change.map { Self.day.string(from: $0.time) } ?? ""
      return Palette.Item(
        title: (number == history.current ? "● " : "  ") + words, note: time,
        action: .revision(number))
    }
  }

  /// What is typed, where it is a time.
  private func placeItem(_ query: String) -> [Palette.Item] {
    guard let record = waveform?.record, query.contains(where: \.isNumber),
      let seconds = TimeLabel.parse(query, record: (record.durationSeconds, record.frameRateHz)),
      seconds <= record.durationSeconds
    else { return [] }
    // The title holds what was typed, so that it matches.
    return [
      Palette.Item(title: "\(query): go to", note: TimeLabel.text(seconds), action: .goTo(seconds))
    ]
  }

  private func reviewItems(_ waveform: WaveformState) -> [Palette.Item] {
    func item(_ title: String, _ note: String, _ action: Palette.Action) -> Palette.Item {
      Palette.Item(title: title, note: note, action: action)
    }
    let record = waveform.record
    let classes = (waveform.review.model?.classes ?? []).enumerated().map {
      item("next \($1)", "model", .findClass($0))
    }
    let montages = waveform.channels.montages(record).map {
      item("montage \($0.name)", "\($0.channels.count)", .montage($0.name))
    }
    let filters = DisplayFilter.allCases.map { item("filter: \($0.label)", "", .filter($0)) }
    let speeds = SweepSpeed.offered.map { item("speed \($0.label)", "", .speed($0.step)) }
    let annotators = waveform.sources.map {
      item("annotator \($0)", "", .annotator($0))
    }
    let models = looks.modelNames.map { item("model \($0)", "", .model($0)) }
    let channels = waveform.channels.shown.map {
      item("channel \(record.channels[$0].name)", "focus", .focus($0))
    }
    let bookmarks =
      bookmarkItems.map { item("bookmark \($0.title)", $0.note, $0.action) }
      + intervalItems.map { item("interval \($0.title)", $0.note, $0.action) }
    let triggers =
      [item("trigger: the QRS", "beats laid over one another", .trigger(nil))]
      + waveform.channels.shown.filter { record.channels[$0].kind != .surface }.map {
        item("trigger: \(record.channels[$0].shownName)", "", .trigger($0))
      }
    return bookmarks + triggers + classes + montages + speeds + filters + annotators + models
      + channels
  }

  private var appearanceItems: [Palette.Item] {
    looks.themeNames.map { Palette.Item(title: "theme \($0)", note: "", action: .theme($0)) }
      + GlyphSet.allCases.map {
        Palette.Item(title: "glyphs \($0.rawValue)", note: "", action: .glyphs($0))
      }
  }

  // MARK: Keys

  /// A key while a palette is open: all are the palette's.
  mutating func answerPalette(_ key: KeyPress) -> KeyAnswer<AppEffect> {
    guard var palette else { return .ignored }
    let matches = PaletteMatches(items(palette), palette).items
    if key == .enter, matches.indices.contains(palette.selection) {
      return .consumed(choose(matches[palette.selection].item.action))
    }
    if key == .delete, palette.removes, matches.indices.contains(palette.selection) {
      return .consumed(remove(matches[palette.selection].item.action))
    }
    if key == .escape {
      self.palette = nil
      return .consumed
    }
    guard key == .enter || palette.take(key) else { return .consumed(answerMenu(key, palette)) }
    let count = PaletteMatches(items(palette), palette).items.count
    palette.selection = min(max(0, palette.selection), max(0, count - 1))
    self.palette = palette
    return .consumed
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
    guard let group, let command = Keymap.command(for: key, on: screen),
      Keymap.binding(of: command)?.group == group
    else { return [] }
    return perform(command)
  }

  /// Removes what a line stands for. The list closes where it was the last line of it.
  private mutating func remove(_ action: Palette.Action) -> [AppEffect] {
    var made: [WaveformEffect] = []
    if case .bookmark(let mark) = action { made = waveform?.removeBookmark(mark.id) ?? [] }
    if case .interval(let id) = action { made = waveform?.remove(id) ?? [] }
    if case .revision(let number) = action,
      let id = waveform?.review.labels?.history.revisions[number].transaction?.id
    {
      palette = nil
      return [.label(.revert(id))]
    }
    if var open = palette {
      open.selection = max(0, min(open.selection, items(open).count - 1))
      palette = items(open).isEmpty ? nil : open
    }
    return made.flatMap { effects(of: $0) }
  }

  /// Does what a line says.
  mutating func choose(_ action: Palette.Action) -> [AppEffect] {
    palette = nil
    switch action {
    case .group(let group): palette = Palette(.menu(group))
    case .command(let command): return perform(command)
    case .theme(let name): return [.showTheme(name)]
    case .glyphs(let set): looks.glyphs = set
    case .annotator(let name): return [.showAnnotator(name)]
    case .model(let name): return [choose(model: name)]
    case .goTo(let seconds): waveform?.goTo(seconds)
    case .bookmark(let mark): waveform?.goTo(mark.seconds)
    case .interval(let id):
      return (waveform?.select(id) ?? []).flatMap { effects(of: $0) }
    case .revision(let number): return [.label(.jump(number))]
    case .findClass(let index):
      waveform?.modelFocus.chosenClass = index
      return perform(.find(.nextOfClass))
    case .montage(let name):
      let montages = waveform.map { $0.channels.montages($0.record) } ?? []
      if let montage = montages.first(where: { $0.name == name }) { waveform?.show(montage) }
    case .filter(let filter):
      waveform?.filter.current = filter
      waveform?.review.forgetAverage()
    case .speed(let step): waveform?.sweep(at: SweepSpeed(step: step))
    case .trigger(let channel): waveform?.trigger(on: channel)
    case .focus(let channel): waveform?.channels.focus = channel
    }
    return []
  }
}
