/// What a beat means for the rhythm around it.
public enum BeatRole: Sendable, Equatable {
  /// It makes the rhythm; the tag keeps what the group leaves out.
  case rhythm(RhythmGroup, tag: String? = nil)
  /// It interrupts a rhythm without being one.
  case ectopy
  /// It says nothing of the rhythm.
  case neutral(tag: String)
  /// Nobody could tell: no window may hold it.
  case excluded
  /// A label that the vocabulary does not know, or that marks no beat.
  case unknown
}
