import SignalProcessing

/// One block of a causal preparation on its way: all channels from 16 s before the block, or from
/// the record's beginning, to the block's end.
struct CausalBlock: Sendable {
  /// Samples at 250 Hz that the block is to give; the record may end within it.
  let inner: Range<Int>
  private let used: [(slot: Int, channel: Int)]
  private var channels: [CausalChannel]

  init(_ preparation: RecordPreparation, index: Int) {
    let size = RecordPreparation.blockSamples
    inner = index * size..<(index + 1) * size
    used = preparation.slots.used
    let start = max(0, inner.lowerBound - RecordPreparation.marginSamples)
    channels = used.compactMap { preparation.causalChannel($0.slot, $0.channel, start: start) }
  }

  /// Whether all of the block has been given.
  var isOver: Bool { (channels.first?.next ?? inner.upperBound) >= inner.upperBound }

  /// The first sample of the recording that a channel in use needs, by its place among these.
  func firstInput(_ place: Int) -> Int { channels[place].nextInput }

  /// Takes samples of the channel in use at `place`, the first of them with the number `first`.
  mutating func append(_ samples: ArraySlice<Float>, place: Int, from first: Int) {
    channels[place].append(samples, from: first)
  }

  /// What can be given of the block with what has come so far. `sampleCount`: the record's length
  /// at 250 Hz where it has ended, nil while it goes on.
  mutating func take(sampleCount: Int?) -> PreparedSignal {
    let limit = min(inner.upperBound, sampleCount ?? inner.upperBound)
    if sampleCount != nil { for place in channels.indices { channels[place].end(before: limit) } }
    let end = channels.map { $0.computable(before: limit) }.min() ?? limit
    let first = max(inner.lowerBound, channels.first?.next ?? limit)
    var result = PreparedSignal(
      range: min(first, end)..<end,
      channels: Array(repeating: [], count: PreparedSignal.channelCount),
      faults: Array(repeating: [], count: PreparedSignal.slotCount))
    for (place, (slot, _)) in used.enumerated() {
      let outputs = channels[place].outputs(before: end)
      // What comes before the block has filled the filters, and is not given.
      let kept = result.range.count
      result.channels[slot] = outputs.samples.suffix(kept)
      result.faults[slot] = outputs.faults.suffix(kept)
      guard slot >= ModelConfiguration.ecgChannels else { continue }
      result.channels[slot + 7] = outputs.envelope.suffix(kept)
    }
    return result
  }
}
