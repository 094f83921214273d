import Foundation
@testable import ReviewApp
import ReviewSession
import ReviewStore
import TerminalGraphics
import Testing
import Waveforms

/// Saying what channels are, on the screen and for the next time.
@Suite("ChannelNaming") struct ChannelNamingTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "tawara-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try write("r", ["ECG1", "ECG2", "ch7"])
  }

  private func path(_ name: String) -> String { folder.appending(path: name).path }

  /// Four seconds of three channels.
  private func write(_ name: String, _ names: [String]) throws {
    let lines = names.map { "\(name).dat 16 200/mV 16 0 0 0 0 \($0)" }
    let text = "\(name) \(names.count) 250 1000\n" + lines.joined(separator: "\n")
    try Data(text.utf8).write(to: folder.appending(path: name + ".hea"))
    let bytes = (0..<names.count * 2000).map { UInt8(truncatingIfNeeded: $0 / 7 % 3) }
    try Data(bytes).write(to: folder.appending(path: name + ".dat"))
  }

  private func state(_ opener: RecordOpener = RecordOpener()) throws -> AppState {
    let size = Size(width: 100, height: 30)
    let document = try ReviewDocument(recording: opener.open(path("r")))
    return AppState(waveform: WaveformState(document: document, size: size), size: size)
  }

  private func press(_ keys: String, _ state: inout AppState) throws -> [AppEffect] {
    try #require(KeyPress.sequence(keys)).flatMap { state.update(.terminal(.key($0))) }
  }

  private func identities(_ state: AppState) -> [String] {
    (state.waveform?.document.record.channels ?? []).map {
      "\($0.identity.title ?? "–") \($0.identity.certainty)" + ($0.isInverted ? " inverted" : "")
    }
  }

  @Test("What is typed is what the channel is, at once, and the model reads anew")
  func typed() throws {
    var state = try state()
    #expect(identities(state) == ["II assumed", "V1 assumed", "– unknown"])
    let before = state.tickets
    let effects = try press("m<Enter>V5<Enter>j<Enter>-aVF<Enter>", &state)
    #expect(identities(state) == ["V5 told", "aVF told inverted", "– unknown"])
    let map = try ChannelMap(list: "ECG1=V5,ECG2=-aVF")
    #expect(effects.contains(.keepChannels(names: ["ECG1", "ECG2", "ch7"], map)))
    #expect(effects.contains(.showModel(nil)))
    #expect(state.tickets.record == before.record + 2 && state.tickets.model == before.model + 2)
  }

  @Test("The model that suits the record by now reads it; one that was chosen goes on")
  func suited() throws {
    var state = try state()
    state.looks.modelNames = ["g8", "aami", "holter"]
    let holter = ModelReadings.facts(named: "holter", isBeatCentred: true)
    _ = state.update(.model(ticket: state.tickets.model, .loaded(holter)))
    #expect(state.waveform?.review.model?.facts.name == "holter")
    #expect(try press("m<Enter>V5<Enter>", &state).contains(.showModel(nil)))
    _ = try press("<Esc>", &state)
    #expect(try press("M", &state) == [.showModel("g8")])
    #expect(try press("M", &state) == [.showModel("aami")])
    #expect(try press("m<Enter>V4<Enter>", &state).contains(.showModel("aami")))
    _ = try press("<Esc>", &state)
    #expect(try press("M", &state) == [.showModel("holter")])
  }

  @Test("Arrows choose, - inverts, u takes back, Esc goes to the traces")
  func chosen() throws {
    var state = try state()
    _ = try press("ml", &state)
    #expect(identities(state)[0] == "III told")
    _ = try press("h-", &state)
    #expect(identities(state)[0] == "II told inverted")
    _ = try press("l", &state)
    #expect(identities(state)[0] == "III told inverted")
    _ = try press("u", &state)
    #expect(identities(state)[0] == "II assumed")
    _ = try press("-", &state)
    #expect(identities(state)[0] == "II assumed inverted")
    _ = try press("<Esc>", &state)
    #expect(state.waveform?.cover == nil)
  }

  @Test("What is no lead and no catheter is said, and nothing changes")
  func problem() throws {
    var state = try state()
    let effects = try press("m<Enter>nonsense<Enter>", &state)
    #expect(effects == [])
    guard case .channels(let naming)? = state.waveform?.cover else {
      Issue.record("the screen is closed")
      return
    }
    #expect(naming.problem?.contains("expected a lead") == true)
    #expect(identities(state)[0] == "II assumed")
  }

  @Test("Arrows go through all that there is, to the end and round")
  func round() throws {
    var state = try state()
    _ = try press("mh", &state)
    #expect(identities(state)[0] == "I told")
    _ = try press("hhh", &state)
    #expect(state.waveform?.document.record.channels[0].kind == .pressure)
    _ = try press("lll", &state)
    #expect(identities(state)[0] == "I told")
  }

  @Test(
    "A file without a channel of this record changes nothing, one with some adds to what was said")
  func loaded() throws {
    var state = try state()
    _ = try press("m<Enter>V5<Enter>", &state)
    let foreign = try ChannelMap(list: "XX=V1")
    #expect(state.update(.channelsLoaded(foreign, path: "f")) == [])
    #expect(state.waveform?.message?.isProblem == true)
    #expect(identities(state)[0] == "V5 told")
    _ = state.update(.channelsLoaded(try ChannelMap(list: "ECG2=V2,XX=V1"), path: "f"))
    #expect(identities(state) == ["V5 told", "V2 told", "– unknown"])
  }

  @Test("What the command line says is not remembered")
  func hints() throws {
    let said = try ChannelMap(list: "ECG1=V5,ECG2=V1")
    #expect(try said.without(ChannelMap(list: "ecg1=V5")) == ChannelMap(list: "ECG2=V1"))
  }

  @Test("Keys that mean nothing here say what does")
  func unknownKey() throws {
    var state = try state()
    _ = try press("mz", &state)
    guard case .channels(let naming)? = state.waveform?.cover else { return }
    #expect(naming.problem != nil)
  }

  @Test("Text is typed, not taken for keys, in all its letters")
  func typing() throws {
    var state = try state()
    _ = try press("m<Enter>:q?T", &state)
    guard case .channels(let naming)? = state.waveform?.cover else {
      Issue.record("the screen is closed")
      return
    }
    #expect(naming.typed == ":q?T")
    #expect(state.palette == nil)
  }

  @Test("What was said is there when channels of these names are opened again")
  func remembered() throws {
    var services = ReviewServices()
    services.decisions = try DecisionStore.inMemory()
    let names = ["ECG1", "ECG2", "ch7"]
    try services.decisions?.set(ChannelMap(list: "ECG2=-V5,ch7=CS 1-2"), names: names)
    let opened = try RecordOpener(services).open(path("r")).record
    #expect(opened.channels.map(\.identity.title) == ["II", "V5", "CS 1-2"])
    #expect(opened.channels[1].isInverted)
    // The command line counts over it.
    services.hints = RecordHints(channels: try ChannelMap(list: "ECG2=V2"))
    let over = try RecordOpener(services).open(path("r")).record
    #expect(over.channels.map(\.identity.title) == ["II", "V2", "CS 1-2"])
    try write("other", ["ECG1", "ECG2"])
    let other = try RecordOpener(services).open(path("other")).record
    #expect(other.channels.map(\.identity.certainty) == [.assumed, .told])
  }

  @Test("An empty map forgets")
  func forgotten() throws {
    let store = try DecisionStore.inMemory()
    try store.set(ChannelMap(list: "a=II"), names: ["a"])
    #expect(try store.channelMap(names: ["a"]) == ChannelMap(list: "a=II"))
    try store.set(ChannelMap(), names: ["a"])
    #expect(try store.channelMap(names: ["a"]) == nil)
  }

  @Test("Every channel has its line at every size, and the one that keys act on is in view")
  func layout() throws {
    let names = (1...60).map { "channel \($0)" }
    try write("many", names)
    let record = try Recording(path: path("many")).record
    for size in [(80, 24), (120, 36), (200, 60), (30, 8), (8, 3)] {
      let size = Size(width: size.0, height: size.1)
      for selection in [0, 31, 59] {
        let layout = ChannelNamingLayout(
          ChannelNaming(selection: selection), record, size: size)
        #expect(layout.channels.contains(selection), "\(size) \(selection)")
        #expect(layout.box.height <= size.height && layout.box.width <= size.width)
        #expect(layout.channels.count * layout.rows + 4 <= max(5, size.height))
      }
    }
  }

  @Test("The screen is drawn at every size without a trap")
  func drawn() throws {
    for (width, height) in [(80, 24), (120, 36), (200, 60), (20, 6), (1, 1)] {
      var state = try state()
      _ = state.update(.sized(Size(width: width, height: height)))
      _ = try press("m", &state)
      let text = state.frame(theme: .builtIn).plainText
      if width >= 80 { #expect(text.contains("a guess") && text.contains("What the channels are")) }
    }
  }
}
