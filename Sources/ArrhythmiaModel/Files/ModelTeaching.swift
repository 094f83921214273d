/// What a model was taught after its training, as its file says it.
public struct ModelTeaching: Sendable, Equatable, Codable {
  /// A labelled window.
  public struct Place: Sendable, Equatable, Codable {
    /// The record's name, and what tells its signals from those of any other.
    public var record: String
    public var digest: String
    /// Where it begins.
    public var seconds: Double
    public var label: String

    public init(record: String, digest: String, seconds: Double, label: String) {
      (self.record, self.digest, self.seconds, self.label) = (record, digest, seconds, label)
    }
  }

  /// Windows of a class, and how many of them were right before and are right now.
  public struct Row: Sendable, Equatable, Codable {
    public var label: String
    public var count: Int
    public var before: Int
    public var after: Int

    public init(label: String, count: Int, before: Int, after: Int) {
      (self.label, self.count, self.before, self.after) = (label, count, before, after)
    }
  }

  /// The digest of the model that was taught.
  public var parent: String
  /// How deep: `instant`, `adapters` or `full`.
  public var depth: String
  /// In one line.
  public var settings: String
  /// Windows that taught, also those of the models before.
  public var taught: [Place]
  /// Windows that guarded, also those of the models before.
  public var guarding: [Place]
  /// How it did on these.
  public var guardRows: [Row]
  /// How it did on what the model knew before.
  public var knownRows: [Row]
  /// Digests of the models that it comes from, the oldest first.
  public var ancestry: [String]
  /// Whose labels they are, and by which version of the program it was taught.
  public var reader = ""
  public var program = ""
  /// Why it was taken up against the verdict; nil where the verdict speaks for it.
  public var overridden: String?

  public init(
    parent: String, depth: String, settings: String, taught: [Place], guarding: [Place],
    guardRows: [Row], knownRows: [Row], ancestry: [String]
  ) {
    (self.parent, self.depth, self.settings) = (parent, depth, settings)
    (self.taught, self.guarding, self.ancestry) = (taught, guarding, ancestry)
    (self.guardRows, self.knownRows) = (guardRows, knownRows)
  }

  /// In a word: taught, or overridden where it was taken up against the verdict.
  public var standing: String { overridden == nil ? "taught" : "overridden" }

  /// `12 windows of 3 records`
  public var summary: String {
    let records = Set(taught.map(\.digest)).count
    return "\(taught.count) labelled window\(taught.count == 1 ? "" : "s") of \(records) "
      + "record\(records == 1 ? "" : "s")"
  }
}
