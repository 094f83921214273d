import ReviewStore

/// Something of the reader's before and after a change: nil before it was made, nil when it is
/// gone.
struct Replacement<Value: Sendable & Equatable>: Sendable, Equatable {
  var before: Value?
  var after: Value?

  var reversed: Replacement { Replacement(before: after, after: before) }
}

/// A change of what the reader has made of a record: all of them can be undone, as each may hold
/// text that was typed.
enum DecisionEdit: Sendable, Equatable {
  case bookmark(Replacement<Bookmark>)
  case interval(Replacement<PinnedInterval>)
  /// Labels have a history of their own: this is its place among the others.
  case labels

  var reversed: DecisionEdit {
    switch self {
    case .bookmark(let change): .bookmark(change.reversed)
    case .interval(let change): .interval(change.reversed)
    case .labels: .labels
    }
  }

  /// What is there after it, or is gone: `bookmark onset is back`.
  var outcome: String {
    switch self {
    case .bookmark(let change):
      Self.outcome("bookmark", change.before?.text, change.after?.text)
    case .interval(let change):
      Self.outcome("interval", change.before?.label, change.after?.label)
    case .labels: ""
    }
  }

  private static func outcome(_ kind: String, _ before: String?, _ after: String?) -> String {
    switch (before, after) {
    case (nil, let after?): "\(kind) \(after) is back"
    case (let before?, nil): "\(kind) \(before) is gone"
    case (_, let after): "\(kind) is \(after ?? "") again"
    }
  }
}

/// What was done since the record was opened, for undoing and for doing it again.
struct DecisionHistory: Sendable, Equatable {
  private var done: [DecisionEdit] = []
  private var undone: [DecisionEdit] = []

  mutating func add(_ edit: DecisionEdit) {
    done.append(edit)
    undone = []
  }

  /// Whether what was done last was done to labels.
  var endsWithLabels: Bool { done.last == .labels }

  /// Labels were changed.
  mutating func addLabels() { add(.labels) }

  /// The edit that takes the last one back; nil where there is none.
  mutating func undo() -> DecisionEdit? {
    guard let last = done.popLast() else { return nil }
    undone.append(last)
    return last.reversed
  }

  /// The edit that was taken back last.
  mutating func redo() -> DecisionEdit? {
    guard let last = undone.popLast() else { return nil }
    done.append(last)
    return last
  }
}

extension PinnedInterval {
  /// `HV 52 ms`
  var label: String { "\(name) \(milliseconds) ms" }

  var milliseconds: String { decimal(seconds * 1000, seconds < 1 ? 1 : 0, trimmed: true) }

  /// `HIS d to II`, or `II` alone.
  var channels: String {
    from.channel == to.channel ? from.channel : "\(from.channel) to \(to.channel)"
  }
}
