import SignalProcessing

/// One window as the model takes it: each channel at its own scale, dead channels silent.
public struct PreparedWindow: Sendable, Equatable {
  /// Surface leads, `[12, samples]`, in -4...4.
  public var ecg: [Float]
  /// Electrograms and envelopes, `[14, samples]`, in -4...4.
  public var iegm: [Float]
  /// Which leads are live, 1 or 0.
  public var ecgLive: [Float]
  /// Which intracardiac channels are live, 1 or 0.
  public var iegmLive: [Float]

  /// Silence.
  public init(samples: Int) {
    let (leads, slots) = (ModelConfiguration.ecgChannels, ModelConfiguration.iegmChannels)
    ecg = [Float](repeating: 0, count: leads * samples)
    iegm = [Float](repeating: 0, count: slots * samples)
    ecgLive = [Float](repeating: 0, count: leads)
    iegmLive = [Float](repeating: 0, count: slots)
  }

  /// Whether any channel is live: a window without one is refused.
  public var isLive: Bool { hasECG || hasIEGM }
  /// Whether any surface lead is live.
  public var hasECG: Bool { ecgLive.contains(1) }
  /// Whether any intracardiac channel is live.
  public var hasIEGM: Bool { iegmLive.contains(1) }
}

/// Brings the channels of a window to the model's scale, from the window alone: median to 0, the
/// 98th percentile of what remains to 1, cut at 4.
public struct WindowNormalization: Sendable {
  /// Samples of a window.
  public let samples: Int
  private static let scaleLevel = 0.98
  private static let limit: Float = 4
  /// Largest share of samples that stand still in a live channel.
  private static let flatShare = 0.2
  /// Largest share of samples at the amplifier's limit, or missing, in a live channel.
  private static let clippedShare = 0.05

  /// For windows of so many samples.
  public init(samples: Int) { self.samples = samples }

  /// The window of `signal` that begins at a sample of the record.
  public func window(_ signal: PreparedSignal, from start: Int) -> PreparedWindow {
    let first = start - signal.range.lowerBound
    let sound = soundSlots(signal.faults, first..<first + samples)
    return window(sound: sound) { channel in
      let values = signal.channels[channel]
      return values.isEmpty ? nil : Array(values[first..<first + samples])
    }
  }

  /// Which slots have few enough faults in a stretch; an absent channel has none that is sound.
  public func soundSlots(_ faults: [[UInt8]], _ place: Range<Int>) -> [Bool] {
    faults.map { faults in
      guard !faults.isEmpty else { return false }
      var (flat, clipped) = (0, 0)
      for fault in faults[place] where fault != 0 {
        if fault & PreparedSignal.Fault.flat.rawValue != 0 { flat += 1 }
        if fault & PreparedSignal.Fault.clipped.rawValue != 0 { clipped += 1 }
      }
      return Double(flat) <= Self.flatShare * Double(place.count)
        && Double(clipped) <= Self.clippedShare * Double(place.count)
    }
  }

  /// A window of channels that the caller hands out, in millivolts; nil for an absent one.
  public func window(sound: [Bool], _ channel: (Int) -> [Float]?) -> PreparedWindow {
    var window = PreparedWindow(samples: samples)
    let leads = ModelConfiguration.ecgChannels
    for index in 0..<PreparedSignal.channelCount {
      guard sound[PreparedSignal.slot(ofChannel: index)], var values = channel(index) else {
        continue
      }
      let floor =
        index < leads
        ? PreparationSettings.surfaceFloorMillivolts
        : PreparationSettings.intracardiacFloorMillivolts
      guard Self.normalize(&values, floor: floor) else { continue }
      if index < leads {
        window.ecg.replaceSubrange(index * samples..<(index + 1) * samples, with: values)
        window.ecgLive[index] = 1
      } else {
        let place = index - leads
        window.iegm.replaceSubrange(place * samples..<(place + 1) * samples, with: values)
        window.iegmLive[place] = 1
      }
    }
    return window
  }

  /// False where the channel is too low to be live.
  private static func normalize(_ values: inout [Float], floor: Float) -> Bool {
    var scratch = values
    let median = OrderStatistics.median(&scratch)
    for index in values.indices { values[index] -= median }
    for index in values.indices { scratch[index] = abs(values[index]) }
    let scale = OrderStatistics.quantile(&scratch, scaleLevel)
    // NaN is not above the floor either.
    guard scale >= floor else { return false }
    for index in values.indices {
      values[index] = max(-limit, min(limit, values[index] / scale))
    }
    return true
  }
}
