/// How often requests were carried out: so that tests see that nothing is done twice, and nothing
/// goes on.
public struct WorkCounts: Sendable, Equatable {
  public var started = 0
  public var finished = 0
  public var cancelled = 0

  public init(started: Int = 0, finished: Int = 0, cancelled: Int = 0) {
    (self.started, self.finished, self.cancelled) = (started, finished, cancelled)
  }
}
