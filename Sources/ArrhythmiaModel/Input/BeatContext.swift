/// What is known of a beat beside its window: its timing in the rhythm around it, and how its form
/// differs from the record's usual one.
public enum BeatContext {
  /// Numbers for each beat.
  public static let width = RhythmContext.width + BeatMorphology.width

  /// Rows for all beats of a record from its surface leads (millivolts at 250 Hz, of one length,
  /// empty for absent ones) and the beats' places in them.
  public static func rows(leads: [[Float]], beats: [Int]) -> [[Float]] {
    rows(leads: leads, beats: beats) { _ in }
  }

  /// The same, in which `progress` is told the share that is done and can end it: see `Pieces`.
  public static func rows(
    leads: [[Float]], beats: [Int], progress: (Double) throws -> Void
  ) rethrows -> [[Float]] {
    let rhythm = try RhythmContext(beats: beats) { try progress(0.1 * $0) }.values
    let form = try BeatMorphology(leads: leads.filter { !$0.isEmpty }, beats: beats) {
      try progress(0.1 + 0.9 * $0)
    }.values
    return zip(rhythm, form).map { $0 + $1 }
  }

  /// The same beats' timing as it would be in shorter records, for training: one that always saw
  /// half an hour would not know what to make of a minute, nor of a record that is mostly
  /// tachycardia.
  ///
  /// A row a beat; the piece that it is in holds `pieceBeats` beats.
  public static func timing(beats: [Int], pieceBeats: Int) -> [[Float]] {
    stride(from: 0, to: beats.count, by: pieceBeats).flatMap { start in
      RhythmContext(beats: Array(beats[start..<min(start + pieceBeats, beats.count)])).values
    }
  }
}
