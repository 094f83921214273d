/// Results of the model with one part changed or removed.
public struct AblationRow: Codable, Sendable, Equatable {
  /// What was changed.
  public var name: String
  /// Mean of the classes' F1-scores.
  public var macroF1: Estimate
  /// Mean of the tail classes' F1-scores.
  public var tailF1: Estimate
  /// Part of all decisions that are right.
  public var accuracy: Estimate

  /// Results of a variant.
  public init(
    name: String, macroF1: Estimate, tailF1: Estimate = .undefined,
    accuracy: Estimate = .undefined
  ) {
    self.name = name
    self.macroF1 = macroF1
    self.tailF1 = tailF1
    self.accuracy = accuracy
  }
}
