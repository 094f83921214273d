public import TerminalGraphics

/// What the list asks of the program around it.
public enum RecordsAction: Sendable, Equatable {
  case quit
  case open(name: String)
  case toggleReviewed(name: String)
  /// What to label next.
  case queue
}

extension RecordsState {
  /// Answers a key.
  public mutating func handle(_ key: KeyPress, size: Size) -> RecordsAction? {
    message = nil
    checksView = true
    if overlay != nil {
      scrollOverlay(key, size)
      return nil
    }
    let page = Self.rows(height: size.height)
    if isTyping {
      type(key, page)
      return nil
    }
    guard let command = Keymap.command(for: key, on: .list) else {
      message = "\(key.label) does nothing here; ? lists the keys"
      return nil
    }
    if command == .screen(.back) { return goBack(key) }
    defer { keepInView(page) }
    return perform(command, size: size)
  }

  /// Carries out a command of the list.
  mutating func perform(_ command: Command, size: Size) -> RecordsAction? {
    switch command {
    case .time(let command): return navigate(command, Self.rows(height: size.height))
    case .channels(.focusNext): move(by: 1, Self.rows(height: size.height))
    case .channels(.focusPrevious): move(by: -1, Self.rows(height: size.height))
    case .list(let command): return perform(command)
    case .record(.markReviewed): return selected.map { .toggleReviewed(name: $0) }
    case .screen(.help): overlay = .help(top: 0)
    case .screen(.back): return goBack(.character("q"))
    // Of the review, or answered by the program around this screen.
    case .channels, .speed, .find, .gain, .filter, .measure, .view, .pane, .record, .label,
      .queue, .live, .program:
      break
    }
    return nil
  }

  /// Keys that move in time move among the records here, those that have a place to move to.
  private mutating func navigate(_ command: TimeCommand, _ page: Int) -> RecordsAction? {
    if command == .panRight { return selected.map { .open(name: $0) } }
    let steps: [TimeCommand: Int] = [
      .pageRight: page, .pageLeft: -page, .start: -names.count, .end: names.count,
    ]
    guard let step = steps[command] else {
      message = "that moves in a record: Enter opens one"
      return nil
    }
    move(by: step, page)
    return nil
  }

  private mutating func perform(_ command: ListCommand) -> RecordsAction? {
    switch command {
    case .open: return selected.map { .open(name: $0) }
    case .filter: isTyping = true
    case .sort: cycleSort()
    case .reverseSort: setSort(sort, isDescending: !isDescending)
    case .summary: if selected != nil { overlay = .summary(top: 0) }
    case .queue: return .queue
    }
    return nil
  }

  private mutating func goBack(_ key: KeyPress) -> RecordsAction? {
    if !filter.isEmpty {
      setFilter("")
    } else if key != .escape {
      return .quit
    } else {
      message = "q quits"
    }
    return nil
  }

  /// The first press after a filter leaves its order for the one that was chosen before.
  private mutating func cycleSort() {
    let new = ranksByMatch ? sort : sort.next
    setSort(new, isDescending: new == sort ? isDescending : new.beginsDescending)
  }

  private mutating func type(_ key: KeyPress, _ page: Int) {
    switch key {
    case .enter: isTyping = false
    case .escape:
      isTyping = false
      setFilter("")
    case .backspace: setFilter(String(filter.dropLast()))
    case .control("u"): setFilter("")
    case .character(let character) where filter.count < 40: setFilter(filter + String(character))
    case .up: move(by: -1, page)
    case .down: move(by: 1, page)
    default: break
    }
    keepInView(page)
  }

  private mutating func scrollOverlay(_ key: KeyPress, _ size: Size) {
    let command = Keymap.command(for: key, on: .list)
    switch overlay {
    case .help(let top):
      overlay = PanelView.scrolled(command, from: top, lines: HelpText.listLines, size: size)
        .map { .help(top: $0) }
    case .summary(let top):
      let lines = selected.map { RecordSummary(self, name: $0).panelLines } ?? []
      overlay = PanelView.scrolled(command, from: top, lines: lines, size: size)
        .map { .summary(top: $0) }
    case nil: break
    }
  }

  mutating func resize(_ size: Size) {
    checksView = true
    keepInView(Self.rows(height: size.height))
  }

  private mutating func move(by step: Int, _ page: Int) {
    selection = min(max(selection + step, 0), max(0, rows.count - 1))
    keepInView(page)
  }

  private mutating func keepInView(_ page: Int) {
    selection = min(max(selection, 0), max(0, rows.count - 1))
    top = firstRow(page: page)
  }

  /// Wheel: up and down. Press: select; on the selected record, open it; on a title, sort.
  public mutating func handle(_ event: MouseEvent, size: Size) -> RecordsAction? {
    checksView = true
    let page = Self.rows(height: size.height)
    if overlay != nil {
      switch event.kind {
      case .wheelUp: scrollOverlay(.up, size)
      case .wheelDown: scrollOverlay(.down, size)
      case .press: overlay = nil
      case .drag, .release: break
      }
      return nil
    }
    switch event.kind {
    case .wheelUp: move(by: -1, page)
    case .wheelDown: move(by: 1, page)
    case .press: return press(x: event.x, y: event.y, size, page)
    case .drag, .release: break
    }
    return nil
  }

  private mutating func press(x: Int, y: Int, _ size: Size, _ page: Int) -> RecordsAction? {
    let layout = RecordsLayout(size: size, state: self)
    guard x < layout.listWidth else { return nil }
    if y == layout.titleRow {
      guard let sort = layout.columns.first(where: { $0.span.contains(x) })?.kind.sort else {
        return nil
      }
      let isAgain = sort == self.sort && !ranksByMatch
      setSort(sort, isDescending: isAgain ? !isDescending : sort.beginsDescending)
      keepInView(page)
      return nil
    }
    let row = firstRow(page: page) + y - layout.firstRow
    guard (0..<page).contains(y - layout.firstRow), rows.indices.contains(row) else { return nil }
    if row == selection { return selected.map { .open(name: $0) } }
    move(by: row - selection, page)
    return nil
  }
}
