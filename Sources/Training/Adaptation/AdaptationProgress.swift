/// How far teaching a model is.
public struct AdaptationProgress: Sendable, Equatable {
  /// From 0 to 1.
  public var share: Double = 0
  /// Steps of the whole training; 0 where the head alone is fitted.
  public var steps: Int
  /// The loss of each step that was done, but for those before a run that was gone on with: of its
  /// batch, half of which is replayed where there is a memory.
  public var losses: [Double] = []

  public init(steps: Int) { self.steps = steps }
}
