/// The beats of one record as two or more readers marked them, brought to a common list of places.
///
/// Marks of different readers within 150 ms are one beat, by the window of ANSI/AAMI EC57; each
/// mark is in one place, and a place has one mark of each reader at most. The nearest marks are
/// joined first; of pairs as near, the earlier one. All marks of a place lie within the window. A
/// mark that no other reader has is a place too. Which reader comes first does not matter.
///
/// Where a reader's beats are closer to each other than the window, `bxb` of the WFDB software,
/// which goes through both lists once, can match fewer.
public struct BeatAlignment: Sendable, Equatable {
  /// EC57's match window.
  public static let windowSeconds = 0.150

  /// In order of time.
  public let places: [BeatPlace]

  /// Aligns the beats among the readers' marks.
  ///
  /// Marks on time lines of different resolution are compared at the finest one.
  /// - Parameters:
  ///   - windowSeconds: the greatest distance of two marks of one beat.
  ///   - span: seconds that count; a place is in it by its mean, so that none is cut in half.
  public init(
    _ readers: [MarkIndex], windowSeconds: Double = BeatAlignment.windowSeconds,
    span: Range<Double>? = nil
  ) {
    let finest = readers.map(\.timeLine.ticksPerSecond).max() ?? 1
    let beats = Self.beats(readers, ticksPerSecond: finest)
    // A distance of exactly the window counts, whatever the rounding of the product.
    let window = Int((windowSeconds * finest + 1e-6).rounded(.down))
    let places = BeatClusters(window: window).groups(beats).map { group in
      var marks: [Mark?] = Array(repeating: nil, count: readers.count)
      for beat in group { marks[beat.reader] = beat.mark }
      let sum = group.reduce(0) { $0 + $1.tick }
      return BeatPlace(seconds: Double(sum) / Double(group.count) / finest, marks: marks)
    }
    self.places = places.filter { span?.contains($0.seconds) ?? true }
      .enumerated()
      .sorted { ($0.element.seconds, $0.offset) < ($1.element.seconds, $1.offset) }
      .map(\.element)
  }

  /// Every reader's beats in order of time.
  private static func beats(_ readers: [MarkIndex], ticksPerSecond: Double) -> [PlacedBeat] {
    var beats: [PlacedBeat] = []
    for (reader, marks) in readers.enumerated() {
      let scale = ticksPerSecond / marks.timeLine.ticksPerSecond
      var order = 0
      for mark in marks where mark.label.meaning.isBeat {
        let tick = scale == 1 ? mark.start : Int((Double(mark.start) * scale).rounded())
        beats.append(PlacedBeat(tick: tick, reader: reader, order: order, mark: mark))
        order += 1
      }
    }
    return beats.sorted { ($0.tick, $0.order, $0.reader) < ($1.tick, $1.order, $1.reader) }
  }

  /// Places where readers differ by a class of their marks, or where one of them has none.
  public func disagreements<Class: Hashable & Sendable>(
    by classOf: (Mark) -> Class
  ) -> [BeatPlace] {
    places.filter { Set($0.readings(classOf)).count > 1 }
  }

  /// Adds every place to a study. Without `countsUnmarked`, only places that all readers marked.
  public func add<Class>(
    to study: inout AgreementStudy<PlaceReading<Class>>, patient: String,
    countsUnmarked: Bool = true, by classOf: (Mark) -> Class
  ) {
    for place in places {
      let readings = place.readings(classOf)
      if countsUnmarked || !readings.contains(.unmarked) {
        study.add(patient: patient, readings)
      }
    }
  }
}
