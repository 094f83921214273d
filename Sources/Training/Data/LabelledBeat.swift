public import Annotations
import ArrhythmiaModel
public import Waveforms

/// A beat on a record's time line at 250 Hz, with what its label says.
public struct LabelledBeat: Sendable, Equatable {
  /// Place at 250 Hz.
  public var sample: Int
  /// Meaning for the rhythm.
  public var role: BeatRole
  /// Class by EC57.
  public var beatClass: BeatClass?

  /// A beat of the given meaning.
  public init(sample: Int, role: BeatRole, beatClass: BeatClass? = nil) {
    (self.sample, self.role, self.beatClass) = (sample, role, beatClass)
  }
}

/// What the annotations of one record say to a training.
public struct LabelledRecord: Sendable {
  /// In order of time.
  public var beats: [LabelledBeat]
  /// Spans at 250 Hz that no window may touch: noise.
  public var excluded: [Range<Int>]
  /// The rhythm markers, `+`, without their bracket; only held against the beats.
  public var markers: [(sample: Int, name: String)]
  /// Labels that mean nothing here, with their number.
  public var unknownLabels: [String: Int]

  /// Reads an annotation set on a record's time line.
  public init(_ set: AnnotationSet, record: Record) {
    let scale = PreparationSettings.samplingRateHz / record.frameRateHz
    let noise = NoiseSpan.spans(
      in: set, frameCount: record.frameCount, frameRateHz: record.frameRateHz)
    self.init(
      set.marks(frameRateHz: record.frameRateHz),
      timeLine: set.timeLine(frameRateHz: record.frameRateHz), record: record,
      excluded: noise.spans.map {
        Int(
          Double($0.frames.lowerBound) * scale)..<Int(
            (Double($0.frames.upperBound) * scale).rounded(.up))
      })
  }

  /// Reads what a reader says of a record; what nobody has said is right yet is left out.
  public init(_ marks: MarkIndex, record: Record) {
    let rate = PreparationSettings.samplingRateHz
    let said = marks.filter { !$0.provenance.isProposal }
    let noise = said.filter { $0.label.symbol == Vocabulary.qualitySymbol && !$0.isInstant }
    self.init(
      said, timeLine: marks.timeLine, record: record,
      excluded: noise.map {
        Int(
          marks.timeLine.seconds($0.start) * rate)..<Int(
            (marks.timeLine.seconds($0.end) * rate).rounded(.up))
      })
  }

  private init(
    _ marks: some Sequence<Mark>, timeLine: TimeLine, record: Record, excluded: [Range<Int>]
  ) {
    let rate = PreparationSettings.samplingRateHz
    let last = Int((record.durationSeconds * rate).rounded(.down)) - 1
    self.excluded = excluded
    func place(_ mark: Mark) -> Int {
      max(0, min(last, Int((timeLine.seconds(mark.start) * rate).rounded())))
    }
    beats = []
    markers = []
    unknownLabels = [:]
    for mark in marks {
      let label = mark.label
      let meaning = label.meaning
      if let name = label.rhythmName {
        markers.append((place(mark), name))
      } else if meaning.isBeat {
        if meaning.role == .unknown { unknownLabels["\(label)", default: 0] += 1 }
        beats.append(
          LabelledBeat(
            sample: place(mark), role: meaning.role, beatClass: meaning.beatClass))
      }
    }
    // Equal times keep the order of the file.
    beats = beats.enumerated().sorted {
      ($0.element.sample, $0.offset) < ($1.element.sample, $1.offset)
    }
    .map(\.element)
  }
}
