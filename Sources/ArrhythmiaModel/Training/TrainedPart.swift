/// What of a network a training changes.
public enum TrainedPart: String, Sendable, CaseIterable {
  /// Everything.
  case all
  /// The heads, the last Transformer block and the gains and shifts of all normalisations: some
  /// percent of the weights, so that little can be forgotten.
  case adapters

  /// Whether a parameter of that name is trained.
  func includes(_ name: String, _ configuration: ModelConfiguration) -> Bool {
    switch self {
    case .all: true
    case .adapters:
      name.hasPrefix("head.") || name.hasPrefix("projection") || name.contains("norm")
        || name.hasPrefix("transformer.\(configuration.layers - 1).")
        || name.hasPrefix("pool")
    }
  }
}
