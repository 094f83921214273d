/// A span of unusable signal.
public struct NoiseSpan: Sendable, Equatable {
  public var frames: Range<Int>

  public init(frames: Range<Int>) { self.frames = frames }

  /// The spans that `~` marks delimit, in order.
  ///
  /// In the Leipzig database these come in pairs, start and end; one that is never ended runs to
  /// the end of the record, and is reported. In files whose `~` marks have subtypes, as in
  /// the MIT-BIH database, a span lasts from a subtype of -1, unreadable, to the next `~`.
  public static func spans(
    _ marks: some Sequence<Mark>, timeLine: TimeLine, frames: RecordFrames
  ) -> (spans: [NoiseSpan], warnings: [String]) {
    spans(
      RhythmEvent.events(marks, timeLine: timeLine, frames: frames), frameCount: frames.count)
  }

  static func spans(
    _ events: [RhythmEvent], frameCount: Int
  ) -> (spans: [NoiseSpan], warnings: [String]) {
    var marks: [(frame: Int, subtype: Int8)] = []
    for event in events {
      if case .quality(let subtype) = event.kind { marks.append((event.frame, subtype)) }
    }
    let arePairs = marks.allSatisfy { $0.subtype == 0 }
    var spans: [NoiseSpan] = []
    var start: Int?
    for mark in marks {
      if let begun = start {
        if begun < mark.frame { spans.append(NoiseSpan(frames: begun..<mark.frame)) }
        start = !arePairs && mark.subtype == -1 ? mark.frame : nil
      } else if arePairs || mark.subtype == -1 {
        start = mark.frame
      }
    }
    guard let start else { return (spans, []) }
    if start < frameCount { spans.append(NoiseSpan(frames: start..<frameCount)) }
    return (
      spans,
      [
        "Expected an end of the noise that begins at frame \(start), found none; "
          + "it is taken to last to the end of the record"
      ]
    )
  }
}
