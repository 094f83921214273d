/// What sort of thing a label marks.
public enum LabelKind: String, Sendable, CaseIterable {
  /// A beat, normal or not.
  case beat
  /// The beginning of a rhythm, `+`.
  case rhythm
  /// A change of the signal's quality, or what only looks like a heartbeat.
  case quality
  /// The beginning, peak or end of a wave.
  case waveformPoint
  /// What happens and is no beat: a change of ST, a flutter wave, a blocked P wave.
  case event
  /// Words, a measurement, a link.
  case note
  /// A symbol that the vocabulary does not know.
  case unknown
}
