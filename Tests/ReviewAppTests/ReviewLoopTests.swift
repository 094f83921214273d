import ReviewApp
import ReviewSession
import Testing
import TerminalGraphics
import Waveforms

@Suite("The loop")
struct ReviewLoopTests {
  let size = Size(width: 100, height: 30)

  private func loop(_ terminal: ScriptedTerminal) throws -> ReviewLoop {
    let state = AppState(records: try RecordsState(folder: Patients.folder), size: size)
    return ReviewLoop(state: state, theme: .builtIn, terminal: terminal)
  }

  @Test("from the list into a record and back out")
  func throughTheScreens() throws {
    let terminal = ScriptedTerminal(
      size: size,
      keys: [.character("j"), .enter, .character("l"), .escape, .character("q"), .character("x")])
    #expect(try loop(terminal).run() == nil)
    let titles = terminal.frames.map { String($0.text(row: 0).prefix(10)) }
    #expect(titles[0].contains("records"))
    #expect(titles[2].contains("x002"))
    #expect(titles[3].contains("x002"))
    #expect(titles[4].contains("records"))
    #expect(titles.count == 5)
  }

  @Test("a signal ends it, and is told")
  func signals() throws {
    let terminal = ScriptedTerminal(size: size, script: [[.terminate(signal: 15)]])
    #expect(try loop(terminal).run() == 15)
  }

  @Test("a resize draws the new size, even a tiny one")
  func resizing() throws {
    let terminal = ScriptedTerminal(
      size: size, script: [[.key(.enter)], [.resized], [.key(.character("l"))], [.resized]],
      resizes: [2: Size(width: 3, height: 2), 4: Size(width: 200, height: 60)])
    _ = try loop(terminal).run()
    #expect(terminal.frames[2].size == Size(width: 3, height: 2))
    #expect(terminal.frames.last?.size == Size(width: 200, height: 60))
  }

  @Test("a filter narrows the list, Enter keeps it, Esc clears it, q then quits")
  func filtering() throws {
    let keys: [KeyPress] =
      [.character("/"), .character("t"), .character("o"), .character("f"), .enter]
      + [.enter, .character("q"), .character("q"), .character("q")]
    let terminal = ScriptedTerminal(size: size, keys: keys)
    #expect(try loop(terminal).run() == nil)
    #expect(terminal.frames[4].plainText.contains("1 of 4"))
    #expect(terminal.frames[6].text(row: 0).contains("x100"))
    #expect(terminal.frames[8].plainText.contains("4 records"))
  }

  @Test("a record that cannot be opened is said in the list, which stays")
  func damagedRecord() throws {
    var records = try RecordsState(folder: Patients.folder)
    records.surveys["x001"] = .failed("x001.hea: expected 3 signal lines, found 1")
    let terminal = ScriptedTerminal(size: size, keys: [.enter, .character("q")])
    let state = AppState(records: records, size: size)
    #expect(ReviewLoop(state: state, theme: .builtIn, terminal: terminal).run() == nil)
    #expect(terminal.frames[1].text(row: 29).contains("expected 3 signal lines"))
  }

  @Test("the mouse: wheel, a press on a lane, a press on the overview")
  func mouse() throws {
    var state = AppState(
      waveform: try Patients.state("x001", size: size), size: size)
    _ = state.update(.terminal(.mouse(MouseEvent(kind: .wheelDown, x: 50, y: 10))))
    #expect((state.waveform?.viewport.start ?? 0) > 0)
    let layout = try #require(state.waveform).layout
    let lane = layout.lanes[3]
    _ = state.update(.terminal(.mouse(MouseEvent(kind: .press, x: 50, y: lane.rect.y))))
    #expect(state.waveform?.channels.focus == lane.channel)
    #expect(state.waveform?.viewport.cursor != nil)
    let far = MouseEvent(
      kind: .press, x: layout.overview.columns.upperBound - 1, y: layout.overview.y)
    _ = state.update(.terminal(.mouse(far)))
    #expect((state.waveform?.viewport.start ?? 0) > 50)
  }
}
