import Annotations
import Foundation
import ReviewSession
import Testing
import Waveforms

@Suite("A record under review")
struct RecordReviewTests {
  private let now = Date(timeIntervalSince1970: 0)
  private let key = TransactionLogKey(record: "digest", set: "reader")

  private func review() -> RecordReview {
    let set = AnnotationSet(
      annotator: "atr",
      annotations: [100, 300, 500].map { WFDBAnnotation(time: $0, code: .normalBeat) })
    return RecordReview(
      document: MemoryRecords.document(MemoryRecords.beats(seconds: 10), annotations: set))
  }

  private func beat(_ tick: Int) -> Mark {
    Mark(
      id: .random(), ticks: tick..<tick, label: Label(symbol: "V"),
      provenance: .reader("reader"))
  }

  private func book(_ review: RecordReview, _ log: any TransactionLog) throws -> LabelBook {
    try LabelBook(key, reader: "reader", log: log, beginningWith: try review.beginning())
  }

  @Test("an edit goes through the history into the log and onto the screen; undo goes the same way")
  func oneWay() throws {
    var review = review()
    let log = MemoryTransactionLog()
    var book = try book(review, log)
    let mark = beat(400)
    let added = try #require(try book.commit([.add(mark)], at: now))
    review.show(book)
    #expect(review.document.marks.map(\.symbol) == ["N", "N", "V", "N"])
    #expect(review.document.marks[2].id == mark.id)
    #expect(review.beats == [0.4, 1.2, 1.6, 2.0])
    let undone = try #require(try book.undo(at: now))
    review.show(book, after: [undone])
    #expect(review.document.marks.map(\.symbol) == ["N", "N", "N"])
    #expect(log.transactions(of: key, behind: 0) == [added, undone])
    // What the log has kept gives the same state again.
    let again = try #require(try LabelBook(key, reader: "reader", log: log))
    #expect(again.marks == book.marks)
  }

  @Test("a few labels of a record that nobody annotated are not all of its beats")
  func partial() throws {
    var review = RecordReview(document: MemoryRecords.document(MemoryRecords.beats(seconds: 10)))
    #expect(review.beats.isEmpty && review.toldBeats == nil)
    let found = [0.4, 1.2, 2.0, 2.8]
    review.take(.detected(found))
    review.take(.measured(measured(found)))
    var book = try book(review, MemoryTransactionLog())
    // One of the detector's, a little beside, and one that it has not found.
    try book.commit([.add(beat(305)), .add(beat(400))], at: now)
    review.show(book)
    #expect(!review.isAnnotated && review.toldBeats == nil)
    #expect(review.beats == [0.4, 1.2, 1.6, 2.0, 2.8])
    #expect(review.kind(of: 1.2).name == "V" && review.kind(of: 2.0).name == "")
    // A label on what was detected moves no beat: what was measured and sorted stays.
    review.take(.measured(measured(review.beats)))
    try book.commit([.add(beat(500))], at: now)
    review.show(book)
    #expect(review.measures.isKnown(2.8) && review.beats.count == 5)
    // What is labelled as an artefact is none; a beat that is labelled too stays one.
    func artefact(_ tick: Int) -> Mark {
      Mark(
        id: .random(), ticks: tick..<tick, label: Label(symbol: "|"),
        provenance: .reader("reader"))
    }
    try book.commit([.add(artefact(101)), .add(artefact(500))], at: now)
    review.show(book)
    #expect(review.beats == [1.2, 1.6, 2.0, 2.8] && !review.measures.isKnown(2.8))
  }

  @Test("labels that change annotations tell of all beats")
  func whole() throws {
    var review = review()
    review.take(.detected([0.4, 1.2, 1.6, 2.0, 2.8]))
    #expect(review.isAnnotated && review.beats == [0.4, 1.2, 2.0])
    var book = try book(review, MemoryTransactionLog())
    try book.commit([.add(beat(400))], at: now)
    review.show(book)
    #expect(review.isAnnotated && review.toldBeats == [100, 300, 400, 500])
  }

  private func measured(_ beats: [Double]) -> MeasureReport {
    let request = MeasureRequest(from: beats[0], to: beats[beats.count - 1], beats: beats)
    return MeasureReport(measures: [], request: request)
  }

  @Test("what a reader did stays when the record grows, and when its marks come again")
  func editsStay() throws {
    var review = review()
    let asRead = review.document
    var book = try book(review, MemoryTransactionLog())
    try book.commit([.add(beat(400))], at: now)
    review.show(book)
    review.follow(asRead)
    #expect(review.document.marks.map(\.symbol) == ["N", "N", "V", "N"])
  }

  @Test("where the log cannot keep an edit, nothing of it is done")
  func unkept() throws {
    struct FullDisk: Error {}
    struct BrokenLog: TransactionLog {
      let kept = MemoryTransactionLog()
      func beginning(of key: TransactionLogKey) -> SetBeginning? { kept.beginning(of: key) }
      func begin(_ key: TransactionLogKey, with beginning: SetBeginning) throws {
        try kept.begin(key, with: beginning)
      }
      func append(
        _ transactions: [Transaction], to key: TransactionLogKey, behind position: LogPosition,
        leadingTo marks: MarkIndex
      ) throws -> LogPosition { throw FullDisk() }
      func position(of key: TransactionLogKey) -> LogPosition { 0 }
      func transactions(of key: TransactionLogKey, behind position: LogPosition) -> [Transaction] {
        []
      }
      func tail(of key: TransactionLogKey, atLeast count: Int) -> LogTail? {
        kept.tail(of: key, atLeast: count)
      }
    }
    var book = try book(review(), BrokenLog())
    #expect(throws: FullDisk.self) { try book.commit([.add(beat(400))], at: now) }
    #expect(book.marks.count == 3)
    #expect(book.history.revisions.count == 1)
  }

  @Test("other beats make measures of the ones before void")
  func measuresFollow() throws {
    var review = review()
    review.take(
      .measured(
        MeasureReport(measures: [], request: MeasureRequest(from: 0.4, to: 2, beats: review.beats)))
    )
    #expect(review.measures.isKnown(0.4))
    var book = try book(review, MemoryTransactionLog())
    let relabelled = try #require(book.marks.first)
    let step = try book.commit([.change(relabelled) { $0.label = Label(symbol: "V") }], at: now)
    review.show(book, after: [try #require(step)])
    // The same beats at the same places: what was measured of them holds.
    #expect(review.measures.isKnown(0.4))
    try book.commit([.add(beat(400))], at: now)
    review.show(book)
    #expect(!review.measures.isKnown(0.4))
  }
}
