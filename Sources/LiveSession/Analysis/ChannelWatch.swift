import LiveStreams

/// Tells which channels have lost their signal: those that stand still or are missing, while others
/// are there. A gap, in which all are missing, is told for itself.
struct ChannelWatch: Sendable {
  /// Which are lost.
  private(set) var isLost: [Bool]
  private var values: [Int32]
  private var still: [Int]
  private let limit: Int

  /// - Parameter limit: frames of stillness after which a channel is lost.
  init(channelCount: Int, limit: Int) {
    isLost = Array(repeating: false, count: channelCount)
    values = Array(repeating: StreamPacket.missing, count: channelCount)
    still = Array(repeating: 0, count: channelCount)
    self.limit = limit
  }

  /// Takes frames, samples of all channels in turn. Returns the channels that were lost or are
  /// back.
  mutating func take(_ samples: [Int32]) -> [(channel: Int, isLost: Bool)] {
    let count = values.count
    for channel in 0..<count {
      var (value, run) = (values[channel], still[channel])
      for index in stride(from: channel, to: samples.count, by: count) {
        run = samples[index] == value || samples[index] == StreamPacket.missing ? run + 1 : 0
        value = samples[index]
      }
      (values[channel], still[channel]) = (value, run)
    }
    return isLost.indices.compactMap { channel in
      let now = still[channel] >= limit
      guard now != isLost[channel] else { return nil }
      isLost[channel] = now
      return (channel, now)
    }
  }
}
