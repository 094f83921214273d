public import ArrhythmiaModel
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
    let rate = PreparationSettings.samplingRateHz
    let last = Int((record.durationSeconds * rate).rounded(.down)) - 1
    func place(_ annotation: Annotation) -> Int {
      let seconds = set.seconds(annotation, frameRateHz: record.frameRateHz)
      return max(0, min(last, Int((seconds * rate).rounded())))
    }
    beats = []
    markers = []
    unknownLabels = [:]
    for annotation in set.annotations {
      let (symbol, aux) = (set.symbol(annotation.code), annotation.text)
      if symbol == "+" {
        if aux.first == "(" { markers.append((place(annotation), String(aux.dropFirst()))) }
      } else if set.isBeat(annotation) {
        let role = BeatRole(symbol: symbol, aux: aux)
        if role == .unknown {
          unknownLabels[aux.isEmpty ? symbol : "\(symbol) \(aux)", default: 0] += 1
        }
        beats.append(
          LabelledBeat(
            sample: place(annotation), role: role,
            beatClass: BeatClass(symbol: symbol, aux: aux)))
      }
    }
    // Equal times keep the order of the file.
    beats = beats.enumerated().sorted {
      ($0.element.sample, $0.offset) < ($1.element.sample, $1.offset)
    }
    .map(\.element)
    let noise = NoiseSpan.spans(
      in: set, frameCount: record.frameCount, frameRateHz: record.frameRateHz)
    let scale = rate / record.frameRateHz
    excluded = noise.spans.map {
      Int(
        Double($0.frames.lowerBound) * scale)..<Int(
          (Double($0.frames.upperBound) * scale).rounded(.up))
    }
  }
}
