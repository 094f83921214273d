@testable import ReviewApp
import ReviewSession
import Testing
import TerminalGraphics
import Waveforms

@Suite("Keys of the review")
struct WaveformUpdateTests {
  let size = Size(width: 120, height: 36)

  private func press(_ keys: String, _ state: inout WaveformState) {
    for key in keys { _ = state.handle(.character(key)) }
  }

  @Test("every command has a line of its own, and no key two commands on a screen")
  func keymapIsWhole() {
    #expect(Set(Keymap.bindings.map(\.command)) == Set(Command.allCases))
    #expect(Keymap.bindings.count == Command.allCases.count)
    for screen in [KeyScreens.review, .list] {
      let keys = Keymap.bindings.filter { $0.screens.contains(screen) }.flatMap(\.keys)
      #expect(Set(keys).count == keys.count)
    }
    // The palette alone offers what has no key.
    #expect(Keymap.bindings.filter(\.keys.isEmpty).map(\.command) == [.program(.nextGlyphs)])
  }

  @Test("every command, in any order, leaves a state that can be drawn")
  func everyCommand() throws {
    var state = try Patients.state("x100", size: size)
    for round in 0..<3 {
      for command in Command.allCases.shuffled(seed: UInt64(round)) {
        _ = state.perform(command)
        let frame = WaveformView(state: state.settled(size), theme: .builtIn).frame()
        #expect(frame.size == size)
        #expect(state.viewport.start >= 0)
        #expect(state.channels.shown.contains(state.channels.focus))
      }
      state.cover = nil
    }
  }

  @Test("panning keeps to the record and comes back to where it was")
  func panning() throws {
    var state = try Patients.state("x001", size: size)
    press("h", &state)
    #expect(state.viewport.start == 0)
    press("lll", &state)
    let there = state.viewport.start
    #expect(there > 0)
    press("lh", &state)
    #expect(abs(state.viewport.start - there) < 1e-9)
    press("G", &state)
    let end = state.viewport.start + state.settled(size).viewSeconds
    #expect(abs(end - state.document.record.durationSeconds) < 1e-6)
    press("g", &state)
    #expect(state.viewport.start == 0)
  }

  @Test("zooming keeps the moment in the middle where it is")
  func zooming() throws {
    var state = try Patients.state("x001", size: size)
    state.viewport.speed = .standard
    state.viewport.start = 30
    let middle = state.viewport.start + state.settled(size).viewSeconds / 2
    press("+++", &state)
    #expect(state.viewport.speed.millimetresPerSecond == 200)
    #expect(abs(state.viewport.start + state.settled(size).viewSeconds / 2 - middle) < 0.1)
    press("++", &state)
    #expect(state.viewport.speed.millimetresPerSecond == 400)
    #expect(state.message?.text == "400 mm/s is the fastest sweep")
    press("w", &state)
    #expect(state.viewport.start == 0)
    #expect(state.settled(size).viewSeconds >= state.document.record.durationSeconds)
    press("s", &state)
    #expect(state.viewport.speed == .standard)
  }

