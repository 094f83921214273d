/// What of a stream did not come as it was sent, counted in frames but for `corruptMessages`,
/// `gaps`.
public struct StreamLosses: Sendable, Equatable, Codable {
  /// Frames that did not come in time: they are missing from the recording.
  public var lostFrames = 0
  /// Stretches of lost frames.
  public var gaps = 0
  /// Of the lost frames, those that came after they had been given up.
  public var lateFrames = 0
  /// Frames that came more than once.
  public var doubledFrames = 0
  /// Frames that came before others that were sent earlier, and were put in order.
  public var reorderedFrames = 0
  /// Messages that could not be read.
  public var corruptMessages = 0

  public init() {}

  /// Whether all came once and in order.
  public var isEmpty: Bool { self == StreamLosses() }
}
