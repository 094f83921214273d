/// A way to make a classifier of a trained one and a few windows of a class that it lacks.
public enum FewShotMethod: String, Sendable, CaseIterable {
  /// As the program teaches: head and means, with memory and hold.
  case instant
  /// As the program teaches: the last block and all gains, too.
  case adapters
  /// As the program teaches: the whole network.
  case full
  /// The nearest class mean of embeddings.
  case prototypes
  /// A linear head from nothing on the same features.
  case probe
  /// The class of the nearest remembered feature.
  case neighbour
  /// A training from random weights with these windows among all others.
  case scratch
}
