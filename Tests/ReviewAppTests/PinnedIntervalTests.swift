import Foundation
@testable import ReviewApp
import ReviewSession
import ReviewStore
import TerminalGraphics
import Testing
import Waveforms

@Suite("Intervals pinned to the traces")
struct PinnedIntervalTests {
  private func wave(_ reviewer: Reviewer) throws -> WaveformState {
    try #require(reviewer.state.waveform)
  }

  /// From a beat in lead I to what lies ten steps on, two channels below.
  private static let pinned = "]cjj..........p"

  @Test("p asks for a name and pins both ends to their channels")
  func pin() throws {
    var reviewer = try Reviewer()
    reviewer.press(Self.pinned)
    guard case .prompt(.pin, "")? = try wave(reviewer).cover else {
      Issue.record("no name is asked for")
      return
    }
    reviewer.press("HV<Enter>")
    let made = try #require(try wave(reviewer).decisions.intervals.first)
    #expect(made.name == "HV" && made.from.channel == "I" && made.to.channel == "V1")
    #expect(abs(made.seconds - 10 / 977) < 1e-6)
    #expect(reviewer.keeps)
    #expect(try wave(reviewer).measuring.caliper == nil)
    #expect(reviewer.frame().plainText.contains("HV 10.2"))
  }

  @Test("a name is given to an interval without one, and calipers of no length are not pinned")
  func names() throws {
    var reviewer = try Reviewer()
    reviewer.press("]cp")
    #expect(try wave(reviewer).cover == nil)
    #expect(try wave(reviewer).message?.text == "both ends are at one moment: move one first")
    reviewer.press("..p<Enter>")
    #expect(try wave(reviewer).decisions.intervals.map(\.name) == ["interval"])
    reviewer.press("p")
    #expect(try wave(reviewer).message?.text.hasPrefix("no calipers are set") == true)
  }

  @Test("an interval is chosen from the list, moved, renamed, deleted, and brought back")
  func edit() throws {
    var reviewer = try Reviewer()
    reviewer.press(Self.pinned + "HV<Enter>\"<Enter>")
    let before = try #require(try wave(reviewer).decisions.intervals.first)
    #expect(try wave(reviewer).measuring.caliper?.pinned == before.id)
    reviewer.press(".<Enter>")
    let moved = try #require(try wave(reviewer).decisions.intervals.first)
    #expect(moved.id == before.id && abs(moved.seconds - before.seconds - 1 / 977) < 1e-6)
    #expect(reviewer.keeps)
    reviewer.press("u")
    #expect(try wave(reviewer).decisions.intervals == [before])
    reviewer.press("<^R>")
    #expect(try wave(reviewer).decisions.intervals == [moved])
    reviewer.press("\"<Enter>p<Backspace><Backspace>AH<Enter><Enter>")
    #expect(try wave(reviewer).decisions.intervals.map(\.name) == ["AH"])
    reviewer.press("\"<Enter><Del>")
    #expect(try wave(reviewer).decisions.intervals.isEmpty)
    reviewer.press("u")
    #expect(try wave(reviewer).decisions.intervals.map(\.name) == ["AH"])
    #expect(reviewer.keeps)
    reviewer.press("\"<Del>")
    #expect(try wave(reviewer).decisions.intervals.isEmpty && reviewer.state.palette == nil)
  }

  @Test("what is in the hand is kept as it lies when the record is left, and put back by u")
  func inHand() throws {
    var reviewer = try Reviewer()
    reviewer.press(Self.pinned + "HV<Enter>\"<Enter>..u")
    let before = try #require(try wave(reviewer).decisions.intervals.first)
    #expect(abs(before.seconds - 10 / 977) < 1e-6)
    reviewer.press("\"<Enter>..q")
    let kept = reviewer.effects.compactMap { effect -> PinnedInterval? in
      if case .decide(_, .addInterval(let interval)) = effect { interval } else { nil }
    }
    #expect(kept.count == 1 && abs((kept.first?.seconds ?? 0) - 12 / 977) < 1e-6)
  }

  @Test("an interval is there again in the next run, without leaving the record in order")
  func store() throws {
    let store = try DecisionStore.inMemory()
    func run(_ keys: String) throws -> String {
      var services = ReviewServices()
      services.decisions = store
      let size = Size(width: 120, height: 36)
      let events = (KeyPress.sequence(keys) ?? []).map { TerminalEvent.key($0) }
      // The terminal goes without a word at the end of the events.
      let terminal = ScriptedTerminal(size: size, script: events.map { [$0] })
      let state = AppState(waveform: try Patients.state("x001", size: size), size: size)
      _ = ReviewLoop(state: state, theme: .builtIn, terminal: terminal, services: services).run()
      return terminal.frames.last?.plainText ?? ""
    }
    _ = try run(Self.pinned + "HV of mine<Enter>")
    #expect(try run("\"").contains("HV of mine 10.2 ms  I to V1"))
  }

  @Test("the mouse takes hold of an end and moves it to a sample of another channel")
  func mouse() throws {
    var reviewer = try Reviewer()
    reviewer.press(Self.pinned + "HV<Enter>;")
    let layout = try #require(reviewer.layout)
    let made = try #require(try wave(reviewer).decisions.intervals.first)
    let lanes = try ["V1", "CS90"].map { name in
      try #require(
        layout.lanes.first { try wave(reviewer).record.channels[$0.channel].name == name })
    }
    let x = layout.active.column(of: made.to.seconds)
    reviewer.mouse(.press, x: x, y: lanes[0].rect.y)
    #expect(try wave(reviewer).measuring.caliper?.pinned == made.id)
    // The lane of the focused channel is higher: the others move.
    let y = try #require(
      reviewer.layout?.lanes.first { $0.channel == lanes[1].channel }?.rect.y)
    reviewer.mouse(.drag, x: x + 10, y: y)
    reviewer.mouse(.release, x: x + 10, y: y)
    let moved = try #require(try wave(reviewer).decisions.intervals.first)
    #expect(moved.id == made.id && moved.to.channel == "CS90" && moved.from == made.from)
    #expect(abs(moved.to.seconds - layout.active.seconds(at: x + 10)) < 0.001)
    #expect(reviewer.keeps)
  }

  @Test("both ends stop at the focused electrogram's own activations, or on any sample")
  func snapping() throws {
    var reviewer = try Reviewer()
    let record = try wave(reviewer).record
    let channel = try #require(record.channels.firstIndex { $0.kind == .coronarySinus })
    reviewer.state.waveform?.channels.focus = channel
    reviewer.press("t10<Enter>c]")
    let found = LocalActivations.find(channel: channel, of: record, from: 9, to: 20).map(\.seconds)
    let first = try #require(try wave(reviewer).measuring.caliper)
    #expect(found.contains { abs($0 - first.moving) < 0.6 / 977 })
    reviewer.press("<Tab>]")
    let both = try #require(try wave(reviewer).measuring.caliper)
    #expect(both.fixed == first.moving)
    #expect(found.contains { abs($0 - both.moving) < 0.6 / 977 })
    // A step of the mouse's size lands on the next activation where it passes it.
    reviewer.press("..l")
    let next = try #require(found.first { $0 > both.moving + 3 / 977 })
    let target = both.moving + 2 / 977 + 0.01
    let stepped = try #require(try wave(reviewer).measuring.caliper).moving
    #expect(abs(stepped - min(next, target)) < 0.6 / 977)
    reviewer.press(";")
    #expect(try !wave(reviewer).measuring.snaps)
  }
}
