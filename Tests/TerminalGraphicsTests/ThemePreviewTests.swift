import TerminalGraphics
import Testing

@Suite struct ThemePreviewTests {
  @Test(arguments: GlyphSet.allCases)
  func everyRoleIsShownInItsOwnLook(glyphs: GlyphSet) {
    let frame = ThemePreview(theme: .builtIn, glyphs: glyphs).frame()
    let text = frame.plainText
    for role in ThemeRole.allCases where role != .background {
      #expect(text.contains(" \(role.rawValue) "))
    }
    for step in 0..<Theme.heatSteps {
      #expect(frame.cells.contains { $0.style.background == Theme.builtIn.heat[step] })
    }
    for role in ThemeRole.classes {
      #expect(frame.cells.contains { $0.style == Theme.builtIn[role] && $0.glyph != " " })
    }
  }

  @Test func theGlyphsToChooseBetweenAreShownInASCIIToo() {
    let text = ThemePreview(theme: .builtIn, glyphs: .ascii).frame().plainText
    #expect(text.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) })
    #expect(text.contains("▀") || text.contains("▄"))
    #expect(!text.contains("▁") && !text.contains("░"))
  }
}
