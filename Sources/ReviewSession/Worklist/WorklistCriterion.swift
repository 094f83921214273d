/// By what the next candidates are chosen.
public enum WorklistCriterion: String, Sendable, CaseIterable {
  /// Entropy of the probabilities.
  case entropy
  /// Distance between the two likeliest classes.
  case margin
  /// Labels that the predicted class has so far.
  case rarity
  /// Disagreement of the model with a label that came with the record.
  case importedLabel
  /// Disagreement of the model's two heads.
  case heads
  /// Distance to all prototypes.
  case distance
  /// Distance to all that was asked before: the farthest first, which covers what there is
  /// (k-centre by Gonzalez, Theoretical Computer Science 38, 1985). For a beginning, when no
  /// probability can be relied on.
  case coverage

  /// The name on the screen.
  public var title: String {
    switch self {
    case .entropy: "uncertainty (entropy)"
    case .margin: "uncertainty (margin)"
    case .rarity: "rare classes"
    case .importedLabel: "against the label that is there"
    case .heads: "the model against itself"
    case .distance: "unlike every class"
    case .coverage: "unlike all that was asked"
    }
  }
}
