import TerminalGraphics
import Waveforms

extension AppState {
  mutating func handle(_ event: MouseEvent) -> [AppEffect] {
    if let palette { return handle(event, palette) }
    if var waveform {
      let command = waveform.handle(event, size: size)
      self.waveform = waveform
      return command.map { perform($0) } ?? []
    }
    return effects(of: records?.handle(event, size: size))
  }

  /// A press on a line chooses it, one outside closes; the wheel moves the selection.
  private mutating func handle(_ event: MouseEvent, _ palette: Palette) -> [AppEffect] {
    let view = PaletteView(palette, items(palette), size: size)
    switch event.kind {
    case .wheelUp: return handle(.up, palette)
    case .wheelDown: return handle(.down, palette)
    case .press:
      if let index = view.index(x: event.x, y: event.y) {
        return choose(view.items[index].item.action)
      }
      let isInside = view.box.columns.contains(event.x) && view.box.rows.contains(event.y)
      if !isInside { self.palette = nil }
    case .drag, .release: break
    }
    return []
  }
}

extension WaveformState {
  /// Wheel: earlier and later. A press on a lane: focus and cursor; on the overview or a class: go there;
  /// on a hint, the header or a pane's title: what its key does. A drag measures.
  mutating func handle(_ event: MouseEvent, size: Size) -> Command? {
    let layout = WaveformLayout(size: size, state: self)
    switch event.kind {
    case .wheelUp: return .panLeft
    case .wheelDown: return .panRight
    case .press:
      if overlay != nil {
        overlay = nil
        return nil
      }
      if let command = command(at: event, layout) { return command }
      press(event, layout)
    case .drag: drag(event, layout)
    case .release: if caliper?.seconds ?? 0 > 0 { caliper?.isHeld = false }
    }
    return nil
  }

  private func command(at event: MouseEvent, _ layout: WaveformLayout) -> Command? {
    let width = layout.size.width
    if event.y == layout.hintRow {
      return HintBar(hints: HintBar.review, width: width).command(at: event.x)
    }
    if event.y == 0 {
      if event.x >= width - 8 { return .help }
      return event.x >= width - 16 && !document.warnings.isEmpty ? .showWarnings : .menu
    }
    if event.y == layout.statusRow { return .palette }
    if layout.relevance.height > 0, event.y == layout.relevance.y { return .paneRelevance }
    guard let pane = layout.panes.first(where: { $0.rect.rows.contains(event.y) }),
      pane.rect.columns.contains(event.x), event.y == pane.rect.y
    else { return nil }
    switch pane.pane {
    case .model: return .paneModel
    case .measures: return .paneMeasures
    case .tokens: return .paneTokens
    case .prototypes: return .panePrototypes
    case .traces, .relevance: return nil
    }
  }

  private mutating func press(_ event: MouseEvent, _ layout: WaveformLayout) {
    message = nil
    if pressWhole(event, layout) { return }
    if let pane = layout.panes.first(where: {
      $0.rect.columns.contains(event.x) && $0.rect.rows.contains(event.y)
    }) {
      return press(event, in: pane)
    }
    guard let section = layout.sections.first(where: { $0.columns.contains(event.x) }) else {
      if let lane = layout.lanes.first(where: { $0.rect.rows.contains(event.y) }) {
        focus = lane.channel
      }
      return
    }
    if !section.isActive { changeView(.otherHalf, layout.size) }
    focusedPane = .traces
    if let lane = layout.lanes.first(where: { $0.rect.rows.contains(event.y) }) {
      focus = lane.channel
    }
    // The trigger view has a time of its own.
    guard !showsTrigger else { return }
    cursor = min(section.seconds(at: event.x), document.record.durationSeconds)
    caliper = nil
  }

  /// Whether a press was on something that stands for the whole record.
  private mutating func pressWhole(_ event: MouseEvent, _ layout: WaveformLayout) -> Bool {
    let rows = [layout.overview.rows, layout.trend.rows]
    let isWhole = rows.contains { $0.contains(event.y) } || event.y == layout.wholeClassRow
    guard isWhole, layout.overview.columns.contains(event.x) else { return false }
    history.leave(place)
    let share = (Double(event.x - layout.overview.x) + 0.5) / Double(layout.overview.width)
    start = document.record.durationSeconds * share - viewSeconds(dots: layout.dots) / 2
    clampStart(layout)
    return true
  }

  /// The class or the pair of tokens under the mouse.
  private mutating func press(_ event: MouseEvent, in place: WaveformLayout.PaneRect) {
    focusedPane = place.pane
    let (column, row) = (event.x - place.rect.x - 2, event.y - place.rect.y - 1)
    guard let model, column >= 0, row >= 0 else { return }
    switch place.pane {
    case .model where row < model.classes.count: chosenClass = row
    case .tokens:
      let inner = (width: place.rect.width - 3, height: max(1, place.rect.height - 4))
      let (columns, rows) = TokenMap.size(
        tokens: model.tokens, width: inner.width, height: inner.height)
      guard column < columns, row < rows else { return }
      tokenCursor.ecg = column * model.tokens / columns
      tokenCursor.iegm = row * model.tokens / rows
    default: break
    }
  }

  /// Calipers from where the press was to where the mouse is.
  private mutating func drag(_ event: MouseEvent, _ layout: WaveformLayout) {
    let section = layout.active
    guard !showsTrigger, layout.traces.rows.contains(event.y), section.columns.contains(event.x),
      let cursor
    else {
      return
    }
    var dragged = caliper ?? Caliper(at: sample(nearestTo: cursor))
    dragged.moving = sample(nearestTo: section.seconds(at: event.x))
    dragged.isHeld = true
    caliper = dragged
  }
}
