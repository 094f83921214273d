/// Where a mark comes from.
public enum Provenance: Sendable, Hashable {
  /// From a file that came with the record, by the annotator's name: `atr`.
  case file(annotator: String)
  /// A reader's own.
  case reader(String)
  /// A model's, by its version.
  case model(String)
}
