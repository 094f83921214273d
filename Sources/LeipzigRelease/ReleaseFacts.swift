public import Waveforms

/// What a release of the Leipzig Heart Center ECG-Database holds, for a copy to be compared with.
public struct ReleaseFacts: Sendable, Equatable {
  /// One record of the release.
  public struct Entry: Sendable, Equatable {
    /// What the subject tables say, the record's length among it.
    public var subject: LeipzigSubject
    public var channelNames: [String]
    public var labels: LabelSequence
    /// The header's number of samples where the release's header and table disagree; elsewhere
    /// the header is expected to be as long as the table says.
    public var deviantFrameCount: Int?
    /// What the release says of the record's channels that they contradict.
    public var channelRemark: String?

    public init(
      subject: LeipzigSubject, channelNames: [String], labels: LabelSequence,
      deviantFrameCount: Int? = nil, channelRemark: String? = nil
    ) {
      self.subject = subject
      self.channelNames = channelNames
      self.labels = labels
      self.deviantFrameCount = deviantFrameCount
      self.channelRemark = channelRemark
    }

    public var name: String { subject.recordName }
  }

  /// A fault of the release itself, to be pointed out where a copy has it too.
  public struct Quirk: Sendable, Equatable {
    public var file: String
    /// Text in the file that shows the fault.
    public var mark: String
    public var remark: String

    public init(file: String, mark: String, remark: String) {
      self.file = file
      self.mark = mark
      self.remark = remark
    }
  }

  /// The release in words: name and version.
  public var name: String
  /// In the order of the numbers in their names.
  public var entries: [Entry]
  public var quirks: [Quirk]
  public var frameRateHz = 977.0
  public var format = WFDBSignalFormat.int24
  public var calibration = Calibration(gain: 2000, baseline: 0, unit: "mV")
  /// How far a record's length may be from the table's, in seconds.
  public var durationTolerance = 0.1
  /// The types that each annotation file is inferred to define.
  public var definitions = [
    WFDBAnnotationDefinition(code: WFDBAnnotationCode(rawValue: 42), symbol: "X", description: ""),
    WFDBAnnotationDefinition(code: WFDBAnnotationCode(rawValue: 43), symbol: "b", description: ""),
  ]

  public init(name: String, entries: [Entry], quirks: [Quirk] = []) {
    self.name = name
    self.entries = entries.sorted { LeipzigDatabase.precedes($0.name, $1.name) }
    self.quirks = quirks
  }

  /// The list of sums, which holds no line for itself.
  static let sumsFile = "SHA256SUMS.txt"
  static let recordEndings = ["hea", "dat", "atr"]
  /// Files beside the records.
  static let furtherFiles = [
    "RECORDS", "ANNOTATORS", "README.md", "dataset_info.csv", "children-subject-info.csv",
    "adults-subject-info.csv", sumsFile,
  ]
  /// Files that PhysioNet puts beside most of its releases; inferred for this one.
  static let possibleFiles: Set<String> = ["LICENSE.txt"]

  static func files(of record: String) -> [String] { recordEndings.map { record + "." + $0 } }

  /// All files that the release is known to have.
  public var fileNames: [String] { entries.flatMap { Self.files(of: $0.name) } + Self.furtherFiles }

  /// Number of annotations in all records.
  public var annotationCount: Int { entries.reduce(0) { $0 + $1.labels.total } }
}
