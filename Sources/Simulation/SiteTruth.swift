/// What is true of one bipole of a catheter throughout a record.
public struct SiteTruth: Sendable, Equatable {
  /// One chamber's activation under the electrodes that is more than one deflection.
  public struct Fragmentation: Sendable, Equatable {
    public enum Chamber: Sendable { case atrium, ventricle }

    public let chamber: Chamber
    /// The deflections' centres in seconds from the local activation, which is one of them.
    public let offsets: [Double]
    /// Two deflections with nothing between them, as beside a line of block.
    public let isDouble: Bool

    /// From the first deflection's centre to the last one's, in seconds.
    public var seconds: Double { (offsets.last ?? 0) - (offsets.first ?? 0) }
  }

  /// The channel's name.
  public let channel: String
  /// The bipole whose signal it shows, by name: another where plugs were exchanged.
  public let bipole: String
  /// Whether nothing is connected: the channel is constant.
  public let isDead: Bool
  public let fragmentations: [Fragmentation]
  /// When the bipole does not touch the wall, in seconds from the record's start.
  public let contactLosses: [ClosedRange<Double>]
}
