import SignalProcessing
import Waveforms

/// What the mains do to a record, from up to sixteen stretches of four seconds spread over it.
struct MainsSurvey {
  /// 50 or 60 Hz, whichever is stronger in the surface leads, or in all channels without any.
  let frequencyHz: Double
  private let powers: [[Double]?]

  private static let stretches = 16
  private static let stretchSeconds = 4.0
  /// Power in the mains' band above this many medians of its neighbours calls for a notch.
  private static let limit = 5.0
  private static let frequencies = (38...72).map(Double.init)

  /// `progress` is told the share that is done and can end it: see `Pieces`.
  init(
    _ record: Record, _ slots: ChannelSlots, progress: (Double) throws -> Void = { _ in }
  ) throws {
    var powers: [[Double]?] = Array(repeating: nil, count: PreparedSignal.slotCount)
    for (number, (slot, channel)) in slots.used.enumerated() {
      powers[slot] = try Self.power(record, channel) {
        try progress((Double(number) + $0) / Double(slots.used.count))
      }
    }
    self.powers = powers
    let leads = powers[..<ModelConfiguration.ecgChannels].compactMap { $0 }
    let heard = leads.isEmpty ? powers.compactMap { $0 } : leads
    func sum(_ frequency: Double) -> Double {
      heard.reduce(0) { $0 + Self.band($1, frequency - 1...frequency + 1).reduce(0, +) }
    }
    frequencyHz = sum(60) > sum(50) ? 60 : 50
  }

  /// Which electrograms the mains spoil, by slot: more than 5 times the median power of the
  /// frequencies from 10 to 2 Hz away on either side.
  func spoiled(at mainsHz: Double) -> [Bool] {
    powers[ModelConfiguration.ecgChannels...].map { powers in
      guard let powers else { return false }
      let mains = Self.band(powers, mainsHz - 1...mainsHz + 1)
      var beside =
        (Self.band(powers, mainsHz - 10...mainsHz - 2)
        + Self.band(powers, mainsHz + 2...mainsHz + 10)).map(Float.init)
      let median = Double(OrderStatistics.median(&beside))
      return median > 0 && mains.reduce(0, +) / Double(mains.count) > Self.limit * median
    }
  }

  private static func band(_ powers: [Double], _ range: ClosedRange<Double>) -> [Double] {
    zip(frequencies, powers).filter { range.contains($0.0) }.map(\.1)
  }

  private static func power(
    _ record: Record, _ channel: Int, _ progress: (Double) throws -> Void
  ) throws -> [Double] {
    let info = record.channels[channel]
    let length = Int(stretchSeconds * record.frameRateHz)
    var total = frequencies.map { _ in 0.0 }
    guard length > 0 else { return total }
    let count = max(1, min(stretches, record.frameCount / length))
    for stretch in 0..<count {
      try progress(Double(stretch) / Double(count))
      let start = max(0, record.frameCount - length) * stretch / max(1, count - 1)
      let block = try record.physical(channels: [channel], frames: start..<start + length)
      let samples = block.samples.map { $0.isNaN ? 0 : $0 }
      let powers = BandPower.welch(
        samples, samplingRateHz: info.samplingRateHz, frequenciesHz: frequencies)
      for index in total.indices { total[index] += powers[index] }
    }
    return total
  }
}
