import ReviewSession
import TerminalGraphics
import Waveforms

extension WaveformState {
  /// Wheel: earlier and later. A press on a lane: focus and cursor; on the overview or a class: go there;
  /// on a hint, the header or a pane's title: what its key does. A drag measures.
  mutating func handle(_ event: MouseEvent) -> Command? {
    defer { settle(size) }
    switch event.kind {
    case .wheelUp: return .time(.panLeft)
    case .wheelDown: return .time(.panRight)
    case .press:
      if cover != nil {
        cover = nil
        return nil
      }
      if let command = command(at: event) { return command }
      press(event)
    case .drag: drag(event)
    case .release:
      if measuring.caliper?.seconds ?? 0 > 0 { measuring.caliper?.isHeld = false }
    }
    return nil
  }

  private func command(at event: MouseEvent) -> Command? {
    let width = size.width
    if event.y == layout.hintRow {
      return HintBar(hints: HintBar.review, width: width).command(at: event.x)
    }
    if event.y == 0 {
      if event.x >= width - 8 { return .screen(.help) }
      return event.x >= width - 16 && !document.warnings.isEmpty
        ? .record(.showWarnings) : .program(.menu)
    }
    if event.y == layout.statusRow { return .program(.palette) }
    if layout.shows(.relevance), event.y == layout.relevance.y { return .pane(.show(.relevance)) }
    guard let place = pane(at: event), event.y == place.rect.y else { return nil }
    return .pane(.show(place.pane))
  }

  private func pane(at event: MouseEvent) -> WaveformLayout.PaneRect? {
    layout.panes.first {
      $0.rect.columns.contains(event.x) && $0.rect.rows.contains(event.y)
    }
  }

  private func channel(at event: MouseEvent) -> Int? {
    layout.lanes.first { $0.rect.rows.contains(event.y) }?.channel
  }

  private mutating func press(_ event: MouseEvent) {
    message = nil
    if pressWhole(event) { return }
    if let pane = pane(at: event) { return press(event, in: pane) }
    let section = layout.sections.first { $0.columns.contains(event.x) }
    if let section {
      if !section.isActive { change(.otherHalf) }
      panes.focused = .traces
    }
    if let channel = channel(at: event) { channels.focus = channel }
    // The trigger view has a time of its own.
    guard let section, !measuring.showsTrigger else { return }
    viewport.cursor = min(section.seconds(at: event.x), record.durationSeconds)
    measuring.caliper = nil
  }

  /// Whether a press was on something that stands for the whole record.
  private mutating func pressWhole(_ event: MouseEvent) -> Bool {
    let rows = [layout.overview.rows, layout.trend.rows]
    let isWhole = rows.contains { $0.contains(event.y) } || event.y == layout.wholeClassRow
    guard isWhole, layout.overview.columns.contains(event.x) else { return false }
    viewport.history.leave(viewport.place)
    let share = (Double(event.x - layout.overview.x) + 0.5) / Double(layout.overview.width)
    viewport.start =
      record.durationSeconds * share - viewport.seconds(dots: layout.dots) / 2
    return true
  }

  /// Calipers from where the press was to where the mouse is.
  private mutating func drag(_ event: MouseEvent) {
    let section = layout.active
    guard !measuring.showsTrigger, layout.traces.rows.contains(event.y),
      section.columns.contains(event.x), let cursor = viewport.cursor
    else { return }
    var dragged = measuring.caliper ?? Caliper(at: sample(nearestTo: cursor))
    dragged.moving = sample(nearestTo: section.seconds(at: event.x))
    dragged.isHeld = true
    measuring.caliper = dragged
  }
}
