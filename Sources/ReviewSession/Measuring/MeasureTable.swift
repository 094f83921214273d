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
  public func isKnown(_ beat: Double) -> Bool { known.contains(beat) }

  /// Takes over what was measured of the beats that were asked for.
  public mutating func take(_ measures: [BeatMeasures], of asked: some Sequence<Double>) {
    if known.count > Self.limit { (beats, known) = ([:], []) }
    known.formUnion(asked)
    for measure in measures { beats[measure.beat] = measure }
  }
}
