/// What the name of a rhythm means: one row of the vocabulary.
public struct RhythmTerm: Sendable, Equatable {
  /// As annotated, without the bracket: `N`, `AVRT`, `avrt`, `/A`, ... Case matters: `avrt` is an
  /// aberrated `AVRT`.
  public let name: String
  public let kind: RhythmKind
  public let family: RhythmFamily
  /// Which of several rhythms in one place stands for all of them: the greatest. 0...6.
  public let gravity: Int
  /// A few words, for a reader.
  public let title: String
  /// The rhythms of beats that may lie below a marker of this name; empty where none is known.
  /// `N` says where the impulse comes from, not how the complex looks.
  public let groups: Set<RhythmGroup>
  /// The name that runs of its beats are known by: aberrated beats and those with a block share it.
  public let mechanism: String
}
