public import Measures

/// What has been measured so far, beat by beat. It does not grow beyond some screens.
public struct MeasureTable: Sendable {
  private var beats: [Double: BeatMeasures] = [:]
  /// Beats that were asked for, whether there was something to measure or not.
  private var known: Set<Double> = []

  public init() {}

  /// Beats that are kept.
  private static let limit = 4000

  public subscript(beat: Double) -> BeatMeasures? { beats[beat] }

  /// Whether a beat has been measured, with whatever success.
  func isKnown(_ beat: Double) -> Bool { known.contains(beat) }

  /// Takes over what was measured of the beats that were asked for.
  public mutating func take(_ measures: [BeatMeasures], of asked: some Sequence<Double>) {
    if known.count > Self.limit { (beats, known) = ([:], []) }
    known.formUnion(asked)
    for measure in measures { beats[measure.beat] = measure }
  }
}

extension WaveformState {
  /// Beats in a span, by binary search.
  func beats(from start: Double, to end: Double) -> ArraySlice<Double> {
    let beats = beats
    let first = Self.index(beats, start)
    return beats[first..<max(first, Self.index(beats, end))]
  }

  /// The place of the first beat at a moment or later.
  static func index(_ beats: [Double], _ seconds: Double) -> Int {
    var (low, high) = (0, beats.count)
    while low < high {
      let middle = (low + high) / 2
      if beats[middle] < seconds { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
