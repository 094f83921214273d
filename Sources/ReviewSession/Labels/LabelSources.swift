public import Annotations
public import Waveforms

/// What several readers say of records: sets of labels, or annotation files beside the records.
public struct LabelSources: Sendable {
  /// Where sets of labels are; nil for files alone.
  let log: (any TransactionLog)?

  public init(log: (any TransactionLog)?) { self.log = log }

  /// The marks of a reader on a record; nil where there are none.
  public func marks(_ reader: String, of recording: Recording) throws -> MarkIndex? {
    try beginning(reader, of: recording)?.marks
  }

  /// The same, with the types that the set defines.
  public func beginning(_ reader: String, of recording: Recording) throws -> SetBeginning? {
    let record = recording.record
    if let log {
      let key = TransactionLogKey(record: try RecordIdentity(of: record).digest, set: reader)
      if let book = try LabelBook(key, reader: reader, log: log) {
        return SetBeginning(source: reader, marks: book.marks, definitions: book.definitions)
      }
    }
    guard recording.annotators.contains(reader) else { return nil }
    return try SetBeginning(try recording.annotations(reader), of: record)
  }
}

extension MarkIndex {
  /// The rhythms that the marks tell of.
  public func rhythms(of record: Record) -> RhythmTimeline {
    RhythmTimeline(self, timeLine: timeLine, frames: RecordFrames(of: record))
  }
}
