public import ReviewStore

/// Labels that a model is to be taught by, and whether it is to ask for more.
public struct TeachingRequest: Sendable, Equatable {
  /// Of beats, in order of time.
  public var labels: [ModelVersion.Content.Label]
  /// Whether the next question is waited for.
  public var asks: Bool
  /// Moments of beats that the reader could not answer, in seconds.
  public var skipped: [Double]

  public init(
    labels: [ModelVersion.Content.Label], asks: Bool = false, skipped: [Double] = []
  ) {
    (self.labels, self.asks, self.skipped) = (labels, asks, skipped)
  }
}
