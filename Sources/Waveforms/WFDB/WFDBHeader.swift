/// A WFDB header as a value: what a `.hea` file says, with the format's defaults filled in.
public struct WFDBHeader: Sendable, Equatable {
  /// One signal line.
  public struct Signal: Sendable, Equatable {
    public var fileName: String
    public var format: WFDBSignalFormat
    public var samplesPerFrame: Int
    /// Frames by which this signal lags in the file: its sample for frame f is stored in frame
    /// f + skew.
    public var skew: Int
    /// Bytes before the first sample in the file.
    public var byteOffset: Int
    public var calibration: Calibration
    public var resolutionBits: Int?
    public var adcZero: Int
    public var initialValue: Int?
    public var checksum: Int?
    public var blockSize: Int
    public var name: String

    public init(
      fileName: String, format: WFDBSignalFormat, samplesPerFrame: Int = 1, skew: Int = 0,
      byteOffset: Int = 0, calibration: Calibration = Calibration(), resolutionBits: Int? = nil,
      adcZero: Int = 0, initialValue: Int? = nil, checksum: Int? = nil, blockSize: Int = 0,
      name: String = ""
    ) {
      self.fileName = fileName
      self.format = format
      self.samplesPerFrame = samplesPerFrame
      self.skew = skew
      self.byteOffset = byteOffset
      self.calibration = calibration
      self.resolutionBits = resolutionBits
      self.adcZero = adcZero
      self.initialValue = initialValue
      self.checksum = checksum
      self.blockSize = blockSize
      self.name = name
    }
  }

  /// One line of a multi-segment header: a record's name, or `~` for a gap.
  public struct Segment: Sendable, Equatable {
    public var name: String
    public var frameCount: Int
    public init(name: String, frameCount: Int) {
      self.name = name
      self.frameCount = frameCount
    }
    public var isGap: Bool { name == "~" }
  }

  public var name: String
  public var frameRateHz: Double
  /// Ticks of the counter per second, where the recorder had one.
  public var counterFrequencyHz: Double?
  /// The counter's value at frame 0.
  public var counterBase: Double?
  /// Number of frames; nil where the header does not say.
  public var frameCount: Int?
  public var start: RecordStart?
  public var signals: [Signal]
  /// Nil in the header of an ordinary record.
  public var segments: [Segment]?
  /// Number of signals as the record line says: a multi-segment header lists none itself.
  public var signalCount: Int
  public var comments: [String]
  /// What is wrong with the header, where it could be read all the same.
  public var warnings: [String] = []

  public init(
    name: String, frameRateHz: Double = 250, counterFrequencyHz: Double? = nil,
    counterBase: Double? = nil, frameCount: Int? = nil, start: RecordStart? = nil,
    signals: [Signal] = [], segments: [Segment]? = nil, signalCount: Int? = nil,
    comments: [String] = []
  ) {
    self.name = name
    self.frameRateHz = frameRateHz
    self.counterFrequencyHz = counterFrequencyHz
    self.counterBase = counterBase
    self.frameCount = frameCount
    self.start = start
    self.signals = signals
    self.segments = segments
    self.signalCount = signalCount ?? signals.count
    self.comments = comments
  }

  /// Whether the header describes what the segments of a variable-layout record may hold, and
  /// no samples of its own.
  public var isLayout: Bool {
    frameCount == 0 && !signals.isEmpty && signals.allSatisfy { $0.fileName == "~" }
  }
}
