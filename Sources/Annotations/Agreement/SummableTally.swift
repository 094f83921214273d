/// Counts of one patient, which add up to those of many: a bootstrap over patients is a sum over
/// those drawn.
public protocol SummableTally: Sendable {
  /// Adds the counts of another patient.
  mutating func add(_ other: Self)
}
