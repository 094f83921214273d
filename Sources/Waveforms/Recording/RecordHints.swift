/// What a reader says of records that their files do not say.
public struct RecordHints: Sendable, Equatable {
  /// Samples a second, for files that hold none: a table, a matrix.
  public var samplingRateHz: Double?
  /// What channels are.
  public var channels: ChannelMap
  /// Whether a record has to have all channels that are spoken of: not where many are opened with
  /// one map.
  public var isStrict: Bool

  /// Whether files are opened that a header names outside of its folder.
  public var allowsOutside: Bool

  public init(
    samplingRateHz: Double? = nil, channels: ChannelMap = ChannelMap(), isStrict: Bool = true,
    allowsOutside: Bool = false
  ) {
    (self.samplingRateHz, self.channels) = (samplingRateHz, channels)
    (self.isStrict, self.allowsOutside) = (isStrict, allowsOutside)
  }

  /// The same for one of several records.
  public var lenient: RecordHints {
    RecordHints(
      samplingRateHz: samplingRateHz, channels: channels, isStrict: false,
      allowsOutside: allowsOutside)
  }
}
