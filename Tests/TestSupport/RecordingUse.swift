import Annotations
public import Waveforms

/// What the program does with a recording, for readers that are shown damaged ones.
public enum RecordingUse {
  /// Reads it as it is read when it is opened for review: samples, peaks at some widths, all of a
  /// small one, and its annotations.
  public static func review(_ recording: Recording) throws {
    let record = recording.record
    let some = Array(record.channels.indices.prefix(40))
    for start in [0, record.frameCount / 2, max(0, record.frameCount - 50)] {
      _ = try? record.physical(channels: some, frames: start..<start + 50)
    }
    show(record, Array(some.prefix(3)))
    if record.channels.reduce(0, { $0 + $1.sampleCount }) < 1 << 18 {
      _ = try RecordVerification(of: record)
    }
    for annotator in recording.annotators {
      let set = try recording.annotations(annotator)
      _ = RhythmTimeline(set, frameCount: record.frameCount, frameRateHz: record.frameRateHz)
      _ = set.sha256
    }
    // Annotators that are not offered must still be safe to ask for.
    _ = try? recording.annotations("atr")
  }

  private static func show(_ record: Record, _ channels: [Int]) {
    let peaks = PeakReader(record: record)
    for _ in 0..<3 { _ = peaks.cache.fillNext() }
    for width in [0.001, 0.04, record.durationSeconds / 100] where width > 0 {
      let lanes = peaks.lanes(channels: channels, start: 0, secondsPerColumn: width, columns: 100)
      precondition(lanes.allSatisfy { $0.peaks.count == 100 })
    }
  }
}