  @Test("] and [ step through all annotations and back")
  func annotations() throws {
    var state = try Patients.state("x001", size: size)
    let marks = state.document.marks
    press("]", &state)
    #expect(state.viewport.cursor == marks[0].seconds)
    press("]]]", &state)
    #expect(state.viewport.cursor == marks[3].seconds)
    press("[", &state)
    #expect(state.viewport.cursor == marks[2].seconds)
    for _ in marks { press("]", &state) }
    #expect(state.viewport.cursor == marks[marks.count - 1].seconds)
    #expect(state.message?.text == "nothing more to the end of the record")
    let view = state.settled(size).viewSeconds
    #expect(
      (state.viewport.start...state.viewport.start + view).contains(state.viewport.cursor ?? -1))
  }

  @Test("n stops at what is no plain beat, and says what it is")
  func events() throws {
    var state = try Patients.state("x001", size: size)
    var stops: [String] = []
    for _ in 0..<200 {
      press("n", &state)
      guard let message = state.message, !message.text.hasPrefix("nothing") else { break }
      stops.append(message.text)
    }
    #expect(stops.contains { $0.hasPrefix("X  AVNRT  Tachycardias  at 0:00:") })
    #expect(stops.contains { $0.hasPrefix("+  (AVNRT") })
    #expect(!stops.contains { $0.hasPrefix("N  Normal beat") })
  }

  @Test(
    "go to a time",
    arguments: [
      ("30", 30.0), ("0:45", 45), ("12.5s", 12.5), ("1m", 60), ("50%", 37.4), ("#977", 1),
    ])
  func goToTime(text: String, seconds: Double) throws {
    var state = try Patients.state("x001", size: size)
    press("t" + text, &state)
    #expect(state.cover == .prompt(.goToTime, text))
    _ = state.handle(.enter)
    #expect(state.viewport.cursor.map { abs($0 - seconds) < 0.1 } == true)
    let view = state.settled(size).viewSeconds
    #expect((state.viewport.start...state.viewport.start + view).contains(seconds))
    #expect(state.cover == nil)
  }

  @Test(
    "a time that is none is said, and nothing moves",
    arguments: ["soon", "9:99:99:1", "3h", "12345678901234567890"])
  func goToNonsense(text: String) throws {
    var state = try Patients.state("x001", size: size)
    press("t" + text, &state)
    _ = state.handle(.enter)
    #expect(state.viewport.start == 0)
    #expect(state.message?.isProblem == true)
    #expect(state.message?.text.hasPrefix("expected a time") == true)
  }

  @Test("channels are hidden, moved and shown again; the last one stays")
  func channels() throws {
    var state = try Patients.state("x003", size: size)
    let order = state.channels.order
    press("X", &state)
    press("x", &state)
    #expect(state.channels.shown == Array(order.dropFirst()))
    #expect(state.channels.focus == order[1])
    press("J", &state)
    #expect(state.channels.shown.prefix(2) == [order[2], order[1]])
    press("K", &state)
    #expect(state.channels.shown == Array(order.dropFirst()))
    for _ in order { press("x", &state) }
    #expect(state.channels.shown.count == 1)
    press("X", &state)
    #expect(state.channels.shown == order)
  }

  @Test("focus scrolls the lanes, and f shows all at once")
  func lanes() throws {
    let small = Size(width: 80, height: 24)
    var state = WaveformState(document: try Patients.document("x001"), size: small)
    _ = state.handle(.character("X"))
    for _ in 0..<18 { _ = state.handle(.character("j")) }
    #expect(state.channels.focus == state.channels.order[18])
    let layout = state.settled(small).layout
    #expect(layout.lanes.last?.channel == state.channels.focus)
    #expect(layout.lanes.allSatisfy { $0.rect.height >= 2 })
    _ = state.handle(.character("f"))
    #expect(state.settled(small).layout.lanes.count > layout.lanes.count)
  }

  @Test("gain goes in steps of two, for all or for one channel")
  func gain() throws {
    var state = try Patients.state("x001", size: size)
    let lead = state.channels.focus
    let before = state.gain.sensitivity(of: lead, laneRows: 2).millimetresPerMillivolt
    press(">", &state)
    #expect(state.gain.sensitivity(of: lead, laneRows: 2).millimetresPerMillivolt == before * 2)
    press(",,", &state)
    #expect(state.gain.sensitivity(of: lead, laneRows: 2).millimetresPerMillivolt == before / 2)
    #expect(
      state.gain.sensitivity(of: state.channels.order[1], laneRows: 2).millimetresPerMillivolt
        == before * 2)
    press("0", &state)
    #expect(state.gain.sensitivity(of: lead, laneRows: 2) == .standard)
    for _ in 0..<40 { press(">.", &state) }
    #expect(state.gain.sensitivity(of: lead, laneRows: 2).millimetresPerMillivolt == 640)
  }

  @Test("autoscale says so, and no trace leaves its lane")
  func autoscale() throws {
    var state = try Patients.state("x001", size: size)
    press("a", &state)
    #expect(state.message?.text.hasPrefix("gain fitted") == true)
    let frame = WaveformView(state: state.settled(size), theme: .builtIn).frame()
    let layout = state.settled(size).layout
    for lane in layout.lanes {
      let sign = frame[layout.gutter - 1, lane.rect.y].glyph
      #expect(sign == " ", "\(state.document.record.channels[lane.channel].name)")
    }
  }

  @Test("q leaves help before it leaves the record")
  func leaving() throws {
    var state = try Patients.state("x001", size: size)
    press("?", &state)
    #expect(state.cover == .panel(.help, top: 0))
    #expect(state.handle(.character("q")) == [])
    #expect(state.cover == nil)
    #expect(state.handle(.character("q")) == [.close])
  }
}

extension Array {
  /// A shuffle that is the same for the same seed.
  func shuffled(seed: UInt64) -> [Element] {
    var state = seed &+ 0x9E37_79B9_7F4A_7C15
    var copy = self
    for index in copy.indices.reversed() {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      copy.swapAt(index, Int(state >> 33) % (index + 1))
    }
    return copy
  }
}
