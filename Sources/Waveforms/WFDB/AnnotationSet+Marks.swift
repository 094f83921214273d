public import Annotations

extension AnnotationSet {
  /// What the set's times are counted in, on a record of `frameRateHz`.
  public func timeLine(frameRateHz: Double) -> TimeLine {
    TimeLine(ticksPerSecond: timeResolutionHz ?? frameRateHz)
  }

  /// The set's annotations as marks, in its order. Nothing is lost: `holding` brings them back.
  public func marks(frameRateHz: Double) -> [Mark] {
    var reading = MarkReading(self, timeLine: timeLine(frameRateHz: frameRateHz))
    return annotations.map { reading.mark($0) }
  }

  /// The same set with other marks: its name, head and definitions stay. Annotations are in the
  /// order of the marks.
  ///
  /// A symbol that neither the format nor the set defines gets a code of the user's. A time line
  /// that is not the set's becomes its resolution. Throws `WFDBError` where a mark is of several
  /// channels, or where symbols need more codes than there are.
  public func holding(
    _ marks: some Sequence<Mark>, timeLine: TimeLine, frameRateHz: Double
  ) throws(WFDBError) -> AnnotationSet {
    var writing = MarkWriting(self, timeLine: timeLine)
    for mark in marks { try writing.add(mark) }
    var set = writing.set
    if timeLine != self.timeLine(frameRateHz: frameRateHz) {
      set.timeResolutionHz = timeLine.ticksPerSecond
    }
    return set
  }

  /// The types that the file itself defines, as sets of labels keep them.
  public var labelDefinitions: [LabelDefinition] {
    definitions.map {
      LabelDefinition(code: $0.code.rawValue, symbol: $0.symbol, text: $0.description)
    }
  }

  /// An empty set that defines types of its own.
  public init(annotator: String, labelDefinitions: [LabelDefinition]) {
    self.init(
      annotator: annotator, annotations: [],
      definitions: labelDefinitions.map {
        WFDBAnnotationDefinition(
          code: WFDBAnnotationCode(rawValue: $0.code), symbol: $0.symbol, description: $0.text)
      })
  }

  /// The symbol of each code.
  public var symbols: [String] { (0...UInt8.max).map { symbol(WFDBAnnotationCode(rawValue: $0)) } }
}

extension RhythmTimeline {
  /// The rhythms that a file tells of, in a record of `frameCount` frames.
  public init(_ set: AnnotationSet, frameCount: Int, frameRateHz: Double) {
    self.init(
      set.marks(frameRateHz: frameRateHz), timeLine: set.timeLine(frameRateHz: frameRateHz),
      frames: RecordFrames(count: frameCount, rateHz: frameRateHz))
  }
}

extension NoiseSpan {
  /// The spans of noise that a file tells of, in a record of `frameCount` frames.
  public static func spans(
    in set: AnnotationSet, frameCount: Int, frameRateHz: Double
  ) -> (spans: [NoiseSpan], warnings: [String]) {
    spans(
      set.marks(frameRateHz: frameRateHz), timeLine: set.timeLine(frameRateHz: frameRateHz),
      frames: RecordFrames(count: frameCount, rateHz: frameRateHz))
  }
}
