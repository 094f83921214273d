public import Waveforms

/// A recording made ready for the model while it comes: fed with frames as they are there, it gives
/// the bits that `RecordPreparation` with causal filters gives for the whole record, however the
/// frames are cut.
///
/// Each output waits for the samples that the resampler needs behind it, less than a tenth of a
/// second, and for nothing else. The mains, and which electrograms they spoil, are those that the
/// preparation has found or was told: they stay as they are while the record grows.
public struct CausalPreparation: Sendable {
  /// How the record is prepared.
  public let preparation: RecordPreparation
  /// The record's channels that are needed, in the order in which blocks have to hold them.
  public let channels: [Int]
  /// Frames that have been taken.
  public private(set) var frameCount = 0

  private var blocks: [CausalBlock] = []
  private var nextBlock = 0

  /// Begins with the record's first frame.
  public init(_ preparation: RecordPreparation) {
    self.preparation = preparation
    channels = preparation.slots.used.map(\.channel)
  }

  /// Takes the next frames, physical samples of `channels` as `Record.physical` gives them, and
  /// gives what can be computed now; an empty range where that is nothing.
  public mutating func append(_ frames: ChannelBlock<Float>) -> PreparedSignal {
    guard let first = channels.first else { return taken(sampleCount: nil) }
    let perFrame = channels.map { preparation.record.channels[$0].samplesPerFrame }
    let count = frames[0].count / preparation.record.channels[first].samplesPerFrame
    openBlocks(before: frameCount + count)
    for block in blocks.indices {
      for place in channels.indices {
        blocks[block].append(frames[place], place: place, from: frameCount * perFrame[place])
      }
    }
    frameCount += count
    return taken(sampleCount: nil)
  }

  /// The recording has ended: gives the rest.
  public mutating func finish() -> PreparedSignal {
    taken(
      sampleCount: RecordPreparation.sampleCount(
        frames: frameCount, frameRateHz: preparation.record.frameRateHz))
  }

  /// Begins the blocks that need a sample of the frames before `end`.
  private mutating func openBlocks(before end: Int) {
    while true {
      let block = CausalBlock(preparation, index: nextBlock)
      let first = channels.indices.map { place in
        block.firstInput(place) / preparation.record.channels[channels[place]].samplesPerFrame
      }.min()
      guard let first, first < end else { return }
      blocks.append(block)
      nextBlock += 1
    }
  }

  private mutating func taken(sampleCount: Int?) -> PreparedSignal {
    var result = PreparedSignal(range: 0..<0, channels: [], faults: [])
    for index in blocks.indices {
      let part = blocks[index].take(sampleCount: sampleCount)
      if !part.range.isEmpty { result.append(part) }
    }
    blocks.removeAll(where: \.isOver)
    return result
  }
}
