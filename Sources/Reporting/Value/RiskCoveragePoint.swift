/// The error among the most confident decisions.
public struct RiskCoveragePoint: Codable, Sendable, Equatable {
  /// Part of the decisions that are kept.
  public let coverage: Double?
  /// Part of those kept that are wrong.
  public let risk: Double?

  /// A point of the curve.
  public init(coverage: Double?, risk: Double?) {
    self.coverage = coverage?.finite
    self.risk = risk?.finite
  }
}
