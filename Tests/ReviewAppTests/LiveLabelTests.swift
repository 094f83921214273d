import Annotations
import Foundation
import LiveSession
import LiveStreams
@testable import ReviewApp
import ReviewSession
import ReviewStore
import TerminalGraphics
import Testing
import Waveforms

/// What a reader decides while a stream comes.
@Suite struct LiveLabelTests {
  /// A stream of 12 s whose heart beats each 0.8 s, recorded from its second 4 on.
  private func view(recorded: Bool = true) throws -> LiveMonitor.View {
    let header = try StreamHeader(
      name: "bed 3", samplingRateHz: 250,
      channels: [.init(name: "II", calibration: Calibration(gain: 1000, unit: "mV"))],
      source: "test")
    let buffer = LiveBuffer(header, seconds: 60)
    buffer.append((0..<3000).map { Int32($0 % 200 < 12 ? 900 : 0) })
    var view = LiveMonitor.View()
    (view.buffer, view.isConnected) = (buffer, true)
    view.reading.beats = (0..<15).map {
      LiveBeat(seconds: Double($0) * 0.8 + 0.024, name: "N", isSure: true)
    }
    (view.reading.modelName, view.reading.modelDigest) = ("aami", "d")
    view.reading.isOfBeats = true
    view.reading.classes = ["N", "S", "V", "F", "Q"]
    if recorded { view.recording.parts = [.init(path: "r", firstFrame: 1000)] }
    return view
  }

  private func state(_ view: LiveMonitor.View) -> LiveState {
    var state = LiveState(size: Size(width: 120, height: 36))
    state.take(view)
    return state
  }

  private func text(_ state: LiveState, _ view: LiveMonitor.View) -> String {
    state.frame(view, source: "test", theme: .builtIn).plainText
  }

  private func frame(_ beat: Int) -> Int { beat * 200 + 6 }

