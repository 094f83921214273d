import Annotations
import Foundation
@testable import ReviewApp
import ReviewSession
import ReviewStore
import TerminalGraphics
import Testing
import Waveforms

/// Labels as a reader sets them, key by key, through the loop and the store.
@Suite("Labels") struct LabelTests {
  private let size = Size(width: 120, height: 36)
  private let store: DecisionStore

  init() throws { store = try DecisionStore.inMemory() }

  /// What was on the screen last, and the labels that were kept.
  private func review(_ keys: String, _ name: String = "x001", reader: String = "mk") throws
    -> (picture: String, marks: [Mark])
  {
    var services = ReviewServices()
    services.decisions = store
    services.reader = reader
    let document = try Patients.document(name)
    let picture = AppState(waveform: WaveformState(document: document, size: size), size: size)
      .picture(after: keys, services)
    let key = TransactionLogKey(
      record: try RecordIdentity(of: document.record).digest, set: reader)
    let book = try LabelBook(key, reader: reader, log: store)
    return (picture, book.map { Array($0.marks) } ?? [])
  }

  /// Marks that are the reader's own.
  private func own(_ marks: [Mark], _ reader: String = "mk") -> [Mark] {
    marks.filter { $0.provenance.reader == reader }
  }

  @Test("a letter labels the mark at the cursor, in a set of the reader's own that has all others")
  func relabel() throws {
    let before = try Patients.document("x001").marks.count
    let after = try review("e<Right>V")
    #expect(after.marks.count == before)
    #expect(own(after.marks).map(\.label.symbol) == ["V"])
    #expect(own(after.marks).map(\.provenance.isByHand) == [true])
    #expect(after.picture.contains("LABEL"))
    #expect(after.picture.contains("is V now; u takes it back"))
  }

  @Test("letters are labels whatever pane was open, and a pane that is opened takes none of them")
  func panes() throws {
    #expect(own(try review("2e<Right>V").marks).map(\.label.symbol) == ["V"])
    #expect(own(try review("e<Right>2A").marks).map(\.label.symbol) == ["A"])
    #expect(try review("e3").picture.contains("LABEL"))
  }

  @Test("q ends setting labels, and only the next one leaves the record")
  func quits() throws {
    let first = try review("e<Right>Vq")
    #expect(first.picture.contains("labels are set; e sets more"))
    #expect(own(first.marks).count == 1)
  }

  @Test("a letter is for the beat also where a remark stands on it")
  func remarkOnBeat() throws {
    let count = try Patients.document("x001").marks.count
    let after = try review("e<Right>\"early<Enter>V")
    #expect(after.marks.count == count + 1)
    #expect(Set(own(after.marks).map(\.label.symbol)) == ["\"", "V"])
    #expect(!after.picture.contains("two beats are within"))
  }

  @Test("a long remark is kept whole, its end in view, and what is too long is told of")
  func longRemark() throws {
    let text = String(repeating: "long remark ", count: 12) + "end"
    #expect(try review("e<Right>\"" + text).picture.contains("remark end▏"))
    let kept = try review("<Enter>")
    #expect(own(kept.marks).isEmpty)
    let after = try review("e<Right>\"" + text + "<Enter>")
    #expect(own(after.marks).contains { $0.label.text == text })
    let most = String(repeating: "x", count: 251)
    #expect(try review("e<Right>\"" + most).picture.contains("▏"))
  }

  @Test("undo and redo go on in a later run, to the very beginning")
  func laterRuns() throws {
    _ = try review("e<Right>V<Right>S<Right>F")
    #expect(own(try review("").marks).map(\.label.symbol) == ["V", "S", "F"])
    #expect(own(try review("u").marks).map(\.label.symbol) == ["V", "S"])
    #expect(own(try review("uu").marks).isEmpty)
    #expect(try review("u").picture.contains("nothing to undo"))
    #expect(own(try review("<^R><^R>").marks).map(\.label.symbol) == ["V", "S"])
    #expect(try store.check().faults.isEmpty)
  }

  @Test("one u takes back whatever was done last: a bookmark or a label")
  func mixed() throws {
    let both = try review("e<Right>V<Esc>Bspot<Enter>u")
    #expect(own(both.marks).count == 1)
    #expect(both.picture.contains("bookmark spot is gone"))
    #expect(own(try review("u").marks).isEmpty)
  }

  @Test("Esc ends a selection, then the labels, and never the program")
  func escape() throws {
    #expect(try review("e<Right>v<Right><Esc>").picture.contains("LABEL"))
    let picture = try review("e<Right>v<Right><Esc><Esc>").picture
    #expect(picture.contains("REVIEW") && picture.contains("labels are set; e sets more"))
  }

  @Test("a point labels the next beat the same, hands on the keyboard")
  func again() throws {
    #expect(own(try review("e<Right>V...").marks).map(\.label.symbol) == ["V", "V", "V", "V"])
  }

