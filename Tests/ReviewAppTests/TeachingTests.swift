import Annotations
import Foundation
@testable import ReviewApp
import ReviewSession
import ReviewStore
import TerminalGraphics
import Testing
import Waveforms

/// Teaching as a reader does it, key by key, through the loop, the model and the store.
@Suite("Teaching") struct TeachingTests {
  private let store: DecisionStore

  init() throws { store = try DecisionStore.inMemory() }

  private func review(
    _ keys: String, model: String = "aami", isBlind: Bool = false,
    size: Size = Size(width: 120, height: 36)
  ) throws -> String {
    var services = ReviewServices()
    services.decisions = store
    services.reader = "ann"
    services.isBlind = isBlind
    let path = URL(filePath: ModelReadings.modelPath).deletingLastPathComponent()
      .appending(path: "\(model).safetensors").path
    services.models = [ModelReader.Model(name: model, path: path)]
    let document = try Patients.document("x003")
    return AppState(waveform: WaveformState(document: document, size: size), size: size)
      .picture(after: keys, services)
  }

  private var versions: [ModelVersion] {
    get throws {
      try store.versions(of: try RecordIdentity(of: try Patients.document("x003").record))
    }
  }

  private static let twelve = String(repeating: "N", count: 12)

  @Test("it asks about a beat, an answer is a label, and the next question comes")
  func asks() throws {
    let first = try review("*")
    #expect(first.contains("TEACH"))
    #expect(first.contains("1 of 12  what is this beat?"))
    #expect(first.contains("the model:"))
    #expect(try review("*N").contains("2 of 12"))
    let taken = try review("*u")
    #expect(taken.contains("TEACH"))
    #expect(try review("*N-").contains("2 of 12"))
  }

  @Test("an answer is for the beat that is there, and adds none")
  func answersTheBeat() throws {
    _ = try review("*NVN")
    let document = try Patients.document("x003")
    let key = TransactionLogKey(record: try RecordIdentity(of: document.record).digest, set: "ann")
    let marks = try #require(try LabelBook(key, reader: "ann", log: store)).marks
    #expect(marks.count == document.marks.count)
    #expect(marks.filter { $0.provenance.reader == "ann" }.count == 3)
  }

  @Test("twelve answers end with what came of them; taken up, the version is in use in a later run")
  func takeUp() throws {
    let box = try review("*" + Self.twelve)
    #expect(box.contains("Teaching aami on x003"))
    #expect(box.contains("12 labels of ann"))
    #expect(try versions.isEmpty)
    let used = try review("*<Enter>a2")
    let version = try #require(try versions.first)
    #expect(version.standing == .accepted)
    #expect(version.content.labels.count == 12)
    #expect(used.contains("v1 is in use for this record") || used.contains(" v1"))
    #expect(try review("2").contains(" v1"))
  }

