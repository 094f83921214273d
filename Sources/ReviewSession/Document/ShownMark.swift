public import Annotations

/// A mark as the screen shows it: its moment, and what the vocabulary says of it, looked up once.
public struct ShownMark: Sendable, Equatable {
  public var id: Mark.ID
  /// From the record's start.
  public var seconds: Double
  /// Of its end; `seconds` for an instant.
  public var end: Double
  /// Among marks of one moment, those of a lower rank come first.
  var rank: Int
  public var symbol: String
  public var group: BeatGroup
  /// Which of several marks in one column stands for all of them: the greatest.
  public var gravity: Int
  /// The auxiliary text; empty where there is none.
  public var text: String
  public var isBeat: Bool
  /// Whether nobody has said yet that it is right.
  public var isProposal: Bool
  /// Whether it is of a place on which two readers differ.
  public var isDisputed: Bool
  /// Whether it is worth a stop: any mark that is no beat, and the first beat of another kind
  /// than the one before, unless it is a plain normal one.
  public var isEvent = false

  init(_ mark: Mark, timeLine: TimeLine) {
    let meaning = mark.label.meaning
    (id, rank) = (mark.id, mark.rank)
    seconds = timeLine.seconds(mark.start)
    end = mark.isInstant ? seconds : timeLine.seconds(mark.end)
    (symbol, text) = (mark.label.symbol, mark.label.text)
    (group, gravity, isBeat) = (meaning.group, meaning.gravity, meaning.isBeat)
    isProposal = mark.provenance.isProposal
    isDisputed = mark.provenance.disputeNumber != nil
  }

  public var label: Label { Label(symbol: symbol, text: text) }

  /// What marks stand in the order of, as in a `MarkIndex`.
  var order: (Double, Int, Mark.ID) { (seconds, rank, id) }

  func isEvent(after previous: ShownMark?) -> Bool {
    guard isBeat else { return true }
    let isPlain = symbol == "N" && text.isEmpty
    return !isPlain && (symbol != previous?.symbol || text != previous?.text)
  }

  /// Moments of beats. What two readers say of one beat is one beat, where the first mark of it is.
  static func beatTimes(_ marks: [ShownMark]) -> [Double] {
    var times: [Double] = []
    var disputed: Double?
    for mark in marks where mark.isBeat {
      let isSame =
        mark.isDisputed && disputed.map { mark.seconds - $0 <= BeatAlignment.windowSeconds } == true
      if !isSame { times.append(mark.seconds) }
      disputed = mark.isDisputed && !isSame ? mark.seconds : disputed
    }
    return times
  }

  /// The marks of a record in order of time.
  static func all(_ marks: some Sequence<Mark>, timeLine: TimeLine) -> [ShownMark] {
    var previous: ShownMark?
    return marks.map { mark in
      var shown = ShownMark(mark, timeLine: timeLine)
      shown.isEvent = shown.isEvent(after: previous)
      if shown.isBeat { previous = shown }
      return shown
    }
  }
}

extension [ShownMark] {
  /// Marks in a span of time, in order of which they are, by binary search; the end is not part of
  /// it.
  public func within(from start: Double, to end: Double) -> ArraySlice<ShownMark> {
    let first = firstPlace { $0.seconds >= start }
    return self[first..<Swift.max(first, firstPlace { $0.seconds >= end })]
  }
}
