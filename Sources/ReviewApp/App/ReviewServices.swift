public import ArrhythmiaModel
public import TerminalGraphics

/// What the review is given from outside: where themes and models lie, where to keep what outlives it.
public struct ReviewServices: Sendable {
  /// A model that may be opened.
  public struct Model: Sendable {
    public var name: String
    public var path: String

    public init(name: String, path: String) { (self.name, self.path) = (name, path) }
  }

  public var themes: ThemeLibrary?
  /// In order of preference.
  public var models: [Model] = []
  /// The model that was asked for, which is opened whatever the record.
  public var wantedModel: String?
  public var sessions: SessionStore?
  public var montages: MontageStore?
  public var cache: FindingCache?
  /// Writes the strip of what a state shows; returns the sentence that says where, or throws one.
  public var writeStrip: (@Sendable (WaveformState, Size) throws -> String)?

  public init() {}
}
