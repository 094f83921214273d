import Measures
public import Waveforms

/// A point of a beat that people mark by hand.
public enum DelineationMark: String, CaseIterable, Sendable {
  case pOnset = "P onset"
  case pOffset = "P end"
  case qrsOnset = "QRS onset"
  case qrsOffset = "QRS end"
  case tEnd = "T end"
}

/// The marks of one beat, as hands or a program set them, in seconds from the record's start.
public struct DelineatedBeat: Sendable {
  /// The complex's main deflection.
  public var beat: Double
  /// The marks of each lead, or of one reader of all leads.
  public var leads: [String: [DelineationMark: Double]]
  /// False where the record's marks begin with this beat, so that a P wave before it may have none.
  public var hasBefore = true
  /// False where they end with this beat, so that its T wave may have none.
  public var hasAfter = true

  /// One beat's marks by lead.
  public init(
    beat: Double, leads: [String: [DelineationMark: Double]], hasBefore: Bool = true,
    hasAfter: Bool = true
  ) {
    (self.beat, self.leads) = (beat, leads)
    (self.hasBefore, self.hasAfter) = (hasBefore, hasAfter)
  }

  /// A lead's marks, those that there are.
  public func times(_ mark: DelineationMark) -> [Double] {
    leads.values.compactMap { $0[mark] }.sorted()
  }

  /// The median of the leads that have the mark.
  public func median(_ mark: DelineationMark) -> Double? { MeasureReport.median(times(mark)) }

  /// The second earliest or second latest lead's, in the direction away from the wave; of two or
  /// fewer, the extreme one.
  public func extreme(_ mark: DelineationMark) -> Double? {
    let times = times(mark)
    guard let first = times.first, let last = times.last else { return nil }
    switch mark {
    case .pOnset, .qrsOnset: return times.count > 2 ? times[1] : first
    case .pOffset, .qrsOffset, .tEnd: return times.count > 2 ? times[times.count - 2] : last
    }
  }
}

/// Reads the marks that WFDB annotations hold: `(`, the wave `p`, `N` or `t`, and `)`.
public enum ManualMarks {
  /// Waves further apart than this are not of one beat, in seconds.
  private static let beatReach = (p: 0.45, t: 0.7)
  /// The leads' complexes of one beat lie within so many seconds.
  private static let complexReach = 0.15

  /// The beats that at least half of some annotators marked.
  /// - Parameter annotators: one for each lead, or one for all leads.
  public static func read(
    _ recording: Recording, annotators: [String]
  ) throws -> [DelineatedBeat] {
    var all: [(lead: String, beat: DelineatedBeat)] = []
    for annotator in annotators {
      let set = try recording.annotations(annotator)
      let rate = recording.record.frameRateHz
      let marks = set.annotations.map {
        (symbol: set.symbol($0.code), time: set.seconds($0, frameRateHz: rate))
      }
      all += beats(marks, lead: annotator).map { (annotator, $0) }
    }
    all.sort { $0.beat.beat < $1.beat.beat }
    var groups: [[DelineatedBeat]] = []
    for (_, beat) in all {
      if let last = groups.last?.last, beat.beat - last.beat <= complexReach {
        groups[groups.count - 1].append(beat)
      } else {
        groups.append([beat])
      }
    }
    let joined = groups.filter { 2 * $0.count >= annotators.count }.map(join)
    return joined.enumerated().map { index, beat in
      var beat = beat
      beat.hasBefore = index > 0
      beat.hasAfter = index + 1 < joined.count
      return beat
    }
  }

  private static func join(_ group: [DelineatedBeat]) -> DelineatedBeat {
    DelineatedBeat(
      beat: MeasureReport.median(group.map(\.beat)) ?? 0,
      leads: group.reduce(into: [:]) { $0.merge($1.leads) { first, _ in first } })
  }

  private static func beats(
    _ marks: [(symbol: String, time: Double)], lead: String
  ) -> [DelineatedBeat] {
    let waves = marks.indices.filter { ["p", "N", "t"].contains(marks[$0].symbol) }
    func onset(_ index: Int) -> Double? {
      index > 0 && marks[index - 1].symbol == "(" ? marks[index - 1].time : nil
    }
    func end(_ index: Int) -> Double? {
      index + 1 < marks.count && marks[index + 1].symbol == ")" ? marks[index + 1].time : nil
    }
    return waves.indices.filter { marks[waves[$0]].symbol == "N" }.map { place in
      let complex = waves[place]
      let time = marks[complex].time
      var found: [DelineationMark: Double] = [:]
      found[.qrsOnset] = onset(complex)
      found[.qrsOffset] = end(complex)
      if place > 0, marks[waves[place - 1]].symbol == "p",
        time - marks[waves[place - 1]].time < beatReach.p
      {
        found[.pOnset] = onset(waves[place - 1])
        found[.pOffset] = end(waves[place - 1])
      }
      // A T wave of two phases has two marks: it ends with the second.
      let after = waves[(place + 1)...].prefix { marks[$0].symbol == "t" }
      found[.tEnd] = after.last { marks[$0].time - time < beatReach.t }.flatMap(end)
      return DelineatedBeat(beat: time, leads: [lead: found])
    }
  }
}
