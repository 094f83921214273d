/// A local activation in one channel.
public struct SiteActivation: Sendable, Equatable {
  /// Index of the channel in the record.
  public let channel: Int
  /// Seconds from the record's start.
  public let time: Double

  /// An activation in a channel at a time in seconds from the record's start.
  public init(channel: Int, time: Double) {
    (self.channel, self.time) = (channel, time)
  }
}
