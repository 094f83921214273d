import Annotations
import Foundation
import ReviewSession
import ReviewStore
import Waveforms

/// What several readers say of records: sets of labels from the store, or annotation files beside the records.
struct LabelSources {
  let store: DecisionStore?

  /// The marks of a reader on a record; nil where there are none.
  func marks(_ reader: String, of recording: Recording) throws -> MarkIndex? {
    let record = recording.record
    if let store {
      let key = TransactionLogKey(
        record: try RecordIdentity(of: record).digest, set: reader)
      if let book = try LabelBook(key, reader: reader, log: store) { return book.marks }
    }
    guard recording.annotators.contains(reader) else { return nil }
    return try SetBeginning(try recording.annotations(reader), of: record).marks
  }
}

extension MarkIndex {
  /// The rhythms that the marks tell of.
  func rhythms(of record: Record) -> RhythmTimeline {
    RhythmTimeline(
      self, timeLine: timeLine,
      frames: RecordFrames(count: record.frameCount, rateHz: record.frameRateHz))
  }
}
