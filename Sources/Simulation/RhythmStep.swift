/// One stretch of a patient's story: a run of beats with or without a rhythm marker, or a span of
/// unusable signal.
struct RhythmStep: Sendable {
  enum Content: Sendable {
    case beats(BeatKind, count: Int)
    case artifact(seconds: Double)
  }

  var content: Content
  /// The rhythm marker written before the run, nil for none.
  var marker: String?

  /// The kind of its beats, nil for an artefact.
  var kind: BeatKind? {
    if case .beats(let kind, _) = content { kind } else { nil }
  }
}
