import ArrhythmiaModel
import ReviewApp
import ReviewSession
import Testing
import TerminalGraphics
import Waveforms

/// What readers would stumble over.
@Suite("What a reader does")
struct ReaderTests {
  @Test("Esc closes what is on top, one thing at a time; q leaves the record")
  func escape() throws {
    var reviewer = try Reviewer()
    try reviewer.readWithModel()
    reviewer.press("Sclll/avnrt<Enter>2")
    reviewer.press("<Esc>")
    #expect(reviewer.state.waveform?.panes.focused == .traces)
    reviewer.press("<Esc>")
    #expect(reviewer.state.waveform?.measuring.caliper?.isHeld == false)
    reviewer.press("<Esc>")
    #expect(reviewer.state.waveform?.measuring.caliper == nil)
    reviewer.press("<Esc>")
    #expect(reviewer.state.waveform?.found == nil)
    reviewer.press("<Esc>")
    #expect(reviewer.state.waveform?.viewport.split == nil)
    reviewer.press("<Esc>")
    #expect(reviewer.state.waveform?.message?.text == "q quits")
    #expect(reviewer.effects.isEmpty)
    reviewer.press("cq")
    #expect(reviewer.effects == [.quit])
  }

  @Test("what an earlier model still says is not taken for the next one's")
  func lateReports() throws {
    var reviewer = try Reviewer()
    let reading = try ModelReadings.x001
    let early = reviewer.state.tickets.model
    let loop = ReviewLoop(
      state: reviewer.state, theme: .builtIn,
      terminal: HeadlessTerminal(size: reviewer.state.size, events: []))
    #expect(loop.run() == 1)
    _ = reviewer.state.update(.opened(name: "x001", .failed("gone")))
    for report in reading.reports { _ = reviewer.state.update(.model(ticket: early - 1, report)) }
    #expect(reviewer.state.waveform?.review.model == nil)
  }

  @Test("a detail of a model with other classes is not shown")
  func foreignDetail() throws {
    var reviewer = try Reviewer()
    try reviewer.readWithModel()
    let facts = ModelState.Facts(
      name: "other", digest: "", classes: ["A", "B"], isFaithful: false, isBeatCentred: false)
    _ = reviewer.state.update(.model(ticket: reviewer.state.tickets.model, .loaded(facts)))
    for case .explained(let detail) in try ModelReadings.x001.reports {
      _ = reviewer.state.update(.model(ticket: reviewer.state.tickets.model, .explained(detail)))
    }
    reviewer.press("6")
    #expect(reviewer.frame().size == reviewer.state.size)
    #expect(reviewer.state.waveform?.review.model?.detail(0) == nil)
  }

  @Test(
    "palette, menu and panes on a screen of any size",
    arguments: [(1, 1), (3, 3), (2, 9), (9, 2), (20, 6), (40, 12), (300, 90)])
  func anySize(width: Int, height: Int) throws {
    let size = Size(width: width, height: height)
    for keys in [
      ":", " ", " f", "'", "2345", "6", "v", "S", "c", "/", "B", "iId", "e", "ev<Right>", "W",
    ] {
      var reviewer = try Reviewer(size: size)
      try reviewer.readWithModel()
      reviewer.press(keys)
      #expect(reviewer.frame().size == size, "\(keys)")
    }
  }

  @Test("a key sequence that goes anywhere can be drawn everywhere")
  func everywhere() throws {
    let keys = Keymap.bindings.flatMap(\.keys).filter { $0 != .character("q") }
    for seed in 1...12 {
      var random = UInt64(seed)
      var reviewer = try Reviewer(seed.isMultiple(of: 2) ? "x100" : "x001")
      try reviewer.readWithModel()
      for step in 0..<120 {
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let key = keys[Int(random >> 33) % keys.count]
        _ = reviewer.state.update(.terminal(.key(key)))
        if step.isMultiple(of: 7) {
          let sizes = [(80, 24), (120, 36), (200, 60), (40, 12), (5, 3)]
          let (width, height) = sizes[Int(random >> 40) % sizes.count]
          _ = reviewer.state.update(.sized(Size(width: width, height: height)))
        }
        #expect(reviewer.frame().size == reviewer.state.size)
      }
    }
  }

  @Test("text is pasted where text is typed, and never acts as keys")
  func paste() throws {
    var reviewer = try Reviewer()
    _ = reviewer.state.update(.terminal(.paste("xxq")))
    #expect(reviewer.state.waveform?.channels.hidden.count == 9)
    #expect(reviewer.state.waveform?.message?.text == "pasted text is not taken as keys")
    reviewer.press("/")
    _ = reviewer.state.update(.terminal(.paste("AVRT\nq")))
    #expect(reviewer.state.waveform?.cover == .prompt(.search, "AVRT"))
    reviewer.press("<Esc>:")
    _ = reviewer.state.update(.terminal(.paste("theme")))
    #expect(reviewer.state.palette?.query == "theme")
  }

