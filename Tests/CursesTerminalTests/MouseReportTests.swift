import CursesTerminal
import Testing
import TerminalGraphics

@Suite("Reports of the mouse") struct MouseReportTests {
  private func mouse(_ kind: MouseEvent.Kind, _ x: Int, _ y: Int) -> TerminalEvent {
    .mouse(MouseEvent(kind: kind, x: x, y: y))
  }

  private func expect(_ text: String, _ events: [TerminalEvent]) {
    let read = Typist.events(Array(text.utf8))
    #expect(read.together == events)
    #expect(read.apart == events)
  }

  @Test("press, drag, release and wheel, from 1 in reports and from 0 in events")
  func kinds() {
    expect(
      "\u{1B}[<0;1;1M\u{1B}[<32;5;4M\u{1B}[<0;5;4m",
      [mouse(.press, 0, 0), mouse(.drag, 4, 3), mouse(.release, 4, 3)])
    expect("\u{1B}[<64;2;3M\u{1B}[<65;2;3M", [mouse(.wheelUp, 1, 2), mouse(.wheelDown, 1, 2)])
    expect("\u{1B}[<64;2;3M\u{1B}[<64;2;3M", [mouse(.wheelUp, 1, 2), mouse(.wheelUp, 1, 2)])
    // With shift, Alt and control held down.
    expect("\u{1B}[<28;9;9M", [mouse(.press, 8, 8)])
    // A drag that ends in one report.
    expect("\u{1B}[<32;5;4m", [mouse(.release, 4, 3)])
  }

  @Test("of a burst of drags the last place counts")
  func burst() {
    var typist = Typist()
    let read = typist.read("\u{1B}[<32;5;4M\u{1B}[<32;6;4M\u{1B}[<32;7;5Mx\u{1B}[<32;8;5M")
    #expect(read == [mouse(.drag, 6, 4), .key(.character("x")), mouse(.drag, 7, 4)])
  }

  @Test(
    "places that no terminal has, and reports that are none, are left out",
    arguments: [
      "<0;0;1M", "<0;1;0M", "<0;-1;1M", "<0;+1;1M", "<0;65536;1M", "<0;1;65536M",
      "<0;9223372036854775807;1M", "<0;1;99999999999999999999M", "<0;1M", "<0;1;1;1M", "<0;;1;1M",
      "<;1;1M", "<M", "<1;1;1M", "<2;1;1m", "<35;1;1M", "<66;1;1M", "<64;1;1m", "<128;1;1M",
      "<0;1:2;1M", "0;1;1M",
    ])
  func outOfRange(report: String) {
    expect("\u{1B}[\(report)x", [.key(.character("x"))])
  }

  @Test("the last place of the largest terminal")
  func largest() { expect("\u{1B}[<0;65535;65535M", [mouse(.press, 65_534, 65_534)]) }

  @Test("the oldest report has three bytes that are not typed")
  func oldest() {
    var typist = Typist()
    #expect(typist.read([0x1B, 0x5B, 0x4D, 0x20, 0x71, 0xFF, 0x78]) == [.key(.character("x"))])
    #expect(typist.read([0x1B, 0x5B, 0x4D, 0x20]) + typist.read([0x71]) == [])
    #expect(typist.read([0x71, 0x78]) == [.key(.character("x"))])
  }
}