  @Test("what is not decided yet comes back by the same key, without a word of keys that are gone")
  func undecided() throws {
    let box = try review("*" + Self.twelve)
    #expect(!box.contains("u takes it back"))
    #expect(
      try review("*" + Self.twelve + "<Esc>").contains("not decided yet: * brings the box back"))
    #expect(try review("*" + Self.twelve + "g*").contains("Teaching aami on x003"))
    #expect(try review("*" + Self.twelve + "<Esc>**").contains("TEACH"))
  }

  @Test("rolled back to the model as it came, and named")
  func rollBack() throws {
    _ = try review("*" + Self.twelve + "a")
    let box = try review("*<Enter>")
    #expect(box.contains("▸ v1"))
    let back = try review("*<Enter>k<Enter>")
    #expect(back.contains("▸ the model as it came"))
    #expect(!(try review("2").contains(" v1")))
    #expect(try review("*<Enter>jnablation<Enter>").contains("v1 ablation"))
    #expect(try versions.first?.name == "ablation")
  }

  @Test("not taken up, and taken up all the same with a reason")
  func refuse() throws {
    _ = try review("*" + Self.twelve + "r")
    #expect(try versions.map(\.standing) == [.refused])
    #expect(try review("*N<Enter>o").contains("why it is taken up all the same"))
    _ = try review("*N<Enter>oseen on paper<Enter>")
    #expect(try versions.last?.standing == .overridden(reason: "seen on paper"))
  }

  @Test("labels that were taken back after the training are told of")
  func stale() throws {
    _ = try review("*" + Self.twelve + "a")
    #expect(try review("u*<Enter>").contains("1 no longer so"))
  }

  @Test("one label says nothing of whether it is better, and nothing is taken up by itself")
  func tooFew() throws {
    #expect(try review("*N<Enter>a").contains("too few labels"))
    #expect(try versions.isEmpty)
  }

  @Test("where nothing can be taught a sentence says why")
  func cannot() throws {
    #expect(try review("*", isBlind: true).contains("a blind reading shows nothing"))
    #expect(try review("*", model: "none").contains("no model is open"))
  }

  @Test("what is asked of a model that is still being opened waits for it, or says so")
  func opening() throws {
    var reviewer = try Reviewer()
    reviewer.press("2")
    #expect(reviewer.said.contains("the model is being opened"))
    reviewer.press("*")
    #expect(reviewer.said.contains("the model is being opened: it asks as soon as it can"))
    // A model of rhythms is taught by what was labelled: there is nothing to wait for.
    let loaded = ModelReadings.facts(isBeatCentred: false)
    let ticket = reviewer.state.tickets.model
    let effects = reviewer.state.update(.model(ticket: ticket, .loaded(loaded)))
    #expect(effects.contains { if case .taught(.list) = $0 { true } else { false } })
  }

  @Test("what was asked is not asked of a model that is chosen after it, nor where there is none")
  func another() throws {
    var reviewer = try Reviewer()
    reviewer.press("*M")
    let loaded = ModelReadings.facts(isBeatCentred: false)
    let ticket = reviewer.state.tickets.model
    let effects = reviewer.state.update(.model(ticket: ticket, .loaded(loaded)))
    #expect(!effects.contains { if case .taught(.list) = $0 { true } else { false } })
    reviewer = try Reviewer()
    reviewer.press("*")
    reviewer.state.missModel()
    #expect(reviewer.said.contains("no model is open"))
    #expect(reviewer.state.waveform?.wantsTeaching == false)
  }

  @Test("a model of beats that comes late begins when it has read the record, and not before")
  func late() throws {
    var reviewer = try Reviewer()
    let ticket = reviewer.state.tickets.model
    reviewer.press("*")
    let loaded = ModelReadings.facts(isBeatCentred: true)
    _ = reviewer.state.update(.model(ticket: ticket, .loaded(loaded)))
    #expect(!reviewer.said.contains("no beats to teach"))
    let fit = try ModelReadings.fit
    _ = reviewer.state.update(.model(ticket: ticket, .begun(places: [], fit: fit)))
    #expect(reviewer.said.contains("no beats to teach"))
  }

  @Test("a model that cannot be opened is not waited for")
  func neverOpened() throws {
    var reviewer = try Reviewer()
    reviewer.press("*")
    let ticket = reviewer.state.tickets.model
    _ = reviewer.state.update(.model(ticket: ticket, .cannot("no such model")))
    #expect(reviewer.said.contains("no such model"))
    reviewer.press("2")
    #expect(reviewer.said.contains("no model is open: M chooses one"))
    reviewer.press("<Esc>*")
    #expect(reviewer.said.contains("no model is open: M chooses one"))
  }

  @Test(
    "the box fits a small screen",
    arguments: [Size(width: 80, height: 24), Size(width: 40, height: 12)])
  func small(_ size: Size) throws {
    let box = try review("*NN<Enter>", size: size)
    #expect(box.contains("the model as it came"))
  }
}
