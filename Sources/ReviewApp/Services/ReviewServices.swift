public import ArrhythmiaModel
public import ReviewSession
public import ReviewStore
public import TerminalGraphics
public import Waveforms

/// What the review is given from outside: where themes and models lie, where to keep what outlives
/// it.
public struct ReviewServices: Sendable {
  public var themes: ThemeLibrary?
  /// In order of preference.
  public var models: [ModelReader.Model] = []
  /// The model that was asked for, which is opened whatever the record.
  public var wantedModel: String?
  /// Where taught models of rhythms are kept; nil keeps none.
  public var taught: TaughtModels?
  public var sessions: SessionStore?
  /// What `sessions` has given already: a damaged file is set aside when it is first read, and that
  /// is to be said once.
  public var session: Session?
  /// What readers decide of records; nil keeps nothing.
  public var decisions: DecisionStore?
  /// Who sets labels.
  public var reader = "reader"
  /// Whether the labels of others, bookmarks, and what models say are kept from the reader.
  public var isBlind = false
  /// The program's version, which is kept with what is taught.
  public var program = ""
  public var montages: MontageStore?
  /// What the command line says of records.
  public var hints = RecordHints()
  public var cache: FindingCache?
  /// Writes the strip of what a state shows; returns the sentence that says where, or throws one.
  public var writeStrip: (@Sendable (WaveformState) throws -> String)?

  public init() {}

  /// Models to choose from: the one of a name, or of that which was asked for; all where there is
  /// none.
  func models(named name: String? = nil) -> [ModelReader.Model] {
    let name = name ?? wantedModel
    return models.filter { name == nil || $0.name == name }
  }
}
