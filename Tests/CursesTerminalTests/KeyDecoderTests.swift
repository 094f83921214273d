import CursesTerminal
import Testing
import TerminalGraphics

@Suite("Keys from bytes") struct KeyDecoderTests {
  /// Bytes, and the keys that they are however they are cut into readings.
  struct Case: Sendable, CustomTestStringConvertible {
    var bytes: [UInt8]
    var events: [TerminalEvent]
    var testDescription: String { String(decoding: bytes, as: UTF8.self).debugDescription }

    init(_ text: String, _ keys: [KeyPress]) { self.init(Array(text.utf8), keys) }

    init(_ bytes: [UInt8], _ keys: [KeyPress]) {
      (self.bytes, events) = (bytes, keys.map(TerminalEvent.key))
    }
  }

  private func expect(_ check: Case) {
    let (together, apart) = Typist.events(check.bytes)
    #expect(together == check.events)
    #expect(apart == check.events)
  }

  static let typedCases = [
    Case(
      "aZ é€😀",
      [
        .character("a"), .character("Z"), .character(" "), .character("é"), .character("€"),
        .character("😀"),
      ]),
    Case("\r\n\t\u{8}\u{7F}", [.enter, .enter, .tab, .backspace, .backspace]),
    Case(
      "\u{0}\u{3}\u{1A}\u{1C}\u{1F}",
      [
        .control(" "), .control("c"), .control("z"), .control("\\"), .control("_"),
      ]),
    Case("\u{85}\u{9B}A", [.character("A")]),
  ]

  @Test("letters and control", arguments: typedCases)
  func typed(check: Case) { expect(check) }

  static let invalidCases = [
    Case([0xFF] + Array("abc".utf8), [.character("a"), .character("b"), .character("c")]),
    Case([0x80, 0xBF, 0x61], [.character("a")]),
    // Overlong, a half of a pair, beyond the last letter.
    Case([0xC0, 0xAF, 0x61], [.character("a")]),
    Case([0xED, 0xA0, 0x80, 0x61], [.character("a")]),
    Case([0xF4, 0x90, 0x80, 0x80, 0x61], [.character("a")]),
    // Cut short by the next letter, by a key's sequence, by nothing.
    Case([0xE2, 0x82, 0x61], [.character("a")]),
    Case([0xC3, 0x1B, 0x4F, 0x41], [.up]),
    Case([0x61, 0xF0, 0x9F, 0x98], [.character("a")]),
  ]

  @Test("invalid UTF-8 is left out, and nothing else", arguments: invalidCases)
  func invalid(check: Case) { expect(check) }

