import Testing
import TerminalGraphics

@Suite("Frames")
struct FrameTests {
  @Test("text is clipped to its width and to the picture")
  func clipping() {
    var frame = Frame(size: Size(width: 6, height: 2))
    #expect(frame.write("abcdefgh", x: 3, y: 0, style: .plain) == 6)
    #expect(frame.write("xyz", x: 0, y: 1, style: .plain, width: 2) == 2)
    frame.write("never", x: 0, y: 7, style: .plain)
    frame.write("tail", endingAt: 6, y: 1, style: .plain)
    #expect(frame.plainText == "   abc\nxytail")
  }

  @Test("a file's control characters never reach the terminal")
  func controlCharacters() {
    var frame = Frame(size: Size(width: 8, height: 1))
    frame.write("a\u{1B}[2J\u{7}\u{9B}", x: 0, y: 0, style: .plain)
    #expect(frame.plainText == "a·[2J·· ")
  }

  @Test("a wide glyph takes two cells, or none where only one is left")
  func wideGlyphs() {
    var frame = Frame(size: Size(width: 3, height: 1))
    #expect(frame.write("心心", x: 0, y: 0, style: .plain) == 2)
    #expect(frame[1, 0].glyph == Cell.continuation)
    #expect(frame.plainText == "心 ")
  }

  @Test("every size draws, the empty one too", arguments: [(0, 0), (1, 1), (0, 5), (300, 90)])
  func sizes(width: Int, height: Int) {
    var frame = Frame(size: Size(width: width, height: height))
    frame.fill(Rect(x: -2, y: -2, width: 400, height: 100), Cell("x"))
    #expect(frame.cells.allSatisfy { $0.glyph == "x" })
    #expect(frame.cells.count == width * height)
  }
}

@Suite("Braille")
struct BrailleCanvasTests {
  @Test("each dot has the bit that Unicode gives it")
  func dots() {
    let expected: [[UInt32]] = [
      [0x2801, 0x2802, 0x2804, 0x2840], [0x2808, 0x2810, 0x2820, 0x2880],
    ]
    for column in 0..<2 {
      for row in 0..<4 {
        var canvas = BrailleCanvas(size: Size(width: 2, height: 2))
        canvas.fillColumn(column + 2, from: row + 4, to: row + 4)
        #expect(canvas.glyph(x: 1, y: 1)?.value == expected[column][row])
        #expect(canvas.glyph(x: 0, y: 0) == nil)
      }
    }
  }

  @Test("columns are filled in either order, and clipped")
  func columns() {
    var canvas = BrailleCanvas(size: Size(width: 1, height: 2))
    canvas.fillColumn(0, from: 99, to: -99)
    canvas.fillColumn(7, from: 0, to: 1)
    canvas.fillColumn(1, from: 8, to: 20)
    #expect(canvas.glyph(x: 0, y: 0) == "⡇")
    #expect(canvas.glyph(x: 0, y: 1) == "⡇")
  }
}
