/// A record's samples in memory, as a file would give them.
public struct MemorySource: SampleSource {
  /// Digital values, [channel][frame].
  public let samples: [[Int32]]

  /// A source of these samples, each channel with one a frame.
  public init(samples: [[Int32]]) { self.samples = samples }

  /// Copies the frames of the wanted channels.
  public func decode(
    frames: Range<Int>, channels: [Int], into block: inout ChannelBlock<Int32>
  ) throws {
    for (place, channel) in channels.enumerated() {
      block.samples.replaceSubrange(block.range(place), with: samples[channel][frames])
    }
  }
}
