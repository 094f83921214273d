import Testing
import TerminalGraphics

@Suite struct TextWidthTests {
  /// What a text takes and what is drawn of it.
  struct Case: Sendable, CustomTestStringConvertible {
    var text: String
    var columns: Int
    var drawn: String
    var testDescription: String { text }
  }

  static let cases = [
    Case(text: "sinus 72/min · µV", columns: 17, drawn: "sinus 72/min · µV"),
    Case(text: "\u{1F691}", columns: 2, drawn: "\u{1F691}"),
    Case(text: "\u{1F6D8}\u{1FAC0}\u{1F7E0}", columns: 6, drawn: "\u{1F6D8}\u{1FAC0}\u{1F7E0}"),
    Case(text: "⌚⚡⭐☔", columns: 8, drawn: "⌚⚡⭐☔"),
    // Without U+FE0F these are narrow, and without it they are drawn.
    Case(text: "❤", columns: 1, drawn: "❤"),
    Case(text: "❤\u{FE0F}!", columns: 2, drawn: "❤!"),
    Case(text: "⚕\u{FE0E}", columns: 1, drawn: "⚕"),
    Case(text: "1\u{FE0F}\u{20E3}", columns: 1, drawn: "1"),
    // A family, a doctor, a waving hand in a colour.
    Case(text: "👩\u{200D}👩\u{200D}👧", columns: 2, drawn: "👩"),
    Case(text: "👩🏽\u{200D}⚕\u{FE0F}", columns: 2, drawn: "👩"),
    Case(text: "👋🏿", columns: 2, drawn: "👋"),
    Case(text: "🏿", columns: 2, drawn: "🏿"),
    // Flags, and half a flag.
    Case(text: "🇩🇪🇨🇭", columns: 4, drawn: "DECH"),
    Case(text: "🇩", columns: 1, drawn: "🇩"),
    Case(text: "🏴\u{E0067}\u{E0062}\u{E007F}", columns: 2, drawn: "🏴"),
    // Marks: with a composed form, without one, alone.
    Case(text: "e\u{301}a\u{308}", columns: 2, drawn: "éä"),
    Case(text: "x\u{301}\u{323}", columns: 1, drawn: "x"),
    Case(text: "\u{301}", columns: 0, drawn: ""),
    Case(text: "a\u{200B}\u{2060}b", columns: 2, drawn: "ab"),
    // Hangul, composed and not; kana with its sound mark; Devanagari with a vowel that stands apart.
    Case(text: "한글", columns: 4, drawn: "한글"),
    Case(text: "\u{1112}\u{1161}\u{11AB}", columns: 2, drawn: "한"),
    Case(text: "か\u{3099}", columns: 2, drawn: "が"),
    Case(text: "की", columns: 2, drawn: "की"),
    Case(text: "ﾊｰﾄ 心電図 ＡＢ", columns: 15, drawn: "ﾊｰﾄ 心電図 ＡＢ"),
    Case(text: "\u{1B}[2J\r\n\u{E000}", columns: 7, drawn: "·[2J···"),
  ]

  @Test(arguments: cases)
  func clustersTakeTheColumnsOfWhatIsDrawn(one: Case) {
    #expect(TextWidth.columns(of: one.text) == one.columns)
    var frame = Frame(size: Size(width: 20, height: 1))
    #expect(frame.write(one.text, x: 0, y: 0, style: .plain) == one.columns)
    let blanks = String(repeating: " ", count: 20 - one.columns)
    #expect(frame.text(row: 0) == one.drawn + blanks)
  }

  @Test(arguments: cases)
  func textIsCutBetweenClusters(one: Case) {
    for width in 0...(one.columns + 1) {
      let cut = TextWidth.truncated(one.text, to: width)
      #expect(TextWidth.columns(of: cut) <= width)
      if width >= one.columns { #expect(cut == one.text) }
    }
  }

  /// No row is longer than the picture, whatever is written over whatever.
  @Test func rowsAreAsLongAsThePicture() {
    var state: UInt64 = 5
    func random(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    var frame = Frame(size: Size(width: 12, height: 3))
    for _ in 0..<5_000 {
      let text = Self.cases[random(Self.cases.count)].text
      let (x, y) = (random(18) - 4, random(4))
      switch random(4) {
      case 0:
        var small = Frame(size: Size(width: 1 + random(5), height: 1))
        small.write(text + "心心", x: random(3) - 1, y: 0, style: .plain)
        frame.draw(small, x: x, y: y)
      case 1: frame[x, y] = Cell("x")
      case 2: frame.write(text, endingAt: x, y: y, style: .plain)
      default: frame.write(text, x: x, y: y, style: .plain, width: random(9))
      }
      for picture in [frame, frame.with(.ascii), frame.with(.halfBlocks)] {
        for row in 0..<3 {
          let scalars = picture.text(row: row).unicodeScalars
          #expect(scalars.reduce(0) { $0 + TextWidth.columns(of: $1) } == 12)
        }
      }
    }
  }

  @Test("the end of a text is kept as far as there is room")
  func truncatedStart() {
    #expect(TextWidth.truncatedStart("catheter", to: 8) == "catheter")
    #expect(TextWidth.truncatedStart("catheter", to: 5) == "…eter")
    #expect(TextWidth.truncatedStart("一二三", to: 4) == "…三")
    #expect(TextWidth.truncatedStart("catheter", to: 1) == "…")
    #expect(TextWidth.truncatedStart("catheter", to: 0).isEmpty)
  }

  @Test("entries of a line are whole, or left out")
  func wholeEntries() {
    let line = "Esc ends  ← → marks  u undo"
    #expect(TextWidth.wholeEntries(line, to: 27) == line)
    #expect(TextWidth.wholeEntries(line, to: 26) == "Esc ends  ← → marks")
    #expect(TextWidth.wholeEntries(line, to: 8) == "Esc ends")
    #expect(TextWidth.wholeEntries(line, to: 5) == "Esc …")
  }
}
