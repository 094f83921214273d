import ReviewStore
import ReviewSession
import TerminalGraphics
import Waveforms

// The mouse on calipers.

extension WaveformState {
  /// The moment under the mouse, in the time that calipers stand in; nil beside the traces.
  func seconds(at event: MouseEvent) -> Double? {
    guard layout.traces.rows.contains(event.y) else { return nil }
    guard measuring.showsTrigger else {
      let section = layout.active
      return section.columns.contains(event.x) ? section.seconds(at: event.x) : nil
    }
    return TriggerScale(layout).seconds(at: event.x)
  }

  /// The column of a moment of the calipers' time.
  private func column(of seconds: Double) -> Int {
    measuring.showsTrigger
      ? TriggerScale(layout).column(of: seconds) : layout.active.column(of: seconds)
  }

  /// Columns from an end within which a press is on it.
  private static let grasp = 1

  /// Takes hold of the end of calipers, or of a pinned interval, that was pressed on.
  mutating func takeEnd(at event: MouseEvent) -> Bool {
    guard seconds(at: event) != nil else { return false }
    if var caliper = measuring.shownCaliper {
      let distances = [caliper.fixed, caliper.moving].map { abs(column(of: $0) - event.x) }
      if min(distances[0], distances[1]) <= Self.grasp {
        if distances[0] < distances[1] { caliper.swapEnds() }
        caliper.isHeld = true
        measuring.shownCaliper = caliper
        return true
      }
      if caliper.isHeld { return false }
    }
    return takePinned(at: event)
  }

  private mutating func takePinned(at event: MouseEvent) -> Bool {
    guard !measuring.showsTrigger, let channel = channel(at: event) else { return false }
    let name = record.channels[channel].name
    func isPressed(_ end: PinnedInterval.End) -> Bool {
      end.channel == name && abs(column(of: end.seconds) - event.x) <= Self.grasp
    }
    guard let found = decisions.intervals.first(where: { isPressed($0.from) || isPressed($0.to) })
    else { return false }
    _ = select(found.id)
    if isPressed(found.from), !isPressed(found.to) { measuring.caliper?.swapEnds() }
    return measuring.caliper?.pinned == found.id
  }

  /// Puts the moving end where the mouse is: at an activation in the same column where there is
  /// one.
  mutating func moveEnd(to event: MouseEvent) {
    guard let seconds = seconds(at: event) else { return }
    if let channel = channel(at: event) { measuring.shownCaliper?.movingChannel = channel }
    guard let channel = measuring.shownCaliper?.movingChannel else { return }
    let place = stop(nearestTo: seconds, on: channel) ?? caliperTime.sample(nearestTo: seconds)
    measuring.shownCaliper?.moving = place
  }

  /// Calipers from where the press was to where the mouse is.
  mutating func drag(_ event: MouseEvent) {
    guard seconds(at: event) != nil else { return }
    if measuring.shownCaliper == nil, let cursor = viewport.cursor {
      measuring.caliper = Caliper(
        at: stop(nearestTo: cursor, on: channels.focus) ?? caliperTime.sample(nearestTo: cursor),
        channel: channels.focus)
    }
    measuring.shownCaliper?.isHeld = true
    let isHeld = measuring.shownCaliper?.isHeld == true
    measuring.isDragged = isHeld
    moveEnd(to: event)
  }

  /// Calipers that were dragged are put down; a pinned interval that was only pressed on stays in
  /// the hand.
  mutating func release() -> [WaveformEffect] {
    guard let caliper = measuring.shownCaliper else { return [] }
    let isDone = caliper.pinned == nil ? caliper.seconds > 0 : measuring.isDragged
    return isDone ? putDown() : []
  }
}
