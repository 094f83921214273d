import Annotations
import Foundation
import ReviewSession
import ReviewStore
import TestSupport
import Testing
import Waveforms

@Suite("Sets of labels in the store") struct LabelBookTests {
  private let key = TransactionLogKey(record: String(repeating: "c", count: 64), set: "ab")

  private func book(_ store: DecisionStore, _ marks: [Mark] = [], reader: String = "ab") throws
    -> LabelBook
  {
    try LabelBook(
      key, reader: reader, log: store,
      beginningWith: SetBeginning(
        source: nil, marks: try MarkIndex(marks, timeLine: RandomMarks.timeLine)))
  }

  private func opened(_ store: DecisionStore) throws -> LabelBook {
    try #require(try LabelBook(key, reader: "ab", log: store))
  }

  @Test("whatever is done, a set that is opened again is as it was", arguments: 0..<20)
  func replay(seed: Int) throws {
    let store = try DecisionStore.inMemory()
    var random = RandomMarks(seed: seed)
    var book = try book(store, random.marks(40))
    for step in 0..<120 {
      switch random.number(0..<10) {
      case 0..<5: _ = try book.commit(random.edits(book.marks, count: random.number(1..<4)))
      case 5, 6: _ = try book.undo()
      case 7: _ = try book.redo()
      case 8: _ = try book.jump(to: random.number(0..<book.history.revisions.count))
      default:
        let id = book.history.revisions.randomElement(using: &random.generator)?.transaction?.id
        // What has changed since cannot be taken back, and nothing is done then.
        if let id { _ = try? book.revert(id) }
      }
      if step % 20 == 7 {
        let again = try opened(store)
        #expect(again.marks == book.marks)
        book = again
      }
    }
    #expect(try store.check().faults.isEmpty)
  }

  @Test("undoing goes beyond what was read when the set was opened, to its very beginning")
  func beginning() throws {
    let store = try DecisionStore.inMemory()
    var made = try book(store)
    var random = RandomMarks(seed: 3)
    for _ in 0..<2500 { _ = try made.commit([.add(random.mark())]) }
    var again = try opened(store)
    #expect(again.history.revisions.count < 2500)
    #expect(again.marks == made.marks)
    for _ in 0..<2500 { #expect(try again.undo() != nil) }
    #expect(again.marks.isEmpty)
    #expect(try again.undo() == nil)
    for _ in 0..<2500 { #expect(try again.redo() != nil) }
    #expect(again.marks == made.marks)
    #expect(try opened(store).marks == made.marks)
    #expect(try store.check().faults.isEmpty)
  }

  @Test("two programs write one set, and each sees what the other has done")
  func two() throws {
    let store = try DecisionStore.inMemory()
    var (first, random) = (try book(store), RandomMarks(seed: 5))
    var second = try opened(store)
    for turn in 0..<30 {
      if turn.isMultiple(of: 2) {
        try first.commit([.add(random.mark())])
      } else {
        try second.commit([.add(random.mark())])
      }
    }
    try first.follow()
    try second.follow()
    #expect(first.marks == second.marks && first.marks.count == 30)
    // One that rests on what the other has taken away is refused, and nothing is lost.
    let mark = try #require(first.marks.first)
    try second.commit([.remove(mark)])
    #expect(throws: MarkConflict.self) {
      try first.commit([.change(mark) { $0.label = Label(symbol: "F") }])
    }
    #expect(try opened(store).marks.count == 29)
  }

  @Test(
    "what the screen shows after an edit is what it would show if it were made anew",
    arguments: 0..<30)
  func shown(seed: Int) throws {
    let store = try DecisionStore.inMemory()
    var random = RandomMarks(seed: seed)
    var book = try book(store, random.marks(60))
    var review = RecordReview(document: MemoryRecords.document(MemoryRecords.beats(seconds: 4)))
    review.show(book)
    for _ in 0..<40 {
      let made = try book.commit(random.edits(book.marks, count: random.number(1..<4)))
      review.show(book, after: made.map { [$0] } ?? [])
      var anew = RecordReview(document: MemoryRecords.document(MemoryRecords.beats(seconds: 4)))
      anew.show(book)
      #expect(review.document.marks == anew.document.marks)
      #expect(review.document.beatTimes == anew.document.beatTimes)
      #expect(review.document.rhythms == anew.document.rhythms)
    }
  }
}
