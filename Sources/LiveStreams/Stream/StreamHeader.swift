public import Waveforms

/// What a stream says of itself before its samples: what a record's header says, without an end.
public struct StreamHeader: Sendable, Equatable {
  /// One signal of the stream.
  public struct Channel: Sendable, Equatable {
    public var name: String
    /// The line between what is sent, or what is made of it, and physical values.
    public var calibration: Calibration

    public init(name: String, calibration: Calibration) {
      (self.name, self.calibration) = (name, calibration)
    }
  }

  /// The source's own name: a bed, a device, a record.
  public var name: String
  /// Samples per second, of all channels alike.
  public var samplingRateHz: Double
  public var channels: [Channel]
  /// What is to be kept with a recording of it, a line each: that it is simulated, for one.
  public var remarks: [String] = []

  /// Channels that a stream may have: more are no patient's.
  public static let channelCounts = 1...256
  /// Rates at which signals of the heart are sampled.
  public static let ratesHz = 10.0...50_000
  /// Samples per second of all channels together: what one core receives, records and draws.
  public static let mostSamplesPerSecond = 5_000_000.0
  /// Characters of a name; what is longer is cut.
  static let longestName = 40

  /// Throws a sentence where no recording is like this: `source` is what it calls the stream.
  ///
  /// Names are made fit for a line of text; one that is empty or there already is numbered.
  public init(
    name: String, samplingRateHz: Double, channels: [Channel], source: String
  ) throws(StreamError) {
    func refuse(_ expected: String, _ found: String) -> StreamError {
      .content(source: source, expected: expected, found: found)
    }
    guard Self.channelCounts.contains(channels.count) else {
      throw refuse("1 to 256 channels", "\(channels.count)")
    }
    guard Self.ratesHz.contains(samplingRateHz),
      samplingRateHz * Double(channels.count) <= Self.mostSamplesPerSecond
    else {
      throw refuse(
        "a rate from 10 to 50000 Hz, and at most 5000000 samples a second in all",
        "\(channels.count) channels at \(samplingRateHz) Hz")
    }
    for channel in channels {
      let (gain, baseline) = (channel.calibration.gain, channel.calibration.baseline)
      guard gain.isFinite, gain != 0, baseline.isFinite, abs(baseline) <= 1e9 else {
        throw refuse(
          "a gain that is not 0 and a baseline below 1e9", "\(gain) and \(baseline)")
      }
    }
    self.name = Self.clean(name, else: "stream")
    self.samplingRateHz = samplingRateHz
    self.channels = Self.named(channels)
  }

  private static func named(_ channels: [Channel]) -> [Channel] {
    var used: Set<String> = []
    return channels.enumerated().map { index, channel in
      var channel = channel
      let name = clean(channel.name, else: "channel \(index + 1)")
      channel.name = used.contains(name) ? "\(name) \(index + 1)" : name
      used.insert(channel.name)
      let unit = clean(channel.calibration.unit, else: "NU")
      channel.calibration.unit = String(unit.map { $0.isWhitespace ? "_" : $0 })
      return channel
    }
  }

  private static func clean(_ text: String, else other: String) -> String {
    let line = text.prefix(longestName * 4).description.fitForLine.prefix(longestName)
    let words = line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.isEmpty ? other : words
  }
}

extension Calibration {
  /// The line for a stream of physical values, so fine that what a 32-bit float tells of a heart's
  /// voltage is kept: a nanovolt a step, 2 V either way. What is no voltage has steps of 1e-4.
  public static func fine(unit: String) -> Calibration {
    let stepsPerUnit: [String: Double] = [
      "mV": 1e6, "uV": 1e3, "µV": 1e3, "μV": 1e3, "V": 1e9, "nV": 1,
    ]
    return Calibration(gain: stepsPerUnit[unit] ?? 1e4, unit: unit)
  }

  /// The digital value of a physical one, `StreamPacket.missing` where there is none or no place
  /// for it.
  func sample(_ physical: Double) -> Int32 {
    let value = digital(physical)
    return value.magnitude < 2_147_483_647 ? Int32(value) : StreamPacket.missing
  }
}
