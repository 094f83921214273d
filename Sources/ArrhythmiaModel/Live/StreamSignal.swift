import SignalProcessing
public import Waveforms

/// The newest stretch of a recording that comes, as the model's causal filters leave it.
///
/// Places are samples at 250 Hz from where the stream was begun to be read.
public struct StreamSignal: Sendable {
  private var preparation: CausalPreparation
  /// What is kept.
  public private(set) var signal: PreparedSignal
  private let keptSamples: Int

  /// Channels of the record that are needed, in the order in which `append` wants them.
  public var channels: [Int] { preparation.channels }
  /// Places of the model's input, with the record's channels that stand there.
  public var slots: ChannelSlots { preparation.preparation.slots }
  /// Where the kept stretch ends.
  public var end: Int { signal.range.upperBound }

  /// Begins with the record's first frame. `record` is what has come so far: its channels, and
  /// signal enough, some seconds, to find the mains in. Throws `PreparationError` where no channel
  /// is known.
  public init(_ record: Record, keptSeconds: Double) throws {
    let settings = PreparationSettings(direction: .causal)
    preparation = CausalPreparation(try RecordPreparation(record, settings))
    keptSamples = Int(keptSeconds * PreparationSettings.samplingRateHz)
    signal = PreparedSignal(
      range: 0..<0, channels: Array(repeating: [], count: PreparedSignal.channelCount),
      faults: Array(repeating: [], count: PreparedSignal.slotCount))
  }

  /// Takes the next frames: physical samples of `channels`, not a number where they are missing.
  public mutating func append(_ frames: ChannelBlock<Float>) {
    let next = preparation.append(frames)
    guard !next.range.isEmpty else { return }
    signal.append(next)
    // Moving what is kept costs its length: not for every packet.
    guard signal.range.count > keptSamples + keptSamples / 4 else { return }
    signal = signal[signal.range.upperBound - keptSamples..<signal.range.upperBound]
  }

  /// The surface leads over a stretch of what is kept; empty for absent ones.
  func leads(_ range: Range<Int>) -> [[Float]] {
    let place = range.clamped(to: signal.range)
    let first = place.lowerBound - signal.range.lowerBound
    return signal.channels.prefix(ModelConfiguration.ecgChannels).map {
      $0.isEmpty ? [] : Array($0[first..<first + place.count])
    }
  }

  /// Whether a surface lead had signal in the last seconds: fewer faults than a window may have.
  public func hasLead(lastSeconds: Double) -> Bool {
    let count = Int(lastSeconds * PreparationSettings.samplingRateHz)
    let place = (end - count..<end).clamped(to: signal.range)
    guard !place.isEmpty else { return false }
    let first = place.lowerBound - signal.range.lowerBound
    let sound = WindowNormalization(samples: place.count)
      .soundSlots(signal.faults, first..<first + place.count)
    return sound.prefix(ModelConfiguration.ecgChannels).contains(true)
  }
}
