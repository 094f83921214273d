import CursesTerminal
import Testing
import TerminalGraphics

@Suite("Pasted text") struct PastedTextTests {
  private static let start = "\u{1B}[200~"
  private static let end = "\u{1B}[201~"

  /// What is pasted, and the text that comes of it.
  struct Case: Sendable, CustomTestStringConvertible {
    var pasted: [UInt8]
    var text: String
    var testDescription: String { text.debugDescription }

    init(_ pasted: String, _ text: String) { self.init(Array(pasted.utf8), text) }
    init(_ pasted: [UInt8], _ text: String) { (self.pasted, self.text) = (pasted, text) }
  }

  static let cases = [
    Case("", ""),
    Case("µV, 72/min €😀", "µV, 72/min €😀"),
    Case("one\rtwo\nthree\r\nfour\r\r", "one\ntwo\nthree\nfour\n\n"),
    Case("a\u{0}\u{3}\u{4}\t\u{7}\u{8}\u{7F}\u{80}\u{9B}\u{9F}b", "ab"),
    Case("\u{1B}]0;title\u{7}\u{1B}[31mred\u{1B}", "]0;title[31mred"),
    Case([0x61, 0xFF, 0x62, 0xE2, 0x82], "a\u{FFFD}b\u{FFFD}"),
    Case(start + "a" + start + "b", "ab"),
    Case("a\u{1B}[20", "a[20"),
    Case("\u{1B}[2\u{1B}[20", "[2[20"),
  ]

  @Test("it comes whole and without control characters", arguments: cases)
  func text(check: Case) {
    let bytes = Array(Self.start.utf8) + check.pasted + Array((Self.end + "x").utf8)
    let events = Typist.events(bytes)
    #expect(events.together == [.paste(check.text), .key(.character("x"))])
    #expect(events.apart == events.together)
  }

  @Test("a mark in the text does not let the rest of it act as keys")
  func embeddedEnd() {
    var typist = Typist()
    let read = typist.read(Self.start + "a" + Self.end + "q\r" + Self.end + "x")
    #expect(read == [.paste("aq\n"), .key(.character("x"))])
    let two = typist.read(Self.start + "a" + Self.end + "x" + Self.start + "b" + Self.end)
    #expect(two == [.paste("a"), .key(.character("x")), .paste("b")])
    #expect(typist.read(Self.end + "x") == TerminalEvent.keys("x"))
  }

  @Test("its end may come in pieces, at any time")
  func fragmentedEnd() {
    for cut in 1..<6 {
      var typist = Typist()
      #expect(typist.read(Self.start + "ab" + Self.end.prefix(cut)) == [])
      #expect(typist.delay == nil)
      #expect(typist.wait(.seconds(60)) == [])
      #expect(
        typist.read(Self.end.dropFirst(cut) + "x") == [.paste("ab"), .key(.character("x"))])
    }
  }

  @Test("Escape was typed before it")
  func escapeBefore() {
    var typist = Typist()
    #expect(
      typist.read("\u{1B}" + Self.start + "a" + Self.end) == [.key(.escape), .paste("a")])
  }

  @Test("4096 bytes are kept, and whole letters")
  func limit() {
    var typist = Typist()
    let long = String(repeating: "€", count: 2000)
    #expect(
      typist.read(Self.start + long + Self.end) == [.paste(String(long.prefix(1365)))])
    // However much comes, in however many pieces.
    #expect(typist.read(Self.start) == [])
    for _ in 0..<20 { #expect(typist.read(long) == []) }
    #expect(
      typist.read(Self.end + "x")
        == [.paste(String(long.prefix(1365))), .key(.character("x"))])
  }
}