  @Test("a terminal with a byte a letter")
  func singleByte() {
    let latin = (0x80...0xFF).map { Unicode.Scalar(UInt32($0)) }
    let bytes: [UInt8] = [0xE9, 0xFF, 0x1B, 0xE9, 0x85, 0x61]
    let events = Typist.events(bytes, encoding: .singleByte(latin))
    #expect(events.together == TerminalEvent.keys("éÿa"))
    #expect(events.apart == events.together)
    #expect(
      Typist.events([0x80, 0x61], encoding: .singleByte([])).together == TerminalEvent.keys("a"))
  }

  static let sequencesCases = [
    Case(
      "\u{1B}OA\u{1B}OP\u{1B}[20~\u{1B}[5~x",
      [
        .up, .function(1), .function(9), .pageUp, .character("x"),
      ]),
    // Not in the description: cursor keys in both modes, and editing keys.
    Case("\u{1B}[A\u{1B}[B\u{1B}OB\u{1B}[C\u{1B}OD", [.up, .down, .down, .right, .left]),
    Case(
      "\u{1B}[H\u{1B}OF\u{1B}[Z\u{1B}[1~\u{1B}[7~\u{1B}[4~\u{1B}[8~",
      [
        .home, .end, .backTab, .home, .home, .end, .end,
      ]),
    Case("\u{1B}[3~\u{1B}[6~\u{1B}[3;2~", [.delete, .pageDown, .delete]),
    Case(
      "\u{1B}[1;2C\u{1B}[1;2D\u{1B}[1;2A\u{1B}O2C\u{1B}[1;1C",
      [
        .shiftRight, .shiftLeft, .up, .shiftRight, .right,
      ]),
    // With Alt or control nothing is bound to them.
    Case("\u{1B}[1;5C\u{1B}[1;3A\u{1B}O5D\u{1B}[3;5~\u{1B}[1;2;3Cx", [.character("x")]),
    // Unknown: answers, reports of the focus, the Linux console's and other terminals' keys.
    Case("\u{1B}[?62;4c\u{1B}[24;80R\u{1B}[I\u{1B}[97;5u\u{1B}[ qx", [.character("x")]),
    Case("\u{1B}[[Ax\u{1B}[201~\u{1B}[2~y", [.character("x"), .character("y")]),
    Case("\u{1}@\rx", [.character("x")]),
    // A letter in the description does not take the letter.
    Case("h", [.character("h")]),
  ]

  @Test("sequences, whole and a byte at a time", arguments: sequencesCases)
  func sequences(check: Case) { expect(check) }

  static let brokenCases = [
    Case("\u{1B}[1;\u{1B}[Bx", [.down, .character("x")]),
    Case("\u{1B}[1\rx", [.enter, .character("x")]),
    Case("\u{1B}[5éx", [.character("é"), .character("x")]),
    Case("\u{1B}[5", []),
    Case("\u{1B}O", []),
    Case("\u{1B}[" + String(repeating: "1;", count: 900) + "C", []),
  ]

  @Test("what breaks off does not act as the keys it is spelt with", arguments: brokenCases)
  func broken(check: Case) {
    let events = Typist.events(check.bytes)
    #expect(events.apart == events.together)
    // Of a sequence that is too long the rest is typed text.
    if check.bytes.count < 1000 { #expect(events.together == check.events) }
  }

  static let answersCases = [
    Case("\u{1B}]11;rgb:1e1e/1e1e/2e2e\u{1B}\\x", [.character("x")]),
    Case("\u{1B}]10;q\u{7}x", [.character("x")]),
    Case("\u{1B}P1$r0m\u{1B}\\\u{1B}_Gi=1;OK\u{1B}\\x", [.character("x")]),
    Case("\u{1B}]11;q\u{1B}OAx", [.up, .character("x")]),
    Case("\u{1B}]11;rgb", []),
    Case("\u{1B}]11;rgb\u{1B}", []),
    Case("\u{1B}]11;rgb\u{1B}\u{1B}", [.escape, .escape]),
    Case("\u{1B}]11;rgb\u{1B}[5", []),
  ]

  @Test("a terminal's late answer to another program is not typed", arguments: answersCases)
  func answers(check: Case) { expect(check) }

  static let altCases = [
    Case("\u{1B}a\u{1B}é\u{1B}\r\u{1B}\u{7F}x", [.character("x")]),
    // Escape before the sequence of a key.
    Case("\u{1B}\u{1B}[A\u{1B}\u{1B}OPx", [.character("x")]),
    Case("\u{1B}\u{1B}[1;", []),
  ]

  @Test("Alt is a key that nothing is bound to", arguments: altCases)
  func alt(check: Case) { expect(check) }

  @Test("Escape before a report of the mouse was typed")
  func escapeBeforeMouse() {
    var typist = Typist()
    let mouse = TerminalEvent.mouse(MouseEvent(kind: .press, x: 1, y: 2))
    #expect(typist.read("\u{1B}\u{1B}[<0;2;3M") == [.key(.escape), mouse])
  }

  @Test("Escape waits for what may follow, no longer")
  func loneEscape() {
    var typist = Typist()
    #expect(typist.delay == nil)
    #expect(typist.read("\u{1B}") == [])
    #expect(typist.delay == .milliseconds(25))
    #expect(typist.wait(.milliseconds(24)) == [])
    #expect(typist.wait(.milliseconds(1)) == [.key(.escape)])
    #expect(typist.delay == nil)
    #expect(typist.wait(.seconds(1)) == [])
    #expect(typist.read("OA") == TerminalEvent.keys("OA"))
  }

  @Test("Escape that is typed twice is two keys")
  func escapeTwice() {
    var typist = Typist()
    #expect(typist.read("\u{1B}\u{1B}") == [])
    #expect(typist.wait(.milliseconds(25)) == [.key(.escape), .key(.escape)])
    #expect(typist.read("\u{1B}\u{1B}a") == [.key(.escape)])
    #expect(typist.wait(.seconds(1)) == [])
  }

  @Test("a sequence that has begun is waited for longer, and late bytes belong to it")
  func fragments() {
    var typist = Typist()
    #expect(typist.read("\u{1B}[1;") == [])
    #expect(typist.delay == .milliseconds(250))
    #expect(typist.wait(.milliseconds(249)) == [])
    #expect(typist.read("2") == [])
    #expect(typist.delay == .milliseconds(250))
    #expect(typist.read("C") == [.key(.shiftRight)])
    #expect(typist.delay == nil)
    #expect(typist.read("\u{1B}[1;") + typist.wait(.milliseconds(250)) == [])
    #expect(typist.read("C") == TerminalEvent.keys("C"))
  }

  @Test("a key whose sequence begins another's comes after the shorter delay")
  func sharedBeginning() {
    let keys = KeyTable(capabilities: ["kf1": "\u{1}", "kf2": "\u{1}@", "kf3": "\u{1B}[M"])
    var decoder = KeyDecoder(keys: keys)
    let start = ContinuousClock.now
    #expect(decoder.decode([1], at: start) == [])
    #expect(decoder.deadline == start + .milliseconds(25))
    #expect(decoder.expire(at: start + .milliseconds(25)) == [.key(.function(1))])
    #expect(
      decoder.decode([1, 0x40, 1, 0x41], at: start) == [
        .key(.function(2)), .key(.function(1)), .key(.character("A")),
      ])
    // A description's own key goes before the oldest report of the mouse.
    #expect(decoder.decode(Array("\u{1B}[M".utf8), at: start) == [.key(.function(3))])
  }
}
