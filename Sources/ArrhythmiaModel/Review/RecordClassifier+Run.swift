public import Waveforms

extension RecordClassifier {
  /// Classifies a record from its beginning to its end.
  ///
  /// A beat model is told the beats, in frames of the record, or finds them itself. `progress` is
  /// told the share that is done and can end it: see `Pieces`. `stimuli`: see `RecordReading`.
  /// Throws where the record has no channel of the model's or is too short.
  public func run(
    _ record: Record, beats: [Int]? = nil, stimuli: [Double] = [],
    progress: (Double) throws -> Void = { _ in }
  ) throws -> [Finding] {
    // Laying out takes a tenth of the time or so.
    var reading = try RecordReading(self, record, beats: beats, stimuli: stimuli) {
      try progress(0.1 * $0)
    }
    let findings = try reading.findings(0..<reading.count) { try progress(0.1 + 0.9 * $0) }
    try progress(1)
    return findings
  }
}
