/// A stretch of a record as the model's filters leave it, not yet normalised.
public struct PreparedSignal: Sendable, Equatable {
  /// Surface leads, electrograms and their envelopes.
  public static let channelCount =
    ModelConfiguration.ecgChannels + ModelConfiguration.iegmChannels
  /// Surface leads and electrograms: the channels of the recording.
  public static let slotCount = ModelConfiguration.ecgChannels + 7

  /// What is wrong with a sample.
  public struct Fault: OptionSet, Sendable {
    /// The bits, as they are stored.
    public let rawValue: UInt8
    /// Bits as stored.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// The signal stands still, as that of an electrode without contact.
    public static let flat = Fault(rawValue: 1)
    /// The amplifier is at its limit, or there is no sample.
    public static let clipped = Fault(rawValue: 2)
  }

  /// Which samples of the record, at 250 Hz from its beginning.
  public var range: Range<Int>
  /// Millivolts by channel: 12 leads, 7 band-passed electrograms, 7 envelopes; empty where the
  /// record has no such channel, of `range.count` samples otherwise.
  public var channels: [[Float]]
  /// `Fault` bits by slot, 12 leads and 7 electrograms; empty as the channels.
  public var faults: [[UInt8]]

  /// Joins the parts.
  public init(range: Range<Int>, channels: [[Float]], faults: [[UInt8]]) {
    (self.range, self.channels, self.faults) = (range, channels, faults)
  }

  /// The slot whose recording a channel comes from.
  public static func slot(ofChannel channel: Int) -> Int {
    channel < slotCount ? channel : channel - 7
  }

  /// Takes what one channel gives.
  mutating func take(_ part: RecordPreparation.Part) {
    channels[part.slot] = part.samples
    faults[part.slot] = part.faults
    if let envelope = part.envelope { channels[part.slot + 7] = envelope }
  }

  /// Adds what follows.
  mutating func append(_ next: PreparedSignal) {
    guard !range.isEmpty else { return self = next }
    for index in channels.indices { channels[index] += next.channels[index] }
    for index in faults.indices { faults[index] += next.faults[index] }
    range = range.lowerBound..<next.range.upperBound
  }

  /// A part of the stretch.
  public subscript(_ part: Range<Int>) -> PreparedSignal {
    let part = part.clamped(to: range)
    let place = part.lowerBound - range.lowerBound..<part.upperBound - range.lowerBound
    return PreparedSignal(
      range: part, channels: channels.map { $0.isEmpty ? [] : Array($0[place]) },
      faults: faults.map { $0.isEmpty ? [] : Array($0[place]) })
  }
}
