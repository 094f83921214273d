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

  /// Nothing, on the record's frames.
  public static func empty(of record: Record) -> SetBeginning {
    SetBeginning(
      source: nil, marks: MarkIndex(timeLine: TimeLine(ticksPerSecond: record.frameRateHz)))
  }
}

extension LabelBook {
  /// The set as a file's annotations: spans by the marks at their ends, without proposals that nobody has
  /// accepted. Throws what `holding` does.
  public func annotations(named annotator: String, frameRateHz: Double) throws -> AnnotationSet {
    try AnnotationSet(annotator: annotator, labelDefinitions: definitions)
      .holding(
        marks.filter { !$0.provenance.isProposal }.withSpansAsInstants(),
        timeLine: marks.timeLine, frameRateHz: frameRateHz)
  }

  /// Every mark as a row of text files.
  public var rows: [LabelRow] { marks.map { LabelRow($0, marks.timeLine) } }
}
