/// What the flag "uncertain" separates.
public struct UncertaintyResult: Codable, Sendable, Equatable {
  /// Part of the decisions that are not flagged.
  public var coverage: Estimate
  /// Accuracy of the decisions that are not flagged.
  public var certainAccuracy: Estimate
  /// Accuracy of the flagged ones.
  public var uncertainAccuracy: Estimate

  /// The flag's figures.
  public init(coverage: Estimate, certainAccuracy: Estimate, uncertainAccuracy: Estimate) {
    self.coverage = coverage
    self.certainAccuracy = certainAccuracy
    self.uncertainAccuracy = uncertainAccuracy
  }
}
