/// What is said of one record of an archive: the first line of its file of results.
///
/// The names are those of the JSON, times are in seconds or milliseconds as they say, and what cannot
/// be told is absent.
public struct ScreenedRecord: Sendable, Equatable, Codable {
  /// Findings of a class.
  public struct ClassCount: Sendable, Equatable, Codable {
    public var name: String
    /// Of which the model is sure.
    public var sure: Int
    /// With those of which it is the best guess.
    public var all: Int
  }

  /// What came of it.
  public enum Status: String, Sendable, Codable {
    case done, failed
  }

  /// As the list has it.
  public var record: String
  public var status: Status
  /// Why it could not be screened.
  public var problem: String?
  /// A digest of what the results follow from: the record's files, the model's, the program.
  public var inputs: String?
  /// The model's name and the digest of its file.
  public var model: String?
  public var model_digest: String?
  public var duration_s: Double?

  /// Windows, or beats of a model of beats; of these uncertain ones, and such as have no signal.
  public var findings = 0
  public var uncertain = 0
  public var silent = 0
  /// In the model's order; such as were not found are left out.
  public var classes: [ClassCount] = []
  /// How grave the gravest rhythm is of which the model is sure: 0 for sinus rhythm, 5 for
  /// supraventricular and 6 for ventricular tachycardias, as `RhythmTerm.gravity`.
  public var gravity = 0

  /// Beats that the detector found, and the medians of their commonest kind.
  public var beats: Int?
  public var rate_bpm: Double?
  public var pr_ms: Double?
  public var qrs_ms: Double?
  public var qt_ms: Double?
  public var qtcf_ms: Double?

  public init(record: String, status: Status = .done) {
    (self.record, self.status) = (record, status)
  }

  /// A record that could not be screened, and why.
  public init(record: String, problem: String, inputs: String?) {
    self.init(record: record, status: .failed)
    (self.problem, self.inputs) = (problem, inputs)
  }

  /// The share of findings that are uncertain; 0 without findings.
  public var uncertainShare: Double {
    findings == 0 ? 0 : Double(uncertain) / Double(findings)
  }
}
