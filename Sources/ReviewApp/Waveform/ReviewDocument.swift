public import Waveforms

/// A mark of an annotation file as the screen needs it.
public struct Mark: Sendable, Equatable {
  /// From the record's start.
  public var seconds: Double
  public var symbol: String
  public var group: BeatGroup
  /// The auxiliary text; empty where there is none.
  public var text: String
  public var isBeat: Bool
  /// Whether it is worth a stop: any mark that is no beat, and the first beat of another kind
  /// than the one before, unless it is a plain normal one.
  public var isEvent: Bool
}

/// A recording that is open for review, with what does not change while it is.
public struct ReviewDocument: Sendable {
  public let record: Record
  public let peaks: PeakReader
  public let annotators: [String]
  /// The annotations in view, where there are any.
  public let annotations: AnnotationSet?
  /// In order of time.
  public let marks: [Mark]
  /// Moments of the annotated beats, in seconds, in order.
  public let beatTimes: [Double]
  public let rhythms: RhythmTimeline?
  /// Samples behind the display filters.
  public let filtered: FilteredSignal
  /// What is wrong with the files.
  public let warnings: [String]

  /// Opens a record with the annotations of its first annotator. Throws what `Recording` does.
  public init(path: String, annotator: String? = nil) throws {
    let recording = try Recording(path: path)
    try self.init(recording: recording, annotator: annotator)
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
  }

  /// A document over a record that is already open.
  public init(
    record: Record, peaks: PeakReader, annotators: [String], annotations: AnnotationSet?
  ) {
    self.record = record
    self.peaks = peaks
    self.annotators = annotators
    self.annotations = annotations
    marks = annotations.map { Self.marks($0, record) } ?? []
    beatTimes = marks.filter(\.isBeat).map(\.seconds)
    filtered = FilteredSignal(record: record)
    rhythms = annotations.map {
      RhythmTimeline($0, frameCount: record.frameCount, frameRateHz: record.frameRateHz)
    }
    warnings = record.warnings + (annotations?.warnings ?? []) + (rhythms?.warnings ?? [])
  }

  /// The same record with the annotations of another annotator.
  public func showing(annotator: String) throws -> ReviewDocument {
    let recording = try Recording(path: record.path)
    return ReviewDocument(
      record: record, peaks: peaks, annotators: annotators,
      annotations: try recording.annotations(annotator))
  }

  private static func marks(_ set: AnnotationSet, _ record: Record) -> [Mark] {
    var previous = ""
    let sorted = set.annotations.sorted { $0.time < $1.time }
    return sorted.map { annotation in
      let symbol = set.symbol(annotation.code)
      let isBeat = set.isBeat(annotation)
      let kind = symbol + " " + annotation.text
      let isEvent = !isBeat || (kind != previous && kind != "N ")
      if isBeat { previous = kind }
      return Mark(
        seconds: set.seconds(annotation, frameRateHz: record.frameRateHz), symbol: symbol,
        group: BeatGroup(symbol: symbol, aux: annotation.text),
        text: annotation.text, isBeat: isBeat, isEvent: isEvent)
    }
  }

  /// Marks in a span of time, by binary search: records may hold a hundred thousand.
  public func marks(from start: Double, to end: Double) -> ArraySlice<Mark> {
    let first = index(at: start)
    return marks[first..<max(first, index(at: end))]
  }

  /// The number of the first mark at `seconds` or later.
  public func index(at seconds: Double) -> Int {
    var low = 0
    var high = marks.count
    while low < high {
      let middle = (low + high) / 2
      if marks[middle].seconds < seconds { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
