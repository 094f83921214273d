public import Annotations
public import Waveforms

/// A recording that is open for review, with what does not change while it is.
public struct ReviewDocument: Sendable {
  public let record: Record
  public let peaks: PeakReader
  public let annotators: [String]
  /// The annotations in view, where there are any.
  public let annotations: AnnotationSet?
  /// In order of time.
  public private(set) var marks: [ShownMark]
  /// Moments of the annotated beats, in seconds, in order.
  public private(set) var beatTimes: [Double]
  public private(set) var rhythms: RhythmTimeline?
  /// Whether rhythms follow from beats too.
  private var hasRuns: Bool
  /// What the marks' times are counted in.
  public let timeLine: TimeLine
  /// Samples behind the display filters.
  public let filtered: FilteredSignal
  /// What is wrong with the files.
  public let warnings: [String]
  /// Where other annotations of the record are asked for; nil over a record that was made
  /// otherwise.
  private var recording: Recording?

  /// Opens a record with the annotations of its first annotator. Throws what `Recording` does.
  public init(
    path: String, hints: RecordHints = RecordHints(), annotator: String? = nil
  ) throws {
    try self.init(recording: try Recording(path: path, hints: hints), annotator: annotator)
  }

  public init(recording: Recording, annotator: String? = nil) throws {
    var record = recording.record
    var annotations: AnnotationSet?
    if let annotator {
      annotations = try recording.annotations(annotator)
    } else if let first = recording.annotators.first {
      // Annotations that cannot be read must not keep the reader from the signals.
      do { annotations = try recording.annotations(first) } catch {
        record.warnings.append("\(error)")
      }
    }
    self.init(
      record: record, peaks: PeakReader(record: record), annotators: recording.annotators,
      annotations: annotations)
    self.recording = recording
  }

  /// A document over a record that is already open.
  public init(
    record: Record, peaks: PeakReader, annotators: [String], annotations: AnnotationSet?
  ) {
    let frames = RecordFrames(of: record)
    let marks = annotations?.marks(frameRateHz: record.frameRateHz).sorted { $0.start < $1.start }
    self.init(
      record: record, peaks: peaks, filtered: FilteredSignal(record: record),
      annotators: annotators, annotations: annotations,
      marks: marks.flatMap { marks in
        annotations.map { (marks, $0.timeLine(frameRateHz: record.frameRateHz), frames) }
      })
  }

  /// - Parameter marks: in order of time; nil where there are no annotations.
  private init(
    record: Record, peaks: PeakReader, filtered: FilteredSignal, annotators: [String],
    annotations: AnnotationSet?, marks: (marks: [Mark], timeLine: TimeLine, frames: RecordFrames)?
  ) {
    self.record = record
    self.peaks = peaks
    self.filtered = filtered
    self.annotators = annotators
    self.annotations = annotations
    self.marks = marks.map { ShownMark.all($0.marks, timeLine: $0.timeLine) } ?? []
    beatTimes = ShownMark.beatTimes(self.marks)
    rhythms = marks.map { RhythmTimeline($0.marks, timeLine: $0.timeLine, frames: $0.frames) }
    timeLine = marks?.timeLine ?? TimeLine(ticksPerSecond: record.frameRateHz)
    hasRuns = marks?.marks.contains { $0.label.hasMechanism } ?? false
    warnings = record.warnings + (annotations?.warnings ?? []) + (rhythms?.warnings ?? [])
  }

  private var frames: RecordFrames { RecordFrames(of: record) }

  /// The record as it is on the disk by now, for one that grows; peaks go on where they were. What
  /// is behind a filter is made anew: near the end of what there was it looks different with what
  /// has come since.
  public func refreshed() throws -> ReviewDocument {
    let longer = try record.refreshed()
    guard longer.frameCount != record.frameCount else { return self }
    return ReviewDocument(
      record: longer, peaks: peaks.growing(to: longer), annotators: annotators,
      annotations: annotations
    ).keeping(recording)
  }

  /// The same record with the marks of a set of labels.
  func showing(_ marks: MarkIndex, of book: LabelBook) -> ReviewDocument {
    ReviewDocument(
      record: record, peaks: peaks, filtered: filtered, annotators: annotators,
      annotations: AnnotationSet(annotator: book.key.set, labelDefinitions: book.definitions),
      marks: (Array(marks), marks.timeLine, frames)
    ).keeping(recording)
  }

  /// The same after some of its marks were edited: what edits leave alone is not made anew.
  func showing(_ marks: MarkIndex, of book: LabelBook, after edits: [Edit]) -> ReviewDocument {
    guard annotations?.annotator == book.key.set,
      let shown = ShownMarks(self.marks, timeLine: marks.timeLine).after(edits)
    else { return showing(marks, of: book) }
    var copy = self
    copy.marks = shown
    if edits.contains(where: \.movesBeat) { copy.beatTimes = ShownMark.beatTimes(shown) }
    if edits.contains(where: { $0.touchesRhythm(hasRuns: hasRuns) }) {
      let timeline = RhythmTimeline(marks, timeLine: marks.timeLine, frames: frames)
      (copy.rhythms, copy.hasRuns) = (timeline, marks.contains { $0.label.hasMechanism })
    }
    return copy
  }

  private func keeping(_ recording: Recording?) -> ReviewDocument {
    var copy = self
    copy.recording = recording
    return copy
  }

  /// The same record with the annotations of another annotator.
  public func showing(annotator: String) throws -> ReviewDocument {
    let recording = try source()
    return ReviewDocument(
      record: record, peaks: peaks, annotators: annotators,
      annotations: try recording.annotations(annotator)
    ).keeping(recording)
  }

  /// Where other annotations of the record are asked for.
  public func source() throws -> Recording { try recording ?? Recording(path: record.path) }

  /// The same record with its channels as a reader says that they are.
  public func mapped(by map: ChannelMap) throws(ChannelMapError) -> ReviewDocument {
    let mapped = try record.mapped(by: map, isStrict: false)
    return ReviewDocument(
      record: mapped, peaks: peaks.showing(mapped), annotators: annotators,
      annotations: annotations
    ).keeping(recording)
  }

  /// Marks in a span of time, by binary search: records may hold a hundred thousand.
  public func marks(from start: Double, to end: Double) -> ArraySlice<ShownMark> {
    marks.within(from: start, to: end)
  }

  /// Whether an annotated beat is the same one as a beat at a moment, as EC57 has it.
  public func hasBeat(near seconds: Double) -> Bool {
    beatTimes.hasBeat(near: seconds)
  }

  /// The mark of a beat that is nearest to a moment, as far away as `reach` seconds.
  public func beatMark(near seconds: Double, reach: Double) -> ShownMark? {
    marks(from: seconds - reach, to: seconds + reach).filter(\.isBeat)
      .min { abs($0.seconds - seconds) < abs($1.seconds - seconds) }
  }

  /// The number of the first mark at `seconds` or later.
  public func index(at seconds: Double) -> Int {
    marks.firstPlace { $0.seconds >= seconds }
  }
}

extension [Double] {
  /// Whether one of these beats, in order of time, is the same as one at a moment, as EC57 has it.
  func hasBeat(near seconds: Double) -> Bool {
    let window = BeatAlignment.windowSeconds
    let place = firstPlace { $0 >= seconds - window }
    return indices.contains(place) && self[place] <= seconds + window
  }
}
