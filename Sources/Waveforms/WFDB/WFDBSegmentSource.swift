import Foundation

/// The samples of one ordinary WFDB record, in its mapped signal files.
struct WFDBSegmentSource: SampleSource {
  /// A signal's place in the frames of its file.
  struct Member: Sendable {
    var channel: Int
    /// Sample of the frame at which the signal begins.
    var offset: Int
    var samplesPerFrame: Int
    var skew: Int
  }

  /// Where the bytes of one signal file are.
  enum Storage: Sendable {
    case mapped(MappedFile)
    case differences(MappedFile, DifferenceIndex)
    case flac(path: String)
    /// No file: `~`, or one that is not there.
    case absent
  }

  /// The signals of one file.
  struct Group: Sendable {
    var storage: Storage
    var format: WFDBSignalFormat
    var byteOffset: Int
    /// Samples of all signals in one frame.
    var samplesPerFrame: Int
    /// Samples in the file, of all signals.
    var sampleCount: Int
    /// In the order of their channels.
    var members: [Member]

    func member(of channel: Int) -> Member? {
      let place = members.partitioningIndex { $0.channel >= channel }
      return members.indices.contains(place) && members[place].channel == channel
        ? members[place] : nil
    }
  }

  var groups: [Group]
  /// What stands for a missing sample, a channel each.
  let missing: [Int32]
  /// The length that the header states; nil where it states none, or a file has outgrown it.
  var statedFrames: Int?

  /// The same samples without the shift of skewed signals, as checksums are defined on them.
  func unskewed() -> (any SampleSource)? {
    if groups.allSatisfy({ $0.members.allSatisfy { $0.skew == 0 } }) { return nil }
    var copy = self
    for group in groups.indices {
      for member in groups[group].members.indices { copy.groups[group].members[member].skew = 0 }
    }
    return copy
  }

  var shortenedFiles: [String] {
    groups.compactMap { group in
      switch group.storage {
      case .mapped(let file), .differences(let file, _): file.isShortened ? file.name : nil
      case .flac, .absent: nil
      }
    }
  }

  func decode(
    frames: Range<Int>, channels: [Int], into block: inout ChannelBlock<Int32>
  ) throws {
    for group in groups {
      let wanted = channels.enumerated().compactMap { place, channel in
        group.member(of: channel).map { (place: place, member: $0) }
      }
      if wanted.isEmpty { continue }
      switch group.storage {
      case .mapped(let file):
        let bytes = file.bytes.prefix(file.presentByteCount)
        decode(group, bytes, wanted, frames, &block)
      case .differences(let file, let index):
        decodeDifferences(group, file, index, wanted, frames, &block)
      case .flac(let path):
        try decodeFLAC(group, path, wanted, frames, &block)
      case .absent:
        for (place, member) in wanted {
          fill(&block.samples, block.range(place), with: missing[member.channel])
        }
      }
    }
  }

  // MARK: Plain formats

  private func decode(
    _ group: Group, _ bytes: Data, _ wanted: [(place: Int, member: Member)],
    _ frames: Range<Int>, _ block: inout ChannelBlock<Int32>
  ) {
    let lanes = wanted.map { place, member in
      DecodingPlan.Lane(
        offset: member.offset, samplesPerFrame: member.samplesPerFrame, skew: member.skew,
        target: block.starts[place], missing: missing[member.channel])
    }
    let plan = DecodingPlan(
      format: group.format, byteOffset: group.byteOffset, samplesPerFrame: group.samplesPerFrame,
      present: group.sampleCount, frames: frames, lanes: lanes)
    SignalDecoding.decode(bytes, plan, into: &block.samples)
  }

  private func fill(_ samples: inout [Int32], _ range: Range<Int>, with value: Int32) {
    for index in range { samples[index] = value }
  }

  // MARK: Differences and FLAC

  private func decodeDifferences(
    _ group: Group, _ file: MappedFile, _ index: DifferenceIndex,
    _ wanted: [(place: Int, member: Member)], _ frames: Range<Int>,
    _ block: inout ChannelBlock<Int32>
  ) {
    let bytes = file.bytes.prefix(file.presentByteCount)
    let whole = max(0, bytes.count - group.byteOffset) / group.samplesPerFrame
    for (place, member) in wanted {
      let stored = (frames.lowerBound + member.skew)..<(frames.upperBound + member.skew)
      let present = stored.clamped(to: 0..<whole)
      let values = index.decode(bytes, signal: signalIndex(group, member), frames: present)
      put(values, place, missing[member.channel], &block)
    }
  }

  private func signalIndex(_ group: Group, _ member: Member) -> Int {
    group.members.firstIndex { $0.channel == member.channel } ?? 0
  }

  private func decodeFLAC(
    _ group: Group, _ path: String, _ wanted: [(place: Int, member: Member)],
    _ frames: Range<Int>, _ block: inout ChannelBlock<Int32>
  ) throws {
    // Signals of one file have equal samples per frame, but each its own skew.
    for (skew, members) in Dictionary(grouping: wanted, by: \.member.skew) {
      let perFrame = members[0].member.samplesPerFrame
      let samples = (frames.lowerBound + skew) * perFrame..<(frames.upperBound + skew) * perFrame
      let decoded = try FLACDecoding.decode(
        path: path, channels: members.map { signalIndex(group, $0.member) },
        samples: samples.clamped(to: 0..<max(group.sampleCount, samples.lowerBound)))
      for (values, wanted) in zip(decoded, members) {
        put(values, wanted.place, missing[wanted.member.channel], &block)
      }
    }
  }

  /// Puts decoded samples in place; what is absent at the end, or was never decoded, is missing.
  private func put(
    _ values: [Int32], _ place: Int, _ missing: Int32, _ block: inout ChannelBlock<Int32>
  ) {
    let range = block.range(place)
    for (offset, index) in range.enumerated() {
      let value = offset < values.count ? values[offset] : Int32.min
      block.samples[index] = value == Int32.min ? missing : value
    }
  }
}
