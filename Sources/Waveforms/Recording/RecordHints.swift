/// What a reader says of records that their files do not say.
public struct RecordHints: Sendable, Equatable {
  /// Samples a second, for files that hold none: a table, a matrix.
  public var samplingRateHz: Double?
  /// What channels are.
  public var channels: ChannelMap
  /// Whether a record has to have all channels that are spoken of: not where many are opened with
  /// one map.
  public var isStrict: Bool

  public init(
    samplingRateHz: Double? = nil, channels: ChannelMap = ChannelMap(), isStrict: Bool = true
  ) {
    self.samplingRateHz = samplingRateHz
    self.channels = channels
    self.isStrict = isStrict
  }

  /// The same for one of several records.
  public var lenient: RecordHints {
    RecordHints(samplingRateHz: samplingRateHz, channels: channels, isStrict: false)
  }
}
