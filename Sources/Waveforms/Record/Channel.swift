/// One recorded signal: a surface lead, an electrogram, a pressure.
public struct Channel: Sendable, Equatable {
  /// The signal's name, as the file spells it; it may hold spaces.
  public var name: String
  /// What it is, by its name, by the channels beside it, or by what a reader has said: known once
  /// it stands in a record.
  public var identity: ChannelIdentity
  public var calibration: Calibration
  /// Whether a reader has turned it upside down: its gain is that of the file with the other sign.
  public private(set) var isInverted = false
  public var encoding: SampleEncoding
  /// Samples of this channel in one frame of the record.
  public var samplesPerFrame: Int
  /// Samples per second, of this channel.
  public var samplingRateHz: Double
  /// Number of samples: the record's frames times `samplesPerFrame`.
  public var sampleCount: Int
  /// Name of the file that holds the samples, relative to the header's folder.
  public var fileName: String
  /// ADC resolution in bits, where the file gives one.
  public var resolutionBits: Int?
  /// The ADC's output at the middle of its range, where the file gives one.
  public var adcZero = 0
  /// The value that the file promises as the first sample, where it does.
  public var initialValue: Int?
  /// The 16-bit sum that the file promises for all samples, where it does.
  public var checksum: Int?

  public init(
    name: String, calibration: Calibration, encoding: SampleEncoding, samplesPerFrame: Int,
    samplingRateHz: Double, sampleCount: Int, fileName: String = "", resolutionBits: Int? = nil,
    initialValue: Int? = nil, checksum: Int? = nil
  ) {
    self.name = name
    identity = .unknown
    self.calibration = calibration
    self.encoding = encoding
    self.samplesPerFrame = samplesPerFrame
    self.samplingRateHz = samplingRateHz
    self.sampleCount = sampleCount
    self.fileName = fileName
    self.resolutionBits = resolutionBits
    self.initialValue = initialValue
    self.checksum = checksum
  }

  /// Turns it upside down, or back.
  public mutating func invert() {
    isInverted.toggle()
    calibration.gain.negate()
  }

  /// What stands in for a sample that is not there. Where the encoding has no such value, the
  /// smallest 32-bit integer does: no encoding without a missing value can store it.
  public var missingValue: Int32 { encoding.missing ?? Int32.min }
}
