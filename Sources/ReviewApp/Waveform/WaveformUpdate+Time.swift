import TerminalGraphics
import Waveforms

extension WaveformState {
  mutating func pan(_ command: Command, _ layout: WaveformLayout) {
    let view = viewSeconds(dots: layout.dots)
    // From mark to mark of the axis: what stays in view is drawn by the same dots as before, and
    // the marks stand still.
    let mark = AxisTicks.step(secondsPerCell: speed.secondsPerDot * 2)
    if command == .goToStart || command == .goToEnd { history.leave(place) }
    switch command {
    case .panLeft: start -= mark
    case .panRight: start += mark
    case .pageLeft: start -= view
    case .pageRight: start += view
    case .goToStart: start = 0
    default: start = document.record.durationSeconds - view
    }
    clampStart(layout)
  }

  mutating func travel(_ command: Command, _ layout: WaveformLayout) {
    let found = command == .jumpBack ? history.back(from: place) : history.forward(from: place)
    guard let found else {
      return say(command == .jumpBack ? "no jump to go back from" : "no jump to repeat")
    }
    (start, cursor) = (found.start, found.cursor)
    clampStart(layout)
  }

  /// Takes the screen's new size: the focused lane stays in view, and no room is left empty
  /// behind the record's end.
  mutating func resize(_ size: Size) {
    keepFocusInView(size)
    let layout = WaveformLayout(size: size, state: self)
    clampStart(layout)
    // Keys must not go to what is not there.
    let isOpen =
      focusedPane == .relevance
      ? layout.relevance.height > 0 : layout.panes.contains { $0.pane == focusedPane }
    if !isOpen { focusedPane = .traces }
  }

  /// Keeps the view on the record: nothing lies before its start, and its end is the last edge.
  mutating func clampStart(_ layout: WaveformLayout) {
    start = clamped(start, layout)
    if var other = split {
      other.start = clamped(other.start, layout)
      split = other
    }
  }

  private func clamped(_ start: Double, _ layout: WaveformLayout) -> Double {
    let last = document.record.durationSeconds - viewSeconds(dots: layout.dots)
    let start = max(0, min(start, max(0, last)))
    let dot = speed.secondsPerDot
    // On a grid of dots: a view that comes back to a place shows it the same.
    return start < max(0, last) ? (start / dot).rounded(.down) * dot : start
  }

  mutating func zoom(_ command: Command, _ layout: WaveformLayout) {
    let view = viewSeconds(dots: layout.dots)
    let inView = cursor.flatMap { (start...start + view).contains($0) ? $0 : nil }
    let anchor = inView ?? start + view / 2
    let place = (anchor - start) / view
    let slowest = SweepSpeed.slowest(
      duration: document.record.durationSeconds, dots: layout.dots)
    let before = speed
    switch command {
    case .zoomIn: speed.step += 1
    case .zoomOut: speed.step -= 1
    case .standardSpeed: speed = .standard
    default: speed = slowest
    }
    speed.step = min(max(speed.step, min(slowest.step, 0)), SweepSpeed.fastestStep)
    if speed == before && command == .zoomIn { say("400 mm/s is the fastest sweep") }
    if speed == before && command == .zoomOut { say("the whole record is in view") }
    start = anchor - viewSeconds(dots: layout.dots) * place
    clampStart(layout)
  }
}
