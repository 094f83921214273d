public import Foundation

/// An interval that a reader has measured on the traces and named: from a moment in one channel to
/// a later one in the same channel or another.
public struct PinnedInterval: Sendable, Hashable, Identifiable {
  /// A moment in a channel.
  public struct End: Sendable, Hashable {
    /// The channel's name as the record has it: the order of channels may change.
    public var channel: String
    /// From the record's start.
    public var seconds: Double

    public init(channel: String, seconds: Double) {
      (self.channel, self.seconds) = (channel, seconds)
    }
  }

  public let id: UUID
  /// `AH`, `HV`, or any other text.
  public var name: String
  /// The earlier end.
  public private(set) var from: End
  /// The later end.
  public private(set) var to: End

  /// Puts the ends in order of time.
  public init(name: String, from: End, to: End, id: UUID = UUID()) {
    (self.id, self.name) = (id, name)
    (self.from, self.to) = from.seconds <= to.seconds ? (from, to) : (to, from)
  }

  /// From one end to the other, never negative.
  public var seconds: Double { to.seconds - from.seconds }
}
