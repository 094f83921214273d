/// What one electrogram shows at one moment.
public struct Activation: Sendable, Equatable {
  /// What is activated under the electrodes.
  public enum Kind: String, Sendable {
    case atrial, his, ventricular
    /// Nothing around it tells.
    case unclear
  }

  /// Index of the channel in the record.
  public let channel: Int
  /// Seconds from the record's start.
  public let time: Double
  public let kind: Kind
  /// One of two or more of the same chamber in this channel and wave: a double potential, as beside
  /// a line of block.
  public internal(set) var isDouble = false

  init(channel: Int, time: Double, kind: Kind) {
    (self.channel, self.time, self.kind) = (channel, time, kind)
  }
}
