import Annotations
import ReviewSession
import Testing
import Waveforms

@testable import ReviewApp

@Suite("Labelling a record that nobody has annotated")
struct LabelStepTests {
  /// A sample patient without its annotations, of whose beats the detector has found three.
  private func reviewer(_ book: LabelBook? = nil) throws -> Reviewer {
    var reviewer = try Reviewer()
    let document = try Patients.document("x001")
    let bare = ReviewDocument(
      record: document.record, peaks: PeakReader(record: document.record), annotators: [],
      annotations: nil)
    reviewer.state.waveform = WaveformState(
      document: bare, size: reviewer.state.size)
    reviewer.state.waveform?.review.take(.detected([1, 2, 3]))
    if let book { reviewer.state.waveform?.review.show(book) }
    return reviewer
  }

  @Test("arrows go to the beats that were found, and a letter labels one there")
  func arrows() throws {
    var reviewer = try reviewer()
    reviewer.state.waveform?.viewport.cursor = 0
    reviewer.press("e<Right>")
    #expect(reviewer.state.waveform?.viewport.cursor == 1)
    #expect(reviewer.said.contains("a beat without a label"))
    reviewer.press("V")
    #expect(reviewer.effects.contains { if case .label = $0 { true } else { false } })
    reviewer.press("<Right><Right>")
    #expect(reviewer.state.waveform?.viewport.cursor == 3)
    reviewer.press("<Right>")
    #expect(reviewer.said.contains("no mark further on"))
    reviewer.press("<Left>")
    #expect(reviewer.state.waveform?.viewport.cursor == 2)
  }

  @Test("a beat that is labelled is its label's, and the others come before and behind it")
  func labelled() throws {
    let log = MemoryTransactionLog()
    let plain = try reviewer()
    let review = try #require(plain.state.waveform?.review)
    var book = try LabelBook(
      TransactionLogKey(record: "d", set: "a"), reader: "a", log: log,
      beginningWith: try review.beginning())
    let tick = book.marks.timeLine.tick(nearest: 2.02)
    try book.commit([
      .add(
        Mark(
          id: .random(), ticks: tick..<tick, label: Label(symbol: "V"), provenance: .reader("a")))
    ])
    var reviewer = try reviewer(book)
    reviewer.state.waveform?.viewport.cursor = 1
    reviewer.press("e<Right>")
    #expect(abs((reviewer.state.waveform?.viewport.cursor ?? 0) - 2.02) < 0.01)
    #expect(reviewer.state.waveform?.chosenMark?.symbol == "V")
    reviewer.press("<Right>")
    #expect(reviewer.state.waveform?.viewport.cursor == 3)
    reviewer.press("<Left><Left>")
    #expect(reviewer.state.waveform?.viewport.cursor == 1)
  }
}
