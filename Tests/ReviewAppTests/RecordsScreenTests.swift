import Foundation
import TerminalGraphics
import Testing
import Waveforms

@testable import ReviewApp
import ReviewSession
import ReviewStore

@Suite("The records screen")
struct RecordsScreenTests {
  let small = Size(width: 80, height: 24)
  let wide = Size(width: 160, height: 50)

  /// The simulated patients, all looked at: x001, x002, x003 and x100.
  private func list() throws -> RecordsState {
    var state = try RecordsState(folder: Patients.folder)
    state.message = nil
    for name in state.names { state.take([name: RecordLook(path: state.path(of: name))]) }
    return state
  }

  private func frame(_ state: RecordsState, _ size: Size) -> Frame {
    RecordsView(state: state, size: size, theme: .builtIn).frame()
  }

  private func type(_ text: String, _ state: inout RecordsState, _ size: Size) {
    _ = state.handle(.character("/"), size: size)
    for character in text { _ = state.handle(.character(character), size: size) }
  }

  private func lines(_ frame: Frame, _ rows: Range<Int>) -> [String] {
    rows.map { row in
      let text = frame.text(row: row)
      return String(text.reversed().drop { $0 == " " }.reversed())
    }
  }

  // MARK: Pictures

  @Test("at 80x24 the list stands alone")
  func narrowPicture() throws {
    let frame = frame(try list(), small)
    #expect(
      lines(frame, 1..<7) == [
        "  record   length  ch  marks read unsure subject       rhythms",
        "▌ x001    0:01:15  19    152  ·        ? F12 AVNRT     ─//DDDD─DDD── AVNRT /A N",
        "  x002    0:01:10  19    152  ·        ? M15 AVRT-WPW… ────RRRR\\RRR─ AVRT /V N",
        "  x003    0:01:08  18    110  ·        ? M9 AVRT righ… ─EEEuuuufff── EAT AFL …",
        "  x100    0:01:14  14    134  ·        ? M44 TOF with… ───VVV//III── VT IVR …",
        "",
      ])
    #expect(frame.text(row: 0).contains("4 records  4 new"))
    #expect(frame.text(row: 0).contains("sort: name ↑"))
    #expect(
      lines(frame, 22..<24) == [
        " RECORDS" + String(repeating: " ", count: 68) + "1/4",
        " Enter open  / filter  s sort  S reverse  i about  ? help  q quit",
      ])
  }

  @Test("at 160x50 the traces and facts of the selected record stand beside it")
  func widePicture() throws {
    let frame = frame(try list(), wide)
    let text = frame.plainText
    #expect(frame.text(row: 1).contains("Hz"))
    #expect(frame.text(row: 1).contains("│ x001"))
    for part in [
      "├─ about x001 ", "female, 12.4 years, subject 001 of the children", "diagnosis",
      "D AVNRT 0:00:", "(48%), 5 times, longest", "78 Supraventricular tachycardia", "atr 152",
      "0:01:15, 19 channels, 977 Hz, WFDB", "5 coronary sinus: CS12 CS34", "never",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    // Ten seconds of traces, in braille.
    let pane = (0..<20).map { String(frame.text(row: $0).dropFirst(90)) }.joined()
    #expect(pane.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) })
    #expect(pane.contains("0:00:05"))
  }

  @Test(
    "a frame has the screen's size, whatever it is and whatever lies over it",
    arguments: [(1, 1), (2, 30), (20, 6), (40, 12), (60, 16), (80, 24), (110, 12), (300, 90)])
  func anySize(width: Int, height: Int) throws {
    let size = Size(width: width, height: height)
    var state = try list()
    state.surveys["x002"] = .failed("x002.hea: expected 3 signal lines, found 1")
    for overlay in [nil, .help(top: 0), .summary(top: 0)] as [RecordsState.Overlay?] {
      state.overlay = overlay
      #expect(frame(state, size).size == size)
    }
    state.overlay = nil
    type("av", &state, size)
    #expect(frame(state, size).size == size)
  }

  @Test(
    "columns never overlap and end within the list",
    arguments: [30, 40, 50, 60, 72, 80, 100, 109, 110, 120, 160, 200, 300])
  func columns(width: Int) throws {
    let layout = RecordsLayout(size: Size(width: width, height: 40), state: try list())
    var end = 1
    for column in layout.columns {
      #expect(column.span.lowerBound >= end && column.width > 0)
      end = column.span.upperBound
    }
    #expect(end < layout.listWidth)
    #expect(layout.columns.first?.kind == .name)
    #expect(width < 80 || layout.columns.count >= 9)
  }

  // MARK: Keys

  @Test("arrows, pages, ends and letters move")
  func moving() throws {
    var state = try list()
    func press(_ keys: KeyPress...) -> Int {
      for key in keys { _ = state.handle(key, size: small) }
      return state.selection
    }
    #expect(press(.down) == 1)
    #expect(press(.character("j")) == 2)
    #expect(press(.up) == 1)
    #expect(press(.character("k"), .up) == 0)
    #expect(press(.pageDown) == 3)
    #expect(press(.pageUp) == 0)
    #expect(press(.end) == 3)
    #expect(press(.home) == 0)
    #expect(press(.character("G")) == 3)
    #expect(press(.character("g")) == 0)
    #expect(press(.shiftRight) == 3)
    #expect(press(.character("H")) == 0)
  }

  @Test("Enter, l and Right open", arguments: [KeyPress.enter, .character("l"), .right])
  func opening(key: KeyPress) throws {
    var state = try list()
    _ = state.handle(.down, size: small)
    #expect(state.handle(key, size: small) == .open(name: "x002"))
  }

  @Test("q quits; Esc says what does")
  func quitting() throws {
    var state = try list()
    #expect(state.handle(.escape, size: small) == nil)
    #expect(frame(state, small).text(row: 23).contains("q quits"))
    #expect(state.handle(.character("q"), size: small) == .quit)
  }

  @Test(
    "Space and i show all that is known, and put it away", arguments: ["i"] as [Character])
  func summary(key: Character) throws {
    var state = try list()
    _ = state.handle(.character(key), size: small)
    let text = frame(state, small).plainText
    #expect(text.contains("female, 12.4 years") && text.contains("D AVNRT 0:00:"))
    _ = state.handle(.down, size: Size(width: 80, height: 14))
    #expect(state.overlay == .summary(top: 1))
    #expect(state.selection == 0)
    _ = state.handle(.character("q"), size: small)
    #expect(state.overlay == nil)
  }

  @Test("? shows the list's keys, each with its own command")
  func help() throws {
    var state = try list()
    _ = state.handle(.character("?"), size: Size(width: 120, height: 60))
    let text = frame(state, Size(width: 120, height: 60)).plainText
    for binding in Keymap.bindings where binding.screens.contains(.list) && !binding.keys.isEmpty {
      #expect(text.contains(binding.title(on: .list)), "\(binding.title)")
    }
  }

  // MARK: Filter

  @Test(
    "a filter looks at names, subjects, diagnoses and rhythms",
    arguments: [
      ("x100", ["x100"]), ("wpw", ["x002"]), ("right postero", ["x003"]), ("afib", ["x003"]),
      ("F12", ["x001"]), ("vt tof", ["x100"]), ("avnrt", ["x001"]), ("nothing", []),
    ])
  func filtering(query: String, expected: [String]) throws {
    var state = try list()
    type(query, &state, small)
    #expect(state.matches == expected)
    #expect(frame(state, small).text(row: 0).contains("\(expected.count) of 4"))
  }

  @Test("the best match comes first, and what matched is highlighted")
  func highlights() throws {
    var state = try list()
    type("avnrt", &state, small)
    let picture = frame(state, small)
    func underlined(_ y: Int) -> String {
      let cells = (0..<80).filter { picture[$0, y].style.attributes.contains(.underline) }
      return cells.map { String(picture[$0, y].glyph) }.joined()
    }
    #expect(underlined(2) == "AVNRT")
    #expect(picture.text(row: 0).contains("best match"))
    #expect(picture.text(row: 23).contains("/ avnrt▏"))
  }

  @Test("Backspace and ^U take a filter back, Enter keeps it, Esc clears it")
  func typing() throws {
    var state = try list()
    type("wpwx", &state, small)
    #expect(state.matches.isEmpty)
    #expect(frame(state, small).plainText.contains("no record matches \"wpwx\""))
    #expect(state.handle(.enter, size: small) == nil)
    _ = state.handle(.character("/"), size: small)
    _ = state.handle(.backspace, size: small)
    #expect(state.matches == ["x002"])
    _ = state.handle(.enter, size: small)
    #expect(!state.isTyping && state.filter == "wpw")
    _ = state.handle(.escape, size: small)
    #expect(state.filter.isEmpty && state.selected == "x002")
    type("x1", &state, small)
    _ = state.handle(.control("u"), size: small)
    #expect(state.filter.isEmpty && state.isTyping)
    type("w", &state, small)
    _ = state.handle(.escape, size: small)
    #expect(state.filter.isEmpty && !state.isTyping)
  }

  @Test("rhythms that become known later are found")
  func lateFacts() throws {
    var state = try RecordsState(folder: Patients.folder)
    type("afib", &state, small)
    #expect(state.matches.isEmpty)
    state.take(["x003": RecordLook(path: state.path(of: "x003"))])
    #expect(state.matches == ["x003"])
  }

  // MARK: Order

  @Test("s goes through all orders, r reverses, and the selected record stays selected")
  func sorting() throws {
    var state = try list()
    _ = state.handle(.down, size: small)
    var seen: [RecordSort] = []
    for _ in RecordSort.allCases {
      _ = state.handle(.character("s"), size: small)
      seen.append(state.sort)
      #expect(state.selected == "x002")
      #expect(frame(state, small).text(row: 0).contains("sort: \(state.sort.title)"))
    }
    #expect(Set(seen) == Set(RecordSort.allCases))
    #expect(seen.last == .name)
    _ = state.handle(.character("S"), size: small)
    #expect(state.matches == ["x100", "x003", "x002", "x001"])
    #expect(state.selected == "x002")
    #expect(frame(state, small).text(row: 0).contains("sort: name ↓"))
  }

  @Test("records are ordered by what the columns show")
  func orders() throws {
    var state = try list()
    state.setSort(.length, isDescending: false)
    #expect(state.matches == ["x003", "x002", "x100", "x001"])
    state.setSort(.channels, isDescending: false)
    #expect(state.matches == ["x100", "x003", "x001", "x002"])
    state.setSort(.marks, isDescending: true)
    #expect(state.matches == ["x001", "x002", "x100", "x003"])
  }

  @Test("what is not known comes last, in either direction")
  func unknownLast() throws {
    var state = try list()
    func reading(_ share: Double) -> RecordReadingSummary {
      RecordReadingSummary(
        windows: 50, uncertainShare: share, model: "surface 1.0", topClass: "AVRT")
    }
    state.setSort(.uncertainty, isDescending: true)
    state.readings = ["x003": reading(0.124), "x002": reading(0.5)]
    #expect(state.matches == ["x002", "x003", "x001", "x100"])
    state.setSort(.uncertainty, isDescending: false)
    #expect(state.matches == ["x003", "x002", "x001", "x100"])
    let picture = frame(state, wide)
    #expect(picture.text(row: 2).contains(" 12% "))
    #expect(picture.text(row: 4).contains(" ? "))
    _ = state.handle(.home, size: wide)
    #expect(
      frame(state, wide).plainText.contains(
        "uncertain of 12% of 50 windows, mostly AVRT (surface 1.0)"))
  }

  @Test("the order of a filter's matches gives way to one that is asked for")
  func filterAndSort() throws {
    var state = try list()
    type("av", &state, small)
    _ = state.handle(.enter, size: small)
    #expect(state.ranksByMatch)
    _ = state.handle(.character("s"), size: small)
    #expect(state.sort == .name && !state.ranksByMatch)
    #expect(state.matches == state.matches.sorted())
    _ = state.handle(.character("s"), size: small)
    #expect(state.sort == .length)
  }

  @Test("a key without a meaning in the list says so")
  func meaningless() throws {
    var reviewer = try Reviewer.list()
    for key in ["x", "e", "c", "m"] {
      reviewer.press(key)
      let said = reviewer.state.records?.message ?? ""
      #expect(said.contains("\(key) does nothing here"), "\(key): \(said)")
    }
    reviewer.press("<Down>")
    #expect(reviewer.state.records?.message == nil)
  }

  // MARK: What is remembered

  @Test("review states, dates and the order of earlier runs are shown")
  func remembered() throws {
    var state = try list()
    state.timeZone = try #require(TimeZone(secondsFromGMT: 7200))
    var opened = ReaderDecisions()
    opened.reviewState = .opened
    opened.lastOpened = Date(timeIntervalSince1970: 1_790_000_000)
    _ = opened.apply(
      .bookmark(Replacement(before: nil, after: Bookmark(seconds: 61.5, text: "onset"))))
    var reviewed = opened
    reviewed.reviewState = .reviewed
    reviewed.lastOpened = Date(timeIntervalSince1970: 1_780_000_000)
    state.remember(
      Session(global: GlobalSession(sort: "lastOpened", sortsDescending: true)),
      [
        SessionStore.key(of: state.path(of: "x003")): opened,
        SessionStore.key(of: state.path(of: "x002")): reviewed,
      ])
    #expect(state.matches == ["x003", "x002", "x001", "x100"])
    _ = state.handle(.home, size: wide)
    let picture = frame(state, wide)
    #expect(picture.text(row: 2).contains("◐") && picture.text(row: 3).contains("✓"))
    #expect(picture.text(row: 0).contains("2 new"))
    #expect(picture.plainText.contains("2026-09-21 16:13"))
    #expect(picture.plainText.contains("0:01:01.5 onset"))
    state.setSort(.review, isDescending: true)
    #expect(state.matches.prefix(2) == ["x002", "x003"])
  }

  // MARK: Mouse

  @Test("the mouse: wheel, a press selects, on the selected record opens, on a title sorts")
  func mouse() throws {
    var state = try list()
    func send(_ kind: MouseEvent.Kind, _ x: Int, _ y: Int) -> RecordsAction? {
      state.handle(MouseEvent(kind: kind, x: x, y: y), size: small)
    }
    #expect(send(.wheelDown, 5, 9) == nil && state.selection == 1)
    #expect(send(.wheelUp, 5, 9) == nil && state.selection == 0)
    #expect(send(.press, 5, 4) == nil && state.selected == "x003")
    #expect(send(.press, 5, 4) == .open(name: "x003"))
    #expect(send(.press, 5, 20) == nil && state.selected == "x003")
    let layout = RecordsLayout(size: small, state: state)
    let marks = try #require(layout.columns.first { $0.kind == .marks })
    #expect(send(.press, marks.x, 1) == nil)
    #expect(state.sort == .marks && state.isDescending)
    _ = send(.press, marks.x + marks.width - 1, 1)
    #expect(state.sort == .marks && !state.isDescending)
    #expect(state.selected == "x003")
    state.overlay = .summary(top: 0)
    let wheel = MouseEvent(kind: .wheelDown, x: 5, y: 5)
    _ = state.handle(wheel, size: Size(width: 80, height: 14))
    #expect(state.overlay == .summary(top: 1))
    #expect(send(.press, 5, 5) == nil && state.overlay == nil)
  }

  @Test("a press on the selected record opens it through the whole program")
  func mouseOpens() throws {
    var app = AppState(records: try list(), size: small)
    let press = TerminalEvent.mouse(MouseEvent(kind: .press, x: 5, y: 2))
    #expect(app.update(.terminal(press)) == [.open(name: "x001")])
  }

  // MARK: Files that change

  /// A copy of the patients that a test may spoil.
  private func copy() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for file in try FileManager.default.contentsOfDirectory(atPath: Patients.folder) {
      try FileManager.default.copyItem(
        atPath: Patients.folder + "/" + file, toPath: folder.path + "/" + file)
    }
    return folder
  }

  private func looked(at folder: TemporaryFolder) throws -> RecordsState {
    var state = try RecordsState(folder: folder.path)
    state.message = nil
    for name in state.names { state.take([name: RecordLook(path: state.path(of: name))]) }
    return state
  }

  @Test("a record that has not changed is not looked at again, one that has is")
  func changes() throws {
    let folder = try copy()
    var state = try looked(at: folder)
    #expect(state.look(at: "x001", RecordOpener()) == nil)
    let header = try folder.text("x001.hea")
    try folder.write(header + "# 12 F\n", "x001.hea")
    let look = try #require(state.look(at: "x001", RecordOpener()))
    #expect(look.facts?.comments.last == "12 F")
    state.take(["x001": look])
    #expect(state.look(at: "x001", RecordOpener()) == nil)
    try FileManager.default.removeItem(atPath: folder.path + "/x001.atr")
    state.take(["x001": try #require(state.look(at: "x001", RecordOpener()))])
    #expect(frame(state, small).text(row: 2).contains("–"))
  }

  @Test("a record that has gone is said when it is opened, and the list stays")
  func gone() throws {
    let folder = try copy()
    let state = try looked(at: folder)
    try FileManager.default.removeItem(atPath: folder.path + "/x001.hea")
    let terminal = ScriptedTerminal(size: small, keys: [.enter, .down, .character("q")])
    let loop = ReviewLoop(
      state: AppState(records: state, size: small), theme: .builtIn, terminal: terminal)
    #expect(loop.run() == nil)
    #expect(terminal.frames[1].text(row: 0).contains("records"))
    #expect(terminal.frames[1].text(row: 23).contains("expected"))
    #expect(terminal.frames[1].text(row: 2).contains("x001: expected"))
    #expect(terminal.frames[2].text(row: 3).contains("▌ x002"))
  }

  @Test("a record that has changed is opened as it is now, and that is said")
  func changedOnOpening() throws {
    let folder = try copy()
    let state = try looked(at: folder)
    try folder.write(try folder.text("x001.hea") + "# new remark\n", "x001.hea")
    let terminal = ScriptedTerminal(size: small, keys: [.enter, .escape, .character("q")])
    let loop = ReviewLoop(
      state: AppState(records: state, size: small), theme: .builtIn, terminal: terminal)
    _ = loop.run()
    #expect(terminal.frames[1].plainText.contains("x001 has changed since it was listed"))
  }

  @Test("rows in view are checked after a key, and only then")
  func checking() throws {
    var app = AppState(records: try list(), size: small)
    let request = try #require(app.records?.surveyRequest(height: small.height))
    #expect(request.wanted.isEmpty)
    #expect(request.checked.keys.sorted() == ["x001", "x002", "x003", "x100"])
    _ = app.update(.asked(request))
    #expect(app.records?.surveyRequest(height: small.height) == nil)
    _ = app.update(.terminal(.key(.down)))
    #expect(app.records?.surveyRequest(height: small.height) == request)
  }

  // MARK: Many records

  /// A folder of so many records that not all are in view.
  private func many(_ count: Int) throws -> (TemporaryFolder, RecordsState) {
    let folder = try TemporaryFolder()
    for number in 0..<count { try folder.write("r\(number) 0 100 1000\n", "r\(number).hea") }
    return (folder, try RecordsState(folder: folder.path))
  }

  @Test("records in view are looked at first, then the others in batches, and all at last")
  func batches() throws {
    let (folder, records) = try many(150)
    defer { withExtendedLifetime(folder) {} }
    var app = AppState(records: records, size: small)
    _ = app.startEffects()
    var batches: [[String]] = []
    while let request = app.records?.surveyRequest(height: small.height), !request.wanted.isEmpty {
      batches.append(request.wanted)
      _ = app.update(.asked(request))
      let looks = request.wanted.map { ($0, RecordLook(path: folder.path + "/" + $0)) }
      _ = app.update(.surveyed(Dictionary(looks) { $1 }))
    }
    #expect(batches.first == (0..<20).map { "r\($0)" })
    #expect(batches.map(\.count) == [20, 64, 64, 2])
    #expect(app.records?.facts.count == 150)
  }

  @Test("records far from view are closed, their facts are kept")
  func memory() throws {
    let (folder, records) = try many(700)
    defer { withExtendedLifetime(folder) {} }
    var state = records
    let look = RecordLook(path: Patients.folder + "/x001")
    for name in state.names { state.take([name: look]) }
    #expect(state.facts.count == 700)
    #expect(state.surveys.count == 300)
    _ = state.handle(.end, size: small)
    // The last ones are closed: those in view are opened again.
    #expect(state.surveyRequest(height: 24)?.wanted.count == 20)
    #expect(frame(state, small).text(row: 21).contains("▌ r699"))
    #expect(frame(state, small).text(row: 21).contains("0:01:15"))
  }

  // MARK: The strip

  @Test("a short run is seen at any width, and noise where there is no rhythm")
  func strip() {
    let strip = RhythmStrip(
      spans: [("N", 0..<0.5), ("VT", 0.5..<0.5001), ("N", 0.5001..<0.75)],
      noise: [0.8..<0.9])
    for width in [4, 10, 37, 240, 300] {
      let cells = strip.cells(width: width)
      #expect(cells.count == width)
      #expect(cells.contains(.rhythm("VT")), "\(width)")
      #expect(cells.first == .rhythm("N"))
      #expect(width < 10 || cells.contains(.noise), "\(width)")
      #expect(width < 10 || cells.last == .unlabelled, "\(width)")
    }
  }

  @Test("rhythms that are told apart by colour have signs of their own")
  func signs() {
    let names = ["N", "/A", "/V", "AVNRT", "AVRT", "VT", "AFIB", "AFL", "IVR", "EAT", "J", "B"]
    #expect(Set(names.map { RhythmGlyph.scalar(of: $0) }).count == names.count)
    #expect(RhythmGlyph.scalar(of: "new") == "N")
    #expect(RhythmGlyph.scalar(of: "") == "?")
  }
}
