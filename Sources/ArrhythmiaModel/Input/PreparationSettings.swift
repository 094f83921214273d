public import SignalProcessing

/// How recordings become the model's input. Whatever a model was trained with, it has to be used
/// with: the values are kept in data sets and model files.
public struct PreparationSettings: Sendable, Equatable {
  /// Samples per second of the model's input.
  public static let samplingRateHz = 250.0
  /// Where the resampling cuts off.
  static let resamplingCutoffHz = 112.0
  /// Least 98th percentile of a live surface lead's absolute value.
  public static let surfaceFloorMillivolts: Float = 0.05
  /// Least 98th percentile of a live electrogram's absolute value.
  public static let intracardiacFloorMillivolts: Float = 0.02

  /// Forwards and backwards for what was recorded, causal for what is live.
  public var direction: FilterCascade.Direction
  /// Frequency of the mains; nil lets each record's own signals tell.
  public var mainsHz: Double?

  /// Zero-phase filters, mains found in the signals.
  public init(
    direction: FilterCascade.Direction = .forwardBackward, mainsHz: Double? = nil
  ) {
    (self.direction, self.mainsHz) = (direction, mainsHz)
  }

  /// Surface leads: 0.5 to 90 Hz, which keeps delta waves and pacing spikes, without the mains.
  static func surfaceFilter(mainsHz: Double) -> FilterCascade {
    FilterCascade([
      .highPass(cutoffHz: 0.5, samplingRateHz: samplingRateHz),
      .lowPass(cutoffHz: 90, samplingRateHz: samplingRateHz),
      .notch(centreHz: mainsHz, quality: 30, samplingRateHz: samplingRateHz),
    ])
  }

  /// Electrograms: 30 to 100 Hz. The mains lie inside the band, so a notch is the exception.
  static func intracardiacFilter(notchHz: Double?) -> FilterCascade {
    FilterCascade(
      [
        .highPass(cutoffHz: 30, samplingRateHz: samplingRateHz),
        .lowPass(cutoffHz: 100, samplingRateHz: samplingRateHz),
      ]
        + (notchHz.map {
          [.notch(centreHz: $0, quality: 35, samplingRateHz: samplingRateHz)]
        } ?? []))
  }

  /// What makes an envelope of a rectified electrogram.
  static let envelopeFilter = FilterCascade([
    .lowPass(cutoffHz: 20, samplingRateHz: samplingRateHz)
  ])
}
