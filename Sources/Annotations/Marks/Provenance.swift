/// Where a mark comes from.
public enum Provenance: Sendable, Hashable {
  /// From a file that came with the record, by the annotator's name: `atr`.
  case file(annotator: String)
  /// A reader's own, and how it was made.
  case reader(String, by: Means = .hand)
  /// A model's proposal, by its version.
  case model(String)
  /// A proposal of the detector of beats.
  case detector

  /// How a reader came to make a mark.
  public enum Means: Sendable, Hashable {
    /// Of one place that was looked at.
    case hand
    /// Of all beats of a family at once.
    case family
    /// Of all marks of a selection or of a search at once.
    case selection
    /// What a model proposed, by its version, with the probability that it gave from 0 to 1, where it is known.
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
    case .reader, .file, .model, .detector: false
    }
  }

  /// Whether nobody has said yet that it is right.
  public var isProposal: Bool {
    switch self {
    case .model, .detector: true
    case .file, .reader: false
    }
  }

  /// The reader that a mark is of; nil for one of a file or a machine.
  public var reader: String? {
    if case .reader(let name, _) = self { return name }
    return nil
  }

  /// Where it comes from, in words: `atr`, `hand`, `family`, `model g8`.
  public var origin: String {
    switch self {
    case .file(let annotator): annotator
    case .model(let name): "model \(name)"
    case .detector: "detector"
    case .reader(_, let means): means.words
    }
  }
}

extension Provenance.Means {
  /// `hand`, `family`, `model g8 .97`
  var words: String {
    switch self {
    case .hand: "hand"
    case .family: "family"
    case .selection: "selection"
    case .model(let name, let probability):
      "model \(name)" + (probability.map { " \($0)" } ?? "")
    case .detector: "detector"
    case .adjudication: "adjudication"
    }
  }
}
