import Annotations

/// The marks on the screen, changed in place by edits of a few.
struct ShownMarks {
  private var marks: [ShownMark]
  private let timeLine: TimeLine

  /// Edits beyond this many cost more one by one than all marks made anew.
  private static let mostEdits = 64

  init(_ marks: [ShownMark], timeLine: TimeLine) { (self.marks, self.timeLine) = (marks, timeLine) }

  /// The marks after edits; nil where they are better made anew.
  func after(_ edits: [Edit]) -> [ShownMark]? {
    guard edits.count <= Self.mostEdits else { return nil }
    var copy = self
    for edit in edits {
      guard copy.apply(edit) else { return nil }
    }
    return copy.marks
  }

  private mutating func apply(_ edit: Edit) -> Bool {
    if let before = edit.before {
      guard let place = place(of: before) else { return false }
      marks.remove(at: place)
      settle(from: place)
    }
    if let after = edit.after {
      let shown = ShownMark(after, timeLine: timeLine)
      let place = marks.firstPlace { $0.order > shown.order }
      marks.insert(shown, at: place)
      settle(from: place)
    }
    return true
  }

  private func place(of mark: Mark) -> Int? {
    let seconds = timeLine.seconds(mark.start)
    let first = marks.firstPlace { $0.seconds >= seconds }
    return marks[first...].prefix { $0.seconds == seconds }.firstIndex { $0.id == mark.id }
  }

  /// Says anew of a mark and of the next beat behind it whether they are worth a stop.
  private mutating func settle(from place: Int) {
    var previous = marks[..<place].last(where: \.isBeat)
    for index in place..<marks.count {
      marks[index].isEvent = marks[index].isEvent(after: previous)
      guard marks[index].isBeat else { continue }
      // The one behind the changed beat is compared with it, and ends what depends on it.
      if index > place { break }
      previous = marks[index]
    }
  }
}

extension Edit {
  /// Whether a beat comes, goes or moves.
  var movesBeat: Bool {
    let (old, new) = (before.flatMap(Self.beatTick), after.flatMap(Self.beatTick))
    return old != new
  }

  private static func beatTick(_ mark: Mark) -> Int? {
    mark.label.meaning.isBeat ? mark.start : nil
  }

  /// Whether it can change which rhythm is in force.
  /// - Parameter hasRuns: whether beats tell of rhythms in the record.
  func touchesRhythm(hasRuns: Bool) -> Bool {
    [before, after].compactMap { $0?.label }.contains { label in
      switch label.meaning.kind {
      case .rhythm, .quality: true
      case .beat: hasRuns || label.hasMechanism
      case .waveformPoint, .event, .note, .unknown: false
      }
    }
  }
}

extension Label {
  /// Whether it is a beat of a tachycardia that is named.
  var hasMechanism: Bool { symbol == Vocabulary.tachycardiaSymbol && !text.isEmpty }
}
