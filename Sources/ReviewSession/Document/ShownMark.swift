public import Annotations

/// A mark as the screen shows it: its moment, and what the vocabulary says of it, looked up once.
public struct ShownMark: Sendable, Equatable {
  public var id: Mark.ID
  /// From the record's start.
  public var seconds: Double
  public var symbol: String
  public var group: BeatGroup
  /// Which of several marks in one column stands for all of them: the greatest.
  public var gravity: Int
  /// The auxiliary text; empty where there is none.
  public var text: String
  public var isBeat: Bool
  /// Whether it is worth a stop: any mark that is no beat, and the first beat of another kind
  /// than the one before, unless it is a plain normal one.
  public var isEvent: Bool

  /// The marks of a record in order of time.
  static func all(_ marks: some Sequence<Mark>, timeLine: TimeLine) -> [ShownMark] {
    var previous: Label?
    let plain = Label(symbol: "N")
    return marks.map { mark in
      let meaning = mark.label.meaning
      let isEvent = !meaning.isBeat || (mark.label != previous && mark.label != plain)
      if meaning.isBeat { previous = mark.label }
      return ShownMark(
        id: mark.id, seconds: timeLine.seconds(mark.start), symbol: mark.label.symbol,
        group: meaning.group, gravity: meaning.gravity, text: mark.label.text,
        isBeat: meaning.isBeat, isEvent: isEvent)
    }
  }
}
