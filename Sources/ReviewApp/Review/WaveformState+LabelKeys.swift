import Annotations
import ReviewSession
import TerminalGraphics
import Waveforms

extension WaveformState {
  /// Keys while labels are set: labels first, then what is done to marks; others mean what they
  /// mean in review.
  mutating func setLabels(_ key: KeyPress) -> KeyAnswer<WaveformEffect> {
    guard let labelling, panes.focused == .traces else { return .ignored }
    if key == .escape, labelling.anchor != nil || labelling.isOnFound {
      self.labelling?.selectNothing()
      say("no selection")
      return .consumed
    }
    if case .character(let character) = key, let label = labelling.palette.label(character) {
      return .consumed(set(label))
    }
    guard let command = labelCommand(key) else { return .ignored }
    return .consumed(label(command))
  }

  /// What a key that is no label does to marks; digits do something only where there is something
  /// to decide.
  private func labelCommand(_ key: KeyPress) -> LabelCommand? {
    guard case .label(let command)? = Keymap.command(for: key, on: .labelling) else { return nil }
    let decides = [.takeFirst, .takeSecond, .takeNeither].contains(command)
    if command == .skip, labelling?.questions == nil { return nil }
    return decides && labelling?.deciding == nil ? nil : command
  }

  /// Whether a key is a label now, or does something to marks, whatever it means elsewhere.
  func takesAsLabel(_ key: KeyPress) -> Bool {
    guard let labelling, panes.focused == .traces else { return false }
    if case .character(let character) = key, labelling.palette.label(character) != nil {
      return true
    }
    return labelCommand(key) != nil
  }

  // MARK: Moving a mark

  mutating func takeUpMark() -> [WaveformEffect] {
    guard let chosen = chosenMark, let mark = editableMarks?[chosen.id] else {
      say("no mark at the cursor: arrows go to one")
      return []
    }
    labelling?.held = Labelling.Held(mark: mark, ticks: mark.ticks)
    return []
  }

  /// Keys while a mark is in the hand.
  mutating func moveMark(_ key: KeyPress) -> KeyAnswer<WaveformEffect> {
    guard var held = labelling?.held else { return .ignored }
    let timeLine = document.timeLine
    switch key {
    case .escape:
      labelling?.held = nil
      say("\(held.mark.label) stays where it was")
      return .consumed
    case .enter: return .consumed(putDown(held))
    default: break
    }
    let here = timeLine.seconds(held.moving)
    switch CaliperMove(Keymap.command(for: key)) {
    case .dots(let count):
      let step = Double(count) * viewport.speed.secondsPerDot * timeLine.ticksPerSecond
      held.move(to: held.moving + Int(step.rounded(.awayFromZero)))
    case .samples(let count): held.move(to: held.moving + count)
    case .snap(let forward):
      guard let place = stop(beyond: here, on: channels.focus, forward: forward) else {
        say("nothing to stop at \(forward ? "further" : "earlier")")
        return .consumed
      }
      held.move(to: timeLine.tick(nearest: place))
    case .swap: if !held.mark.isInstant { held.movesEnd.toggle() }
    case .channel, nil:
      say("Enter puts \(held.mark.label) down, Esc leaves it where it was")
      return .consumed
    }
    labelling?.held = held
    viewport.keepInView(timeLine.seconds(held.moving), dots: layout.dots)
    return .consumed
  }

  private mutating func putDown(_ held: Labelling.Held) -> [WaveformEffect] {
    labelling?.held = nil
    let timeLine = document.timeLine
    guard held.ticks != held.mark.ticks else {
      say("\(held.mark.label) is where it was")
      return []
    }
    viewport.cursor = timeLine.seconds(held.ticks.lowerBound)
    labelling?.chosen = held.mark.id
    let moved = Double(held.moving - (held.movesEnd ? held.mark.end : held.mark.start))
    let milliseconds = decimal(moved / timeLine.ticksPerSecond * 1000, 0)
    return commit(
      [LabelEditing(reader: reader).move(held.mark, to: held.ticks)],
      "\(held.mark.label) moved by \(milliseconds) ms")
  }
}
