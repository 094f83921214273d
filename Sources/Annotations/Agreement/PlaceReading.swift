/// What a reader says of a place that some reader marked, or of a stretch of time.
public enum PlaceReading<Class: Hashable & Sendable>: Sendable, Hashable {
  /// The reader has a mark there, of this class.
  case marked(Class)
  /// The reader has none: "none" is a category of its own.
  case unmarked
}
