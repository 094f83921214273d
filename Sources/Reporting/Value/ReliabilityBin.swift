/// The decisions whose confidence lies in one interval.
public struct ReliabilityBin: Codable, Sendable, Equatable {
  /// Mean confidence; nil where the bin is empty.
  public let confidence: Double?
  /// Part of the decisions that are right; nil where the bin is empty.
  public let accuracy: Double?
  /// Decisions in the bin.
  public let count: Int

  /// A bin of `count` decisions.
  public init(confidence: Double?, accuracy: Double?, count: Int) {
    self.confidence = confidence?.finite
    self.accuracy = accuracy?.finite
    self.count = count
  }
}
