/// Samples of several channels over one span of frames, channel after channel in one buffer.
///
/// `Element` is `Int32` for digital samples and `Float` for physical ones, where a missing
/// sample is not a number.
public struct ChannelBlock<Element: Sendable>: Sendable {
  /// All samples: those of the first channel, then those of the second, ...
  public var samples: [Element]
  /// Where each channel begins in `samples`; one more entry than channels, the last is the end.
  public let starts: [Int]

  /// A block of `frames` frames for channels with the given samples per frame.
  public init(frames: Int, samplesPerFrame: [Int], repeating value: Element) {
    starts = Self.starts(frames, samplesPerFrame)
    samples = Array(repeating: value, count: starts[starts.count - 1])
  }

  /// Where each channel begins, and where the last one ends.
  static func starts(_ frames: Int, _ samplesPerFrame: [Int]) -> [Int] {
    var starts = [0]
    for count in samplesPerFrame { starts.append(starts[starts.count - 1] + count * frames) }
    return starts
  }

  init(samples: [Element], starts: [Int]) {
    self.samples = samples
    self.starts = starts
  }

  public var channelCount: Int { starts.count - 1 }

  /// Where channel `index` of the block lies in `samples`.
  public func range(_ index: Int) -> Range<Int> { starts[index]..<starts[index + 1] }

  /// The samples of channel `index` of the block.
  public subscript(index: Int) -> ArraySlice<Element> { samples[range(index)] }
}

extension ChannelBlock: Equatable where Element: Equatable {}