  @Test("help puts itself away, and no key acts below it")
  func help() throws {
    var reviewer = try Reviewer(size: Size(width: 80, height: 24))
    reviewer.press("?G")
    guard case .panel(.help, let top)? = reviewer.state.waveform?.cover else {
      Issue.record("help is gone")
      return
    }
    #expect(top > 0)
    reviewer.press("x")
    #expect(reviewer.state.waveform?.cover == nil)
    #expect(reviewer.state.waveform?.channels.hidden.count == 9)
  }

  @Test("a group of the menu takes its own keys alone")
  func menu() throws {
    var reviewer = try Reviewer()
    reviewer.press(" fx")
    #expect(reviewer.state.palette == nil)
    #expect(reviewer.state.waveform?.channels.hidden.count == 9)
    reviewer.press(" cx")
    #expect(reviewer.state.waveform?.channels.hidden.count == 10)
  }

  @Test("a record that was marked in its review is marked in the list")
  func reviewed() throws {
    var reviewer = try Reviewer.list()
    let look = RecordLook(path: Patients.folder + "/x003")
    _ = reviewer.state.update(.surveyed(["x003": look]))
    let survey = RecordSurvey(path: Patients.folder + "/x003")
    _ = reviewer.state.update(.opened(name: "x003", survey))
    reviewer.press("R")
    reviewer.press("q")
    #expect(reviewer.frame().plainText.contains("✓"))
    #expect(reviewer.state.waveform == nil)
  }

  @Test("what was left is there again: place, gain, channels, filter, panes")
  func restored() throws {
    var reviewer = try Reviewer("x100")
    reviewer.press("+t20<Enter>Jx>F3")
    let left = try #require(reviewer.state.waveform)
    _ = reviewer.state.update(.leaving)
    var again = try Reviewer("x100")
    again.state.session = reviewer.state.session
    _ = again.state.startEffects()
    let restored = try #require(again.state.waveform)
    #expect(restored.viewport.start == left.viewport.start)
    #expect(restored.viewport.cursor == left.viewport.cursor)
    #expect(restored.viewport.speed == left.viewport.speed)
    #expect(restored.gain.sensitivity == left.gain.sensitivity)
    #expect(restored.channels.order == left.channels.order)
    #expect(restored.channels.hidden == left.channels.hidden)
    #expect(restored.filter.current == left.filter.current)
    #expect(restored.panes.open == left.panes.open)
  }

  @Test("calipers stand on samples, snap to beats, and say what lies between")
  func calipers() throws {
    var reviewer = try Reviewer("x003")
    reviewer.press("]c]")
    let document = try #require(reviewer.state.waveform?.document)
    let caliper = try #require(reviewer.state.waveform?.measuring.caliper)
    let rate = document.record.frameRateHz
    for moment in [caliper.fixed, caliper.moving] {
      #expect(abs(moment * rate - (moment * rate).rounded()) < 1e-6)
    }
    let beats = document.beatTimes
    let first = try #require(beats.first { $0 > caliper.fixed + 2 / rate })
    #expect(abs(caliper.moving - first) < 1 / rate)
    reviewer.press(".")
    let moved = try #require(reviewer.state.waveform?.measuring.caliper)
    #expect(abs(moved.seconds - caliper.seconds - 1 / rate) < 1e-9)
  }

  @Test("the mouse: hints, titles, palette lines, a drag that measures")
  func mouse() throws {
    var reviewer = try Reviewer()
    try reviewer.readWithModel()
    let layout = try #require(reviewer.layout)
    reviewer.mouse(.press, x: 1, y: try #require(layout.hintRow))
    #expect(reviewer.state.palette?.kind == .menu(nil))
    reviewer.mouse(.press, x: 0, y: 0)
    #expect(reviewer.state.palette == nil)
    let pane = try #require(layout.panes.first { $0.pane == .measures })
    reviewer.mouse(.press, x: pane.rect.x + 3, y: pane.rect.y)
    #expect(reviewer.state.waveform?.panes.focused == .measures)
    let lane = layout.lanes[2]
    reviewer.press(";")
    reviewer.mouse(.press, x: 30, y: lane.rect.y)
    reviewer.mouse(.drag, x: 40, y: lane.rect.y)
    reviewer.mouse(.release, x: 40, y: lane.rect.y)
    let caliper = try #require(reviewer.state.waveform?.measuring.caliper)
    #expect(abs(caliper.seconds - 10 * 0.02) < 0.002)
    #expect(reviewer.state.waveform?.channels.focus == lane.channel)
    reviewer.press(":")
    reviewer.mouse(.wheelDown, x: 60, y: 10)
    #expect(reviewer.state.palette?.selection == 1)
  }
}
