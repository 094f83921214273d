import ReviewApp
import ReviewStore
import TerminalGraphics
import Testing

@Suite("Bookmarks keep what was typed")
struct BookmarkTests {
  private func texts(_ reviewer: Reviewer) -> [String] {
    reviewer.state.waveform?.decisions.bookmarks.map(\.text) ?? []
  }

  /// The fault: the second B removed the bookmark, and its text was gone.
  @Test("B on a bookmark shows its text to be changed, and Esc or Enter leaves it")
  func twice() throws {
    var reviewer = try Reviewer()
    reviewer.press("]Bonset<Enter>B")
    #expect(reviewer.frame().plainText.contains("bookmark: onset"))
    reviewer.press("<Esc>")
    #expect(texts(reviewer) == ["onset"])
    reviewer.press("B<Enter>")
    #expect(texts(reviewer) == ["onset"])
    reviewer.press("B of VT<Enter>")
    #expect(texts(reviewer) == ["onset of VT"])
    reviewer.press("B" + String(repeating: "<Backspace>", count: 20) + "<Enter>")
    #expect(texts(reviewer) == ["onset of VT"])
  }

  @Test("Del removes it, here and in the list, and u brings its text back")
  func remove() throws {
    var reviewer = try Reviewer()
    reviewer.press("]Bonset<Enter>B<Del>")
    #expect(texts(reviewer).isEmpty && reviewer.keeps)
    reviewer.press("u")
    #expect(texts(reviewer) == ["onset"] && reviewer.keeps)
    reviewer.press("'<Del>")
    #expect(texts(reviewer).isEmpty)
    reviewer.press("u<^R>u")
    #expect(texts(reviewer) == ["onset"])
  }

  @Test("with nothing to take back it is said")
  func nothing() throws {
    var reviewer = try Reviewer()
    reviewer.press("u")
    #expect(reviewer.state.waveform?.message?.text.hasPrefix("nothing to undo") == true)
    reviewer.press("<^R>")
    #expect(reviewer.state.waveform?.message?.text == "nothing to do again")
  }
}
