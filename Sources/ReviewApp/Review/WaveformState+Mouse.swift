import ReviewSession
import TerminalGraphics
import Waveforms

extension WaveformState {
  /// Wheel: earlier and later. A press on a lane: focus and cursor; on the overview or a class: go
  /// there; on a hint, the header or a pane's title: what its key does. A drag measures. A press on
  /// an end of calipers takes hold of it; while calipers are held, one elsewhere places the end
  /// that moves.
  mutating func handle(_ event: MouseEvent) -> MouseAnswer {
    defer { settle(size) }
    switch event.kind {
    case .wheelUp: return MouseAnswer(command: .time(.panLeft))
    case .wheelDown: return MouseAnswer(command: .time(.panRight))
    case .press:
      if cover != nil {
        cover = nil
        return MouseAnswer()
      }
      if let command = command(at: event) { return MouseAnswer(command: command) }
      return MouseAnswer(effects: press(event))
    case .drag: drag(event)
    case .release: return MouseAnswer(effects: release())
    }
    return MouseAnswer()
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

  func channel(at event: MouseEvent) -> Int? {
    layout.lanes.first { $0.rect.rows.contains(event.y) }?.channel
  }

  private mutating func press(_ event: MouseEvent) -> [WaveformEffect] {
    message = nil
    if pressWhole(event) { return [] }
    if let pane = pane(at: event) {
      press(event, in: pane)
      return []
    }
    if let section = layout.sections.first(where: { $0.columns.contains(event.x) }) {
      if !section.isActive { change(.otherHalf) }
      panes.focused = .traces
    }
    if takeEnd(at: event) { return [] }
    let seconds = seconds(at: event)
    if measuring.shownCaliper?.isHeld == true, seconds != nil, channel(at: event) != nil {
      moveEnd(to: event)
      return []
    }
    let effects = putDown()
    measuring.shownCaliper = nil
    if let channel = channel(at: event) { channels.focus = channel }
    guard let seconds else { return effects }
    if measuring.showsTrigger {
      measuring.triggerCaliper = Caliper(
        at: stop(nearestTo: seconds, on: channels.focus) ?? caliperTime.sample(nearestTo: seconds),
        channel: channels.focus)
    } else {
      viewport.cursor = min(seconds, record.durationSeconds)
    }
    return effects
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
}

/// What a move or press of the mouse asks for.
struct MouseAnswer {
  var command: Command?
  var effects: [WaveformEffect] = []
}
