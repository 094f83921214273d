public import Measures

/// Beats to be measured: those in a span of time, among all that there are.
public struct MeasureRequest: Sendable, Equatable {
  /// Seconds from the record's start, both ends included.
  public var from: Double
  public var to: Double
  /// All beats of the record, in order: what is a deflection's usual size is learnt from them.
  public var beats: [Double]

  public init(from: Double, to: Double, beats: [Double]) {
    (self.from, self.to, self.beats) = (from, to, beats)
  }
}

/// What was measured, and of what.
public struct MeasureReport: Sendable {
  public var measures: [BeatMeasures]
  public var request: MeasureRequest
  /// All of the record's.
  public var stimuli: [Stimulus]

  public init(measures: [BeatMeasures], request: MeasureRequest, stimuli: [Stimulus] = []) {
    (self.measures, self.request, self.stimuli) = (measures, request, stimuli)
  }
}
