public import Annotations
public import Waveforms

extension SetBeginning {
  /// What an annotator of a record says.
  public init(_ annotations: AnnotationSet, of record: Record) throws {
    self.init(
      source: annotations.annotator,
      marks: try MarkIndex(
        annotations.marks(frameRateHz: record.frameRateHz),
        timeLine: annotations.timeLine(frameRateHz: record.frameRateHz)),
      definitions: annotations.labelDefinitions)
  }

  /// What two sets of a record agree on, with the places on which they differ.
  public static func between(
    _ sets: [SetBeginning], named names: [String], of record: Record
  ) throws -> SetBeginning {
    let comparison = SetComparison(sets[0].marks, sets[1].marks, frames: RecordFrames(of: record))
    let own = sets[0].definitions
    let others = sets[1].definitions.filter { other in !own.contains { $0.symbol == other.symbol } }
    return try Adjudication.beginning(comparison, of: names, definitions: own + others)
  }

  /// Nothing, on the record's frames.
  public static func empty(of record: Record) -> SetBeginning {
    SetBeginning(
      source: nil, marks: MarkIndex(timeLine: TimeLine(ticksPerSecond: record.frameRateHz)))
  }
}

extension RecordFrames {
  public init(of record: Record) {
    self.init(count: record.frameCount, rateHz: record.frameRateHz)
  }
}

extension LabelBook {
  /// The set as a file's annotations: spans by the marks at their ends, without proposals that
  /// nobody has accepted. Throws what `holding` does.
  public func annotations(named annotator: String, frameRateHz: Double) throws -> AnnotationSet {
    try AnnotationSet(annotator: annotator, labelDefinitions: definitions)
      .holding(
        marks.filter { !$0.provenance.isProposal }.withSpansAsInstants(),
        timeLine: marks.timeLine, frameRateHz: frameRateHz)
  }

  /// Every mark as a row of text files.
  public var rows: [LabelRow] { marks.map { LabelRow($0, marks.timeLine) } }
}