  @Test func lettersLabelTheChosenBeat() throws {
    let view = try view()
    var state = state(view)
    _ = state.handle(.character("e"), view)
    #expect(text(state, view).contains("LABEL") && text(state, view).contains("V ventricular"))
    #expect(state.frozenAt == 3000, "the sweep stands meanwhile")
    #expect(
      state.handle(.character("V"), view) == [
        .decide(.label(Label(symbol: "V"), frame: frame(14)))
      ])
    _ = state.handle(.left, view)
    #expect(
      state.handle(.character("S"), view) == [
        .decide(.label(Label(symbol: "S"), frame: frame(13)))
      ])
    #expect(state.handle(.delete, view) == [.decide(.remove(frame: frame(13)))])
    #expect(state.handle(.character("u"), view) == [.decide(.undo(frame: frame(13)))])
    _ = state.handle(.escape, view)
    #expect(state.labelling == nil && state.frozenAt == nil)
  }

  @Test func aRhythmIsOverAStretch() throws {
    let view = try view()
    var state = state(view)
    for key: KeyPress in [.character("e"), .left, .character("v"), .left, .left, .character("+")] {
      #expect(state.handle(key, view).isEmpty)
    }
    for letter in "afib" { _ = state.handle(.character(letter), view) }
    #expect(text(state, view).contains("rhythm: afib"))
    #expect(
      state.handle(.enter, view) == [
        .decide(.span(Label(symbol: "+", text: "(AFIB"), frames: frame(11)..<frame(13)))
      ])
  }

  @Test func aRhythmBeginsAtTheLastMark() throws {
    var view = try view()
    view.log = [LiveEvent(frame: 1500, seconds: 6, kind: .mark("mark A"))]
    var state = state(view)
    for key: KeyPress in [.character("e"), .character("+"), .character("V"), .character("T")] {
      _ = state.handle(key, view)
    }
    #expect(
      state.handle(.enter, view) == [
        .decide(.span(Label(symbol: "+", text: "(VT"), frames: 1500..<frame(14)))
      ])
  }

  @Test func whatIsNotRecordedCannotBeLabelled() throws {
    let view = try view(recorded: false)
    var state = state(view)
    _ = state.handle(.character("e"), view)
    #expect(state.message?.text.contains("r records") == true)
    #expect(state.handle(.character("V"), view).isEmpty)
    #expect(state.message?.isProblem == true)
  }

  @Test func aLessonIsUsedByEnterAndLeftByX() throws {
    var view = try view()
    var state = state(view)
    _ = state.handle(.character("*"), view)
    #expect(state.cover == nil && state.message?.text.contains("nothing is taught yet") == true)
    let labels = [LiveLesson.Label(frame: 2606, name: "V"), .init(frame: 2406, name: "V")]
    view.reading.lesson = LiveLesson(
      labels: labels, judged: [.init(name: "V", count: 2, before: 0, after: 2)],
      changed: [.init(before: "N", after: "V", count: 5)], beats: 15, isBetter: true)
    #expect(text(state, view).contains("0→2 of 2 right: *"))
    _ = state.handle(.character("*"), view)
    for words in ["2: 0 right before, 2 now", "5 of the last 15 beats change", "N → V"] {
      #expect(text(state, view).contains(words), "\(words)")
    }
    let effects = state.handle(.enter, view)
    #expect(effects.first == .use(labels))
    guard case .decide(.version(let content, _))? = effects.last else {
      Issue.record("no version is kept")
      return
    }
    #expect(content.labels.map(\.seconds) == [10.424, 9.624] && content.model == "d")
    view.reading.usedLabels = labels
    #expect(text(state, view).contains("aami taught"))
    _ = state.handle(.character("*"), view)
    #expect(
      state.handle(.character("x"), view) == [
        .use([]), .decide(.asItCame(model: "d", frame: 3000)),
      ])
    view.reading.lesson?.isBetter = false
    view.reading.usedLabels = []
    _ = state.handle(.character("*"), view)
    #expect(state.handle(.enter, view).isEmpty && state.message?.isProblem == true)
  }

  // MARK: The store

  /// What is kept while it comes is there for the review, at the record's own times.
  @Test func whatIsDecidedIsInTheStore() throws {
    let folder = try TemporaryFolder()
    let recorder = try RecordAppender(
      path: folder.path + "/r", channels: [("II", Calibration(gain: 1000))], frameRateHz: 250,
      start: nil)
    try recorder.append((0..<2000).map { Int32($0) })
    let store = try DecisionStore(path: folder.path + "/s.sqlite")
    let desk = LiveDesk(reader: "ann", program: "7") { store }
    let part = RecordingStatus.Part(path: folder.path + "/r", firstFrame: 1000)
    let decisions: [LiveDecision] = [
      .mark("mark A", frame: 1250), .label(Label(symbol: "V"), frame: 1500),
      .label(Label(symbol: "S"), frame: 1502), .label(Label(symbol: "N"), frame: 1800),
      .span(Label(symbol: "+", text: "(AFIB"), frames: 1500..<1800), .undo(frame: 1500),
      .remove(frame: 1800),
      .version(
        ModelVersion.Content(
          model: "d", modelName: "aami", parent: nil,
          labels: [.init(seconds: 6, label: "S"), .init(seconds: 1, label: "V")], settings: "s",
          program: "", judged: [], changed: []), frame: 2000),
    ]
    for decision in decisions { desk.keep(decision, in: part, rate: 250) }
    #expect(desk.finish(seconds: 20))
    let answers = desk.takeAnswers()
    #expect(answers.count == decisions.count && answers.allSatisfy { !$0.isProblem }, "\(answers)")
    #expect(desk.labels(in: []).isEmpty)
    #expect(desk.labels(in: [part]) == [LiveLabel(frames: 1500..<1500, label: Label(symbol: "S"))])

    // The record goes on and ends: what was decided is still its own.
    try recorder.append((0..<500).map { Int32($0) })
    try recorder.close()
    let identity = try RecordIdentity(of: Recording(path: folder.path + "/r").record)
    let decided = try #require(try store.decisions(of: identity))
    #expect(decided.bookmarks.map(\.seconds) == [1] && decided.bookmarks.map(\.text) == ["mark A"])
    let key = TransactionLogKey(record: identity.digest, set: "ann")
    let book = try #require(try LabelBook(key, reader: "ann", log: store))
    #expect(book.marks.map(\.start) == [500] && book.marks.map(\.label.symbol) == ["S"])
    let version = try #require(try store.versionInUse(of: identity, model: "d"))
    #expect(version.content.labels == [.init(seconds: 2, label: "S")])
    #expect(version.content.program == "7" && version.reader == "ann")
  }

  @Test func aStoreThatCannotBeOpenedIsSaidAndHoldsNothing() throws {
    let desk = LiveDesk(reader: "ann", program: "") { throw DecisionStoreError.noHome }
    let part = RecordingStatus.Part(path: "/nowhere/r", firstFrame: 0)
    desk.keep(.mark("mark A", frame: 5), in: part, rate: 250)
    #expect(desk.finish(seconds: 20))
    #expect(desk.takeAnswers().map(\.isProblem) == [true])
  }
}
