/// How alike candidates are treated.
public enum WorklistDiversity: Sendable, Hashable {
  /// By their score alone.
  case none
  /// Those with fewer asked ones of the same patient within a cosine distance come first, so that
  /// of near-identical windows one is asked in each round.
  case spread(radius: Double)

  /// A cosine of 0.95. Chosen, not measured: what is near-identical depends on the model.
  public static let standard = WorklistDiversity.spread(radius: 0.05)
}
