import Annotations
import ReviewSession

extension QueueWindow {
  /// How far a beat's mark may lie from the window that is of it, in seconds.
  private static let reach = 0.05

  /// What makes a reader's labels say that the window is of a class: the label of its beat, or a
  /// span of the rhythm over it. A mark that says so already becomes the reader's own.
  func edits(of marks: MarkIndex, as name: String, by reader: String) -> [Edit] {
    let editing = LabelEditing(reader: reader)
    let timeLine = marks.timeLine
    guard isBeat else {
      let name = RhythmGroup(rawValue: name).map(Vocabulary.rhythmName(of:)) ?? name
      let (start, end) = (
        timeLine.tick(nearest: seconds.lowerBound), timeLine.tick(nearest: seconds.upperBound)
      )
      return [editing.add(LabelAction.spanLabel(name), start..<max(end, start + 1))]
    }
    let label = Label(symbol: name)
    let nearest = marks.nearest(to: middle) { $0.label.meaning.isBeat }
    guard let nearest, abs(timeLine.seconds(nearest.start) - middle) <= Self.reach else {
      let tick = timeLine.tick(nearest: middle)
      return [editing.add(label, tick..<tick)]
    }
    // A finer label of the same class is kept: L is an N.
    let isSame = nearest.label.meaning.beatClass?.rawValue == name
    return [editing.change(nearest, to: isSame ? nearest.label : label)]
  }
}
