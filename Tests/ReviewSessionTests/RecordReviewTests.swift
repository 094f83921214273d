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

  @Test("an edit goes through the history into the log and onto the screen; undo goes the same way")
  func oneWay() throws {
    var review = review()
    let log = MemoryTransactionLog()
    let mark = beat(400)
    try review.change(log, key) { [try $0.commit([.add(mark)], by: "reader", at: now)] }
    #expect(review.document.marks.map(\.symbol) == ["N", "N", "V", "N"])
    #expect(review.document.marks[2].id == mark.id)
    #expect(review.beats == [0.4, 1.2, 1.6, 2.0])
    try review.change(log, key) { [try $0.undo(by: "reader", at: now)].compactMap { $0 } }
    #expect(review.document.marks.map(\.symbol) == ["N", "N", "N"])
    #expect(log.transactions(of: key).map(\.cause).count == 2)
    // What the log has kept gives the same state again.
    var again = try self.review().history()
    for transaction in log.transactions(of: key) { try again.take(transaction) }
    #expect(again.marks == (try review.history()).marks)
  }

  @Test("what a reader did stays when the record grows, and when its marks come again")
  func editsStay() throws {
    var review = review()
    let asRead = review.document
    try review.change(MemoryTransactionLog(), key) {
      [try $0.commit([.add(beat(400))], by: "reader", at: now)]
    }
    review.follow(asRead)
    #expect(review.document.marks.map(\.symbol) == ["N", "N", "V", "N"])
    review.show(asRead)
    #expect(review.document.marks.map(\.symbol) == ["N", "N", "V", "N"])
  }

  @Test("where the log cannot keep an edit, nothing is shown of it")
  func unkept() throws {
    struct FullDisk: Error {}
    struct BrokenLog: TransactionLog {
      func append(_ transactions: [Transaction], to key: TransactionLogKey) throws {
        throw FullDisk()
      }
      func transactions(of key: TransactionLogKey) throws -> [Transaction] { [] }
    }
    var review = review()
    #expect(throws: FullDisk.self) {
      try review.change(BrokenLog(), key) { [try $0.commit([.add(beat(400))], by: "r", at: now)] }
    }
    #expect(review.document.marks.count == 3)
    #expect(try review.history().revisions.count == 1)
  }

  @Test("other beats make measures of the ones before void")
  func measuresFollow() throws {
    var review = review()
    review.take(
      .measured(
        MeasureReport(measures: [], request: MeasureRequest(from: 0.4, to: 2, beats: review.beats)))
    )
    #expect(review.measures.isKnown(0.4))
    try review.change(MemoryTransactionLog(), key) {
      [try $0.commit([.add(beat(400))], by: "reader", at: now)]
    }
    #expect(!review.measures.isKnown(0.4))
  }
}
