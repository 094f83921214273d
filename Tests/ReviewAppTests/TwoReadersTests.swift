import Annotations
import Foundation
@testable import ReviewApp
import ReviewSession
import ReviewStore
import TerminalGraphics
import Testing
import Waveforms

/// Two readers' labels beside each other, decided by a third, through the loop and the store.
@Suite("Two readers") struct TwoReadersTests {
  private let size = Size(width: 120, height: 36)
  private let store: DecisionStore

  init() throws { store = try DecisionStore.inMemory() }

  @discardableResult
  private func review(_ keys: String, reader: String, isBlind: Bool = false) throws -> String {
    var services = ReviewServices()
    services.decisions = store
    services.reader = reader
    services.isBlind = isBlind
    let document = try services.document(Patients.folder + "/x001")
    return AppState(waveform: WaveformState(document: document, size: size), size: size)
      .picture(after: keys, services)
  }

  private func book(_ set: String) throws -> LabelBook? {
    let record = try Patients.document("x001").record
    let key = TransactionLogKey(record: try RecordIdentity(of: record).digest, set: set)
    return try LabelBook(key, reader: "test", log: store)
  }

  /// `ann` says V of the second and third beat, `bob` S of the second and F of the fourth.
  private func labelTwice() throws {
    try review("e<Right>V<Right>V", reader: "ann")
    // bob begins from the file, not from what ann says.
    try review("e<Right>S<Right><Right>F", reader: "bob")
    #expect(try book("bob")?.source == "atr")
  }

  @Test("another set stands below the one in view, and keys go to where they differ")
  func compare() throws {
    try labelTwice()
    #expect(try review("V", reader: "cy").contains("below: differs in"))
    let picture = try review("V", reader: "ann")
    #expect(picture.contains(" bob"))
    #expect(picture.contains("differs in 3 places"))
    #expect(try review("V}", reader: "ann").contains("they differ at"))
    #expect(try review("V}}}}", reader: "ann").contains("no difference further on"))
    #expect(try review("}", reader: "ann").contains("V shows another set"))
  }

  @Test("a third reader decides place by place, in a set of its own; undo takes a decision back")
  func decide() throws {
    try labelTwice()
    let before = try #require(try book("ann")).marks.count
    let picture = try review("V&", reader: "ann")
    #expect(picture.contains("DECIDE"))
    #expect(picture.contains("1 ann V  2 bob S  0 neither"))
    let verdict = try #require(try book("verdict"))
    #expect(verdict.marks.disputes.count == 3)
    // For ann, for bob, for neither but another label.
    try review("&12A", reader: "cy")
    let decided = try #require(try book("verdict"))
    #expect(decided.marks.disputes.isEmpty)
    #expect(decided.marks.count == before)
    let own = decided.marks.filter { $0.provenance.reader == "cy" }
    #expect(own.map(\.label.symbol).first == "V")
    #expect(own.allSatisfy { $0.provenance == .reader("cy", by: .adjudication) })
    #expect(own.map(\.label.symbol).last == "A")
    try review("&u", reader: "cy")
    #expect(try book("verdict")?.marks.disputes.count == 1)
    // The readers' own sets are as they were.
    #expect(try book("ann")?.marks.count { $0.label.symbol == "V" } == 2)
    #expect(try review("&", reader: "cy").contains("1 to decide"))
  }

  @Test("without two sets there is nothing to decide, and that is said")
  func nothing() throws {
    #expect(try review("&", reader: "cy").contains("V shows another set"))
    #expect(try review("V", reader: "cy").contains("no other set of labels"))
  }

  @Test("a blind reading shows no labels of others, and begins with none")
  func blind() throws {
    try labelTwice()
    let picture = try review("", reader: "cy", isBlind: true)
    #expect(picture.contains("BLIND"))
    #expect(!picture.contains(" atr") && !picture.contains(" ann"))
    #expect(try review("V", reader: "cy", isBlind: true).contains("blind reading"))
    #expect(try review("A", reader: "cy", isBlind: true).contains("blind reading"))
    #expect(try review("&", reader: "cy", isBlind: true).contains("blind reading"))
    try review("t2<Enter>eV", reader: "cy", isBlind: true)
    let own = try #require(try book("cy"))
    #expect(own.source == nil)
    #expect(own.marks.map(\.label.symbol) == ["V"])
    #expect(try review("", reader: "ann", isBlind: true).contains("not blind"))
  }

  @Test("a log that has come further is told of, by whomever")
  func watch() async throws {
    let log = MemoryTransactionLog()
    let record = try Patients.document("x001").record
    let key = TransactionLogKey(record: "r", set: "ann")
    let begun = try LabelBook(key, reader: "ann", log: log, beginningWith: .empty(of: record))
    let (changes, told) = AsyncStream.makeStream(of: Void.self)
    let watcher = LabelWatcher(key, in: log, interval: .milliseconds(5)) { told.yield() }
    // It takes what is there at first as known: a change is made until one comes behind that.
    let writer = Task {
      var book = begun
      while !Task.isCancelled {
        try book.commit([LabelEditing(reader: "ann").add(Label(symbol: "N"), 5..<5)])
        try await Task.sleep(for: .milliseconds(10))
      }
    }
    for await _ in changes { break }
    writer.cancel()
    #expect(watcher.key == key)
  }

  @Test("what another program does to the labels in view is shown")
  func follow() throws {
    try review("e<Right>V", reader: "ann")
    var state = AppState(
      waveform: WaveformState(document: try Patients.document("x001"), size: size), size: size)
    let mine = try #require(try book("ann"))
    _ = state.update(.sets(["ann"], mine))
    var other = mine
    try other.commit([.remove(try #require(other.marks.first))])
    var followed = mine
    #expect(try followed.follow())
    _ = state.update(.labelsFollowed(followed))
    #expect(state.waveform?.document.marks.count == mine.marks.count - 1)
    #expect(state.waveform?.message?.text.contains("another program") == true)
    #expect(
      state.update(.labelsGrown(mine.key)) == [AppEffect.followLabels(mine.key)])
  }
}
