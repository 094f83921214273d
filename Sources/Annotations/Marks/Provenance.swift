/// Where a mark comes from.
public enum Provenance: Sendable, Hashable {
  /// From a file that came with the record, by the annotator's name: `atr`.
  case file(annotator: String)
  /// A reader's own, and how it was made.
  case reader(String, by: Means = .hand)
  /// A model's proposal, by its version, with the probability that it gives from 0 to 1, where it
  /// is known.
  case model(String, probability: Float? = nil)
  /// A proposal of the detector of beats.
  case detector
  /// What one of two readers says of a place that they differ on, and the place's number among
  /// those. Where it was two marks, both have it; where a reader has nothing there, one.
  case disputed(String, number: Int)

  /// How a reader came to make a mark.
  public enum Means: Sendable, Hashable {
    /// Of one place that was looked at.
    case hand
    /// Of all beats of a family at once.
    case family
    /// Of all marks of a selection or of a search at once.
    case selection
    /// What a model proposed, by its version, with the probability that it gave from 0 to 1, where
    /// it is known.
    case model(String, probability: Float?)
    /// What the detector of beats proposed.
    case detector
    /// What two readers disagreed on.
    case adjudication
  }

  /// Whether a reader set it by hand, so that no family and no search may change it unasked.
  public var isByHand: Bool {
    switch self {
    case .reader(_, by: .hand), .reader(_, by: .adjudication): true
    case .reader, .file, .model, .detector, .disputed: false
    }
  }

  /// Whether nobody has said yet that it is right.
  public var isProposal: Bool {
    switch self {
    case .model, .detector, .disputed: true
    case .file, .reader: false
    }
  }

  /// The reader that a mark is of; nil for one of a file or a machine.
  public var reader: String? {
    if case .reader(let name, _) = self { return name }
    return nil
  }

  /// The number of the place that waits for a decision; nil for a mark that nobody disputes.
  public var disputeNumber: Int? {
    if case .disputed(_, let number) = self { return number }
    return nil
  }

  /// Where it comes from, in words: `atr`, `hand`, `family`, `model g8`, `disputed ann 3`.
  public var origin: String {
    switch self {
    case .file(let annotator): annotator
    case .model(let name, let probability): Self.words(name, probability)
    case .detector: "detector"
    case .disputed(let reader, let number): "disputed \(reader) \(number)"
    case .reader(_, let means): means.words
    }
  }

  static func words(_ model: String, _ probability: Float?) -> String {
    "model \(model)" + (probability.map { " \($0)" } ?? "")
  }
}

extension Provenance.Means {
  /// `hand`, `family`, `model g8 .97`
  var words: String {
    switch self {
    case .hand: "hand"
    case .family: "family"
    case .selection: "selection"
    case .model(let name, let probability): Provenance.words(name, probability)
    case .detector: "detector"
    case .adjudication: "adjudication"
    }
  }
}
