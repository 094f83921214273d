/// Samples of one multiplex group in a file that stays mapped.
struct DICOMMappedSource: SampleSource {
  private let segment: WFDBSegmentSource
  private let padding: Int32?
  private let group: DICOMWaveformGroup

  init(_ file: MappedFile, _ group: DICOMWaveformGroup, _ format: WFDBSignalFormat) {
    self.group = group
    padding = group.padding
    let members = group.channels.indices.map {
      WFDBSegmentSource.Member(channel: $0, offset: $0, samplesPerFrame: 1, skew: 0)
    }
    segment = WFDBSegmentSource(
      groups: [
        WFDBSegmentSource.Group(
          storage: .mapped(file), format: format, byteOffset: group.place,
          samplesPerFrame: group.channels.count, sampleCount: group.totalSampleCount,
          members: members)
      ], missing: group.channels.map { _ in DecodedRecord.missing },
      statedFrames: group.sampleCount)
  }

  var shortenedFiles: [String] { segment.shortenedFiles }

  func decode(
    frames: Range<Int>, channels: [Int], into block: inout ChannelBlock<Int32>
  ) throws {
    try segment.decode(frames: frames, channels: channels, into: &block)
    guard let padding else { return }
    for index in block.samples.indices where block.samples[index] == padding {
      block.samples[index] = DecodedRecord.missing
    }
  }

  /// The record, from what is known of it without its samples.
  func record(_ decoded: DecodedRecord, path: String) -> Record {
    // All 16-bit values may occur, and one more stands for a missing sample.
    let bits = group.format.byteCount == 2 ? 24 : 32
    let channels = decoded.signals.map { signal in
      Channel(
        name: signal.name, calibration: signal.calibration, encoding: .decoded(bits: bits),
        samplesPerFrame: 1, samplingRateHz: group.rateHz, sampleCount: group.sampleCount,
        fileName: path.fileName, resolutionBits: signal.resolutionBits)
    }
    return Record(
      name: path.recordStem.fileName, path: path, container: decoded.container,
      frameRateHz: group.rateHz, frameCount: group.sampleCount, channels: channels,
      start: decoded.start, comments: decoded.comments, warnings: decoded.warnings, source: self)
  }
}
