public import Annotations
public import Waveforms

/// Another set of marks of the record under review, looked at beside the one in view.
public struct ComparedSet: Sendable {
  public let name: String
  /// In order of time.
  public let marks: [ShownMark]
  public let rhythms: RhythmTimeline
  private let index: MarkIndex

  public init(_ name: String, _ marks: MarkIndex, of record: Record) {
    (self.name, index) = (name, marks)
    self.marks = ShownMark.all(marks, timeLine: marks.timeLine)
    rhythms = marks.rhythms(of: record)
  }

  /// Where it says something else than other marks do, in seconds, in order.
  public func differences(from marks: MarkIndex, of record: Record) -> [Double] {
    let comparison = SetComparison(marks, index, frames: RecordFrames(of: record))
    return comparison.disagreements.map { comparison.timeLine.seconds($0.ticks.lowerBound) }
  }

  /// Whether a mark of one set has its like among marks of the other: a beat within 150 ms, of the
  /// same label.
  public static func hasLike(_ mark: ShownMark, among marks: [ShownMark]) -> Bool {
    let window = BeatAlignment.windowSeconds
    return marks.within(from: mark.seconds - window, to: (mark.seconds + window).nextUp)
      .contains { $0.symbol == mark.symbol && $0.text == mark.text }
  }
}
