public import Annotations

extension Transaction {
  /// What it did, in a few words: `added V at 12.34 s`, `changed 312 marks from N to V`.
  public func words(_ timeLine: TimeLine) -> String {
    let did = edits.words(timeLine)
    return switch cause {
    case .edit: did
    case .undo: "undo: " + did
    case .redo: "redo: " + did
    case .revert: "took back: " + did
    }
  }
}

extension [Edit] {
  func words(_ timeLine: TimeLine) -> String {
    guard let first else { return "nothing" }
    guard count == 1 else { return manyWords }
    switch (first.before, first.after) {
    case (nil, let mark?): return "added \(mark.words(timeLine))"
    case (let mark?, nil): return "removed \(mark.words(timeLine))"
    case (let before?, let after?) where before.label != after.label:
      return "changed \(before.words(timeLine)) to \(after.label)"
    case (let before?, let after?) where before.ticks != after.ticks:
      return "moved \(before.words(timeLine)) to \(after.timeWords(timeLine))"
    case (_, let after?): return "accepted \(after.words(timeLine))"
    case (nil, nil): return "nothing"
    }
  }

  private var manyWords: String {
    let from = Set(compactMap(\.before?.label))
    let to = Set(compactMap(\.after?.label))
    let verb = from.isEmpty ? "added" : to.isEmpty ? "removed" : "changed"
    let target = to.count == 1 ? to.first.map { " to \($0)" } ?? "" : ""
    return from.isEmpty
      ? "\(verb) \(count) marks" + (to.count == 1 ? to.first.map { " \($0)" } ?? "" : "")
      : "\(verb) \(count) marks\(target)"
  }
}

extension Mark {
  /// `V at 12.34 s`
  public func words(_ timeLine: TimeLine) -> String {
    "\(label) \(isInstant ? "at" : "from") \(timeWords(timeLine))"
  }

  func timeWords(_ timeLine: TimeLine) -> String {
    let start = Self.decimal(timeLine.seconds(start))
    return isInstant ? "\(start) s" : "\(start) to \(Self.decimal(timeLine.seconds(end))) s"
  }

  /// To the millisecond.
  private static func decimal(_ seconds: Double) -> String {
    "\((seconds * 1000).rounded() / 1000)"
  }
}
