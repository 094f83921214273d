import Foundation
@testable import ReviewApp
import ReviewSession
import Testing
import TerminalGraphics
import Waveforms

/// What a reader of electrograms sees first.
@Suite("How a record opens")
struct OpeningTests {
  static let sizes = [
    Size(width: 80, height: 24), Size(width: 120, height: 36), Size(width: 200, height: 60),
  ]

  private func names(_ state: WaveformState) -> [String] {
    state.layout.lanes.map { state.document.record.channels[$0.channel].name }
  }

  /// Lanes beside whose name stands that their trace leaves them.
  private func clipped(_ state: WaveformState) -> [String] {
    let frame = WaveformView(state: state, theme: .builtIn).frame()
    return state.layout.lanes.filter {
      ["▲", "▼", "↕"].contains(frame[state.layout.gutter - 1, $0.rect.y].glyph)
    }.map { state.document.record.channels[$0.channel].name }
  }

  @Test("with electrograms: three leads, the catheters, 100 mm/s", arguments: sizes)
  func electrograms(size: Size) throws {
    let state = try Patients.state("x001", size: size)
    #expect(state.channels.montage == "EP")
    #expect(state.viewport.speed.millimetresPerSecond == 100)
    let all = ["I", "II", "V1", "CS90", "CS78", "CS56", "CS34", "CS12", "RVA12", "ABL12"]
    #expect(names(state) == Array(all.prefix(state.layout.lanes.count)))
    #expect(state.layout.lanes.count >= 8)
    #expect(clipped(state) == [])
  }

  @Test("without electrograms: all channels, 25 mm/s")
  func leads() {
    let samples = (0..<4000).map { Int32($0 % 200 == 0 ? 900 : 0) }
    let state = WaveformState(
      document: MemoryRecord.document([samples, samples], rate: 200, gain: 1000),
      size: Size(width: 120, height: 36))
    #expect(state.viewport.speed == .standard)
    #expect(state.channels.montage == "all")
    #expect(state.gain.sensitivity(of: 0, laneRows: 2) == .standard)
  }

  @Test("the gain of the opening stays as it is, wherever the reader looks", arguments: sizes)
  func gainStays(size: Size) throws {
    var state = try Patients.state("x001", size: size)
    let channels = state.channels.shown
    let gains = { (state: WaveformState) in
      channels.map { state.gain.sensitivity(of: $0, laneRows: state.layout.laneRows) }
    }
    let before = gains(state)
    let steps = Set(before.map { $0.step })
    #expect(steps.count > 1)
    for keys in ["LLL", "G", "jjj", "+", "x", "4"] {
      for key in keys { _ = state.handle(.character(key)) }
      #expect(gains(state) == before, "\(keys)")
    }
  }

  @Test("a high channel lowers its own kind alone, and not without end")
  func kinds() {
    // 1 mV in one lead, 1 mV and 100 mV in two others.
    let low = (0..<4000).map { Int32($0 % 200 == 0 ? 1000 : 0) }
    let size = Size(width: 120, height: 36)
    let alone = WaveformState(
      document: MemoryRecord.document([low, low, low], rate: 200, gain: 1000), size: size)
    let spoilt = WaveformState(
      document: MemoryRecord.document([low, low, low.map { $0 * 100 }], rate: 200, gain: 1000),
      size: size)
    let step = { (state: WaveformState) in state.gain.sensitivity(of: 0, laneRows: 9).step }
    #expect(step(alone) == 0)
    #expect(step(spoilt) == -1)
    #expect(clipped(spoilt).count == 1)
  }

  @Test("the first press of the montage key changes what is shown")
  func montages() throws {
    var state = try Patients.state("x001", size: Self.sizes[1])
    var seen = [names(state)]
    for name in ["IEGM", "ECG", "all", "EP"] {
      _ = state.handle(.character("o"))
      #expect(state.channels.montage == name)
      #expect(seen.last != names(state))
      seen.append(names(state))
    }
    #expect(seen.first == seen.last)
  }

  @Test(
    "a montage is looked at again as it was left: speed, gain and filters; another record run too")
  func looks() throws {
    var reviewer = try Reviewer("x001", size: Self.sizes[1])
    reviewer.press("+<F")
    let left = try #require(reviewer.state.waveform)
    reviewer.press("oo")
    let leads = try #require(reviewer.state.waveform)
    #expect(leads.channels.montage == "ECG")
    #expect(leads.viewport.speed == .standard)
    reviewer.press("r")
    _ = reviewer.state.update(.leaving)
    var again = try Reviewer("x001", size: Self.sizes[1])
    again.state.session = reviewer.state.session
    _ = again.state.startEffects()
    #expect(again.state.waveform?.channels.montage == "ECG")
    #expect(again.state.waveform?.filter.current == DisplayFilter.none)
    again.press("oo")
    let back = try #require(again.state.waveform)
    #expect(back.channels.montage == "EP")
    #expect(back.viewport.speed == left.viewport.speed)
    #expect(back.gain.sensitivity == left.gain.sensitivity)
    #expect(back.filter.current == .monitor)
  }

  @Test("catheters turn round, among the places that they have, and stay so")
  func catheters() throws {
    var reviewer = try Reviewer("x001", size: Self.sizes[1])
    reviewer.press("jjjKD")
    let turned = try #require(reviewer.state.waveform)
    #expect(
      names(turned) == [
        "I", "II", "CS12", "V1", "CS34", "CS56", "CS78", "CS90", "RVA12", "ABL12",
      ])
    #expect(turned.message?.text == "distal above proximal: CS12 on top")
    _ = reviewer.state.update(.leaving)
    var again = try Reviewer("x001", size: Self.sizes[1])
    again.state.session = reviewer.state.session
    _ = again.state.startEffects()
    let restored = try #require(again.state.waveform)
    #expect(names(restored) == names(turned))
    again.press("D")
    #expect(again.state.waveform?.channels.isDistalOnTop == false)
  }

  /// Recordings beside the checkout.
  private static let shared = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "shared/records/intracardiac").path

  @Test(
    "real electrograms are seen at once, and no trace leaves its lane",
    .enabled(if: FileManager.default.fileExists(atPath: shared), "needs ../shared/records"),
    arguments: sizes, ["bard_avnrt", "prucka_vt14"])
  func recordings(size: Size, name: String) throws {
    let document = try ReviewDocument(path: Self.shared + "/" + name)
    let state = WaveformState(document: document, size: size)
    let kinds = Set(state.layout.lanes.map { document.record.channels[$0.channel].kind })
    let hasElectrograms = kinds.contains { $0.isElectrogram }
    #expect(hasElectrograms)
    #expect(clipped(state) == [])
  }
}
