/// What the bench of families prints; the names are those of its JSON.
public struct FamilyReport: Encodable, Sendable {
  /// One record.
  public struct Row: Encodable, Sendable {
    let record: String
    let beats: Int
    let purity_aami: Double
    let purity_symbol: Double
    let families: Int
    /// Beats that are not of their family's commonest class.
    let missed: Int
    /// Seconds of computation.
    let sorting_s: Double
    /// The simulated reader: seconds until 99 % are right, until the first screens are done, and
    /// the part right then; beat by beat, each key for one beat, and each key for all that follow.
    let reader_s: Double?
    let reader_first_s: Double
    let reader_first_part: Double
    let beat_by_beat_s: Double
    let running_s: Double
  }

  let purity_aami: Double
  let purity_symbol: Double
  let families_mean: Double
  let families_max: Int
  let beats: Int
  let records: [Row]
}