  @Test("a selection is labelled at once, but for what was set by hand")
  func selection() throws {
    let marks = try review("e<Right>F<Left>v<Right><Right><Right><Right>V").marks
    #expect(own(marks).filter { $0.label.symbol == "F" }.count == 1)
    let selected = own(marks).filter { $0.label.symbol == "V" }
    #expect(selected.count >= 2)
    #expect(selected.allSatisfy { $0.provenance == .reader("mk", by: .selection) })
    // One key made them, and one takes them back.
    #expect(own(try review("u").marks).map(\.label.symbol) == ["F"])
  }

  @Test("Del removes the mark or the selection, wholly, and u brings it back")
  func remove() throws {
    let all = try Patients.document("x001").marks.count
    #expect(try review("e<Right><Del>").marks.count == all - 1)
    #expect(try review("u").marks.count == all)
    #expect(try review("e<Right>v<Right><Right><Del>").marks.count == all - 3)
    #expect(try review("u").marks.count == all)
  }

  @Test("rhythm and noise lie over a selection, a remark at a place")
  func spans() throws {
    let marks = try review(
      "e<Right>v<Right><Right><Right>+svta<Enter>v<Right>~\"odd here<Enter>"
    ).marks
    let spans = own(marks)
    #expect(spans.contains { $0.label.text == "(SVTA" && !$0.isInstant })
    #expect(spans.contains { $0.label.symbol == "~" && !$0.isInstant })
    #expect(spans.contains { $0.label == Label(symbol: "\"", text: "odd here") })
  }

  @Test("a mark is moved in the hand to the very sample, and Esc leaves it")
  func move() throws {
    let first = try #require(try review("e<Right>V").marks.first { $0.provenance.reader == "mk" })
    let left = try review("e<Right><Left>m,,,,<Esc>")
    #expect(own(left.marks).map(\.start) == [first.start])
    let moved = try review("e<Left><Right>m,,,<Enter>")
    #expect(moved.marks.contains { $0.id == first.id })
    #expect(
      moved.marks.contains {
        $0.provenance.reader == "mk" && $0.id != first.id || $0.start == first.start - 3
      })
  }

  @Test("touching a mark changes nothing, and the label that is there already is said")
  func touch() throws {
    #expect(try review("e<Right><Right><Left>").marks.isEmpty)
    _ = try review("e<Right>V")
    let again = try review("e<Left><Right>V")
    #expect(again.picture.contains("it is V already") || own(again.marks).count == 2)
  }

  @Test(
    "the history is a list: Enter goes to a state, Del takes one change back and leaves the others")
  func history() throws {
    _ = try review("e<Right>V<Right>S<Right>F")
    let list = try review("U")
    #expect(list.picture.contains("as atr has it"))
    #expect(own(try review("U<Down><Del>").marks).map(\.label.symbol) == ["V", "F"])
    #expect(own(try review("U<Down><Down><Down><Enter>").marks).map(\.label.symbol) == ["V"])
  }

  @Test("labels of one channel stay of that channel")
  func channel() throws {
    let marks = try review("e<Right>.ljjcV").marks
    #expect(own(marks).allSatisfy { $0.channels.isEmpty || $0.channels.count == 1 })
  }

  @Test("what a search found is labelled at once")
  func found() throws {
    let count = try Patients.document("x001").marks.filter { $0.symbol == "N" }.count
    let marks = try review("/N<Enter>e*Q").marks
    #expect(own(marks).filter { $0.label.symbol == "Q" }.count == count)
  }

  @Test("proposals of the detector are accepted by run, and the rest rejected")
  func proposals() throws {
    let all = try Patients.document("x001").marks.count
    let record = try Patients.document("x001")
    _ = record
    let none = try review("e<Right>v<Right><Right><Right><Right><Del>")
    #expect(none.marks.count == all - 5)
    let proposed = try review("deP")
    let waiting = proposed.marks.filter(\.provenance.isProposal)
    #expect(!waiting.isEmpty)
    let accepted = try review("gev" + String(repeating: "<Right>", count: 12) + "y")
    #expect(accepted.marks.contains { $0.provenance == .reader("mk", by: .detector) })
  }

  @Test("two readers have a set each, and A goes through them")
  func readers() throws {
    _ = try review("e<Right>V")
    _ = try review("e<Right>F", reader: "ab")
    #expect(own(try review("").marks).map(\.label.symbol) == ["V"])
    let picture = try review("A", reader: "ab").picture
    #expect(picture.contains("labels of mk") || picture.contains("annotator atr"))
  }

  @Test("where nothing is kept, labels last as long as the record is open")
  func unkept() throws {
    var services = ReviewServices()
    services.reader = "mk"
    let events = (KeyPress.sequence("e<Right>V") ?? []).map { TerminalEvent.key($0) }
    let terminal = HeadlessTerminal(size: size, events: events)
    let document = try Patients.document("x001")
    let loop = ReviewLoop(
      state: AppState(waveform: WaveformState(document: document, size: size), size: size),
      theme: .builtIn, terminal: terminal, services: services)
    terminal.isSettled = { loop.isSettled }
    _ = loop.run()
    #expect(terminal.frames.last?.plainText.contains("is V now") == true)
  }
}
