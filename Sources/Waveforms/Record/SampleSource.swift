/// Where a record's samples come from. Reading any span of frames touches only the bytes of
/// that span (format 8 excepted, whose samples are running sums).
public protocol SampleSource: Sendable {
  /// Decodes `frames` of the channels with the indices `channels` into `block`, as stored.
  ///
  /// `block` has the layout for exactly these frames and channels, and no values yet: all of them
  /// must be written. Samples that are not in the files are the channel's `missingValue`.
  func decode(
    frames: Range<Int>, channels: [Int], into block: inout ChannelBlock<Int32>
  ) throws

  /// The spans of `frames` over which one calibration holds for a channel, where the record's
  /// pieces differ in it; nil where the channel's own calibration holds throughout.
  func calibrations(channel: Int, frames: Range<Int>) -> [(frames: Range<Int>, Calibration)]?

  /// The same samples where the files have them, without the shift of skewed signals: checksums
  /// are defined on these. Nil where no signal is skewed.
  func unskewed() -> (any SampleSource)?

  /// Names of files that have fewer bytes now than when they were opened.
  var shortenedFiles: [String] { get }

  /// The source over what its files hold now, and how many frames are whole in all of them: what
  /// another program has written since they were opened is there too. Nil where the source cannot
  /// grow. Throws where a file has become shorter.
  func grown() throws(FileError) -> (source: any SampleSource, frameCount: Int)?
}

extension SampleSource {
  public func calibrations(channel: Int, frames: Range<Int>) -> [(frames: Range<Int>, Calibration)]?
  { nil }

  public func unskewed() -> (any SampleSource)? { nil }

  public var shortenedFiles: [String] { [] }

  public func grown() throws(FileError) -> (source: any SampleSource, frameCount: Int)? { nil }
}
