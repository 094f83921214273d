import Annotations
import ReviewSession

/// Where keys go that label: from mark to mark, and to beats that have none yet.
extension WaveformState {
  private enum Stop {
    case mark(ShownMark)
    /// A beat that was detected, in seconds.
    case beat(Double)

    var seconds: Double {
      switch self {
      case .mark(let mark): mark.seconds
      case .beat(let seconds): seconds
      }
    }
  }

  mutating func chooseMark(forward: Bool) {
    let stops = [
      nextMark(forward: forward).map(Stop.mark), unlabelledBeat(forward: forward).map(Stop.beat),
    ].compactMap { $0 }
    let next =
      forward ? stops.min { $0.seconds < $1.seconds } : stops.max { $0.seconds < $1.seconds }
    guard let next else {
      return say(forward ? "no mark further on" : "no mark before this")
    }
    go(to: next)
  }

  /// The label that was set last, on the next beat.
  mutating func labelNext() -> [WaveformEffect] {
    guard let label = labelling?.last else {
      say("no label was set yet that could be set again")
      return []
    }
    let from = (viewport.cursor ?? attended).nextUp
    let mark = document.marks[document.index(at: from)...].first(where: \.isBeat)
    let stops = [mark.map(Stop.mark), unlabelledBeat(forward: true).map(Stop.beat)]
    guard let next = stops.compactMap({ $0 }).min(by: { $0.seconds < $1.seconds }) else {
      say("no beat further on")
      return []
    }
    go(to: next)
    return set(label)
  }

  private func nextMark(forward: Bool) -> ShownMark? {
    let marks = document.marks
    let next: Int
    if let chosen = chosenMark,
      let place = marks[document.index(at: chosen.seconds)...].firstIndex(where: {
        $0.id == chosen.id
      })
    {
      next = forward ? place + 1 : place - 1
    } else {
      let origin = viewport.cursor ?? attended
      next = forward ? document.index(at: origin.nextUp) : document.index(at: origin) - 1
    }
    return marks.indices.contains(next) ? marks[next] : nil
  }

  /// In a record that nobody has annotated.
  private func unlabelledBeat(forward: Bool) -> Double? {
    guard !review.isAnnotated else { return nil }
    let origin = viewport.cursor ?? attended
    let beats = review.beats
    return forward
      ? beats[RecordReview.index(beats, origin.nextUp)...].first { !document.hasBeat(near: $0) }
      : beats[..<RecordReview.index(beats, origin)].last { !document.hasBeat(near: $0) }
  }

  private mutating func go(to stop: Stop) {
    switch stop {
    case .mark(let mark):
      labelling?.chosen = mark.id
      reach(mark.seconds, MarkSearch(document: document).words(mark))
    case .beat(let seconds):
      labelling?.chosen = nil
      reach(seconds, "a beat without a label")
    }
  }
}
