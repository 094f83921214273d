import TerminalGraphics
import Testing

@Suite struct ANSITextTests {
  private let red = Style(foreground: Color(red: 255, green: 0, blue: 0))

  @Test func plainCellsHaveNoSequences() {
    var frame = Frame(size: Size(width: 3, height: 2))
    frame.write("ab", x: 0, y: 0, style: .plain)
    #expect(frame.ansiText(depth: .trueColor) == "ab \n   ")
  }

  @Test(arguments: [
    (ColorDepth.trueColor, "\u{1B}[0;38;2;255;0;0m"), (.palette256, "\u{1B}[0;38;5;196m"),
    (.palette16, "\u{1B}[0;91m"), (.palette8, "\u{1B}[0;31m"), (.mono, ""),
  ])
  func aStyleIsWrittenOnce(depth: ColorDepth, sequence: String) {
    var frame = Frame(size: Size(width: 4, height: 1))
    frame.write("xy", x: 1, y: 0, style: red)
    let reset = sequence.isEmpty ? "" : "\u{1B}[0m"
    #expect(frame.ansiText(depth: depth) == " \(sequence)xy\(reset) ")
  }

  @Test func everyLineEndsInTheTerminalsOwnColours() {
    let frame = Frame(size: Size(width: 1, height: 2), style: red.adding([.bold, .underline]))
    let line = "\u{1B}[0;1;4;38;5;196m \u{1B}[0m"
    #expect(frame.ansiText(depth: .palette256) == line + "\n" + line)
  }

  @Test func aWideGlyphIsWrittenOnce() {
    var frame = Frame(size: Size(width: 3, height: 1))
    frame.write("心x", x: 0, y: 0, style: .plain)
    #expect(frame.ansiText(depth: .mono) == "心x")
  }
}
