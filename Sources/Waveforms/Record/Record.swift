/// A recording: channels over one common time line, opened but not read.
///
/// Time is counted in frames. Each channel has `samplesPerFrame` samples a frame, so channels of
/// several rates share the time line, and each keeps its own rate.
public struct Record: Sendable {
  /// The record's name, without folder and extension.
  public var name: String
  /// The path of the file that was opened (the header, or the EDF file).
  public var path: String
  /// The family of formats: `WFDB`, `WFDB multi-segment`, `EDF`, `EDF+C`, `EDF+D`, `BDF`, ...
  public var container: String
  /// Frames per second.
  public var frameRateHz: Double
  public var frameCount: Int
  public var channels: [Channel]
  /// Date and time of the first frame as the file writes them, where it does.
  public var start: RecordStart?
  /// The file's remarks, often the patient's data, a line each.
  public var comments: [String]
  /// What is wrong with the files, where they could be opened all the same.
  public var warnings: [String]
  let source: any SampleSource

  public init(
    name: String, path: String, container: String, frameRateHz: Double, frameCount: Int,
    channels: [Channel], start: RecordStart? = nil, comments: [String] = [],
    warnings: [String] = [], source: any SampleSource
  ) {
    self.name = name
    self.path = path
    self.container = container
    self.frameRateHz = frameRateHz
    self.frameCount = frameCount
    self.channels = ChannelAssumptions.identified(channels)
    self.start = start
    self.comments = comments
    let slow = ChannelAssumptions.warnings(channels)
    self.warnings = warnings + slow.filter { !warnings.contains($0) }
    self.source = source
  }

  func replacingSource(_ source: any SampleSource) -> Record {
    Record(
      name: name, path: path, container: container, frameRateHz: frameRateHz,
      frameCount: frameCount, channels: channels, start: start, comments: comments,
      warnings: warnings, source: source)
  }

  /// Length in seconds.
  public var durationSeconds: Double { Double(frameCount) / frameRateHz }

  /// Digital samples of `channels` over `frames`, as stored, a missing one as the channel's
  /// `missingValue`. `frames` is clamped to the record.
  public func digital(channels: [Int], frames: Range<Int>) throws -> ChannelBlock<Int32> {
    let frames = frames.clamped(to: 0..<frameCount)
    var block = ChannelBlock<Int32>(
      unfilledFrames: frames.count,
      samplesPerFrame: channels.map { self.channels[$0].samplesPerFrame })
    try source.decode(frames: frames, channels: channels, into: &block)
    return block
  }

  /// Physical samples of `channels` over `frames`, in each channel's unit; a missing sample is
  /// not a number. `frames` is clamped to the record.
  public func physical(channels: [Int], frames: Range<Int>) throws -> ChannelBlock<Float> {
    let frames = frames.clamped(to: 0..<frameCount)
    let digital = try digital(channels: channels, frames: frames)
    var block = ChannelBlock<Float>(
      frames: frames.count, samplesPerFrame: channels.map { self.channels[$0].samplesPerFrame },
      repeating: .nan)
    for (index, channel) in channels.enumerated() {
      let start = digital.starts[index]
      for (span, calibration) in calibrations(channel: channel, frames: frames) {
        let perFrame = self.channels[channel].samplesPerFrame
        let lower = start + (span.lowerBound - frames.lowerBound) * perFrame
        convert(
          digital.samples, lower..<lower + span.count * perFrame, calibration,
          missing: self.channels[channel].missingValue, into: &block.samples)
      }
    }
    return block
  }

  /// The calibration of a channel, span by span.
  public func calibrations(
    channel: Int, frames: Range<Int>
  ) -> [(frames: Range<Int>, Calibration)] {
    guard let spans = source.calibrations(channel: channel, frames: frames) else {
      return [(frames, channels[channel].calibration)]
    }
    guard channels[channel].isInverted else { return spans }
    return spans.map { frames, calibration in
      var calibration = calibration
      calibration.gain.negate()
      return (frames, calibration)
    }
  }

  /// The record as its files are now, while another program still writes them.
  ///
  /// A record is a snapshot, and the one that this is asked of stays as it is. A frame counts when
  /// it is whole in every file: the first call on a record that was just opened leaves out what was
  /// begun, and from then on frames are only added, none of those that were there change. A length
  /// that the header states holds until a file has more bytes than when the record was opened.
  /// Records of several segments, in FLAC or of differences, and EDF files with gaps stay as they
  /// are. Throws `FileError.shortened` where a file has fewer bytes than it had.
  public func refreshed() throws(FileError) -> Record {
    guard let grown = try source.grown() else { return self }
    var record = replacingSource(grown.source)
    record.frameCount = grown.frameCount
    for index in channels.indices {
      record.channels[index].sampleCount = grown.frameCount * channels[index].samplesPerFrame
    }
    return record
  }

  /// Names of signal files that another program has cut short since they were opened: what is
  /// gone of them reads as missing.
  public var shortenedFiles: [String] { source.shortenedFiles }

  /// Throws where another program has cut a file short meanwhile: what was read may have holes.
  public func checkWhole() throws(FileError) {
    guard let file = shortenedFiles.first else { return }
    throw .cannotRead(
      file: path.folderPath.appendingPath(file),
      reason: "another program has cut it short while it was read")
  }

  /// Whether one calibration holds for all digital samples of each channel.
  public var hasUniformCalibration: Bool {
    channels.indices.allSatisfy { channel in
      calibrations(channel: channel, frames: 0..<frameCount)
        .allSatisfy { $0.1 == channels[channel].calibration }
    }
  }
}

private func convert(
  _ digital: [Int32], _ range: Range<Int>, _ calibration: Calibration, missing: Int32,
  into physical: inout [Float]
) {
  let scale = 1 / calibration.gain
  for index in range where digital[index] != missing {
    physical[index] = Float((Double(digital[index]) - calibration.baseline) * scale)
  }
}
