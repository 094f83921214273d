import TerminalGraphics
import Testing

@Suite struct ThemeHeatTests {
  private func theme(_ ramp: [Color]?, ground: Color? = nil) -> Theme {
    Theme(name: "t", rules: [.background: .init(on: ground)], ramp: ramp)
  }

  private func grey(_ level: UInt8) -> Color { Color(red: level, green: level, blue: level) }

  @Test func aRampIsDrawnOutEvenly() {
    let heat = theme([grey(0), grey(150)]).heat
    #expect(heat == (0..<16).map { grey(UInt8($0 * 10)) })
    let bent = theme([grey(0), grey(30), grey(180)]).heat
    #expect(bent[5] == grey(20))
    #expect(bent[10] == grey(80))
    #expect(bent[15] == grey(180))
  }

  @Test func valuesAreClamped() {
    let theme = theme([grey(0), grey(150)])
    for value in [-1, 0, -Double.infinity, .nan] { #expect(theme.heat(value) == grey(0)) }
    for value in [1, 2, Double.infinity] { #expect(theme.heat(value) == grey(150)) }
    #expect(theme.heat(0.5) == grey(80))
    #expect(theme.heat(0.4999) == grey(70))
  }

  @Test func withoutARampTheGroundDecides() {
    let dark = theme(nil, ground: grey(10))
    #expect(dark.heat == Theme.builtIn.heat)
    #expect(theme([], ground: grey(10)).heat == dark.heat)
    #expect(Palette.luminance(of: dark.heat(1)) > Palette.luminance(of: dark.heat(0)))
    let light = theme(nil, ground: grey(250))
    #expect(Palette.luminance(of: light.heat(1)) < Palette.luminance(of: light.heat(0)))
    #expect(theme(nil).heat == Theme.builtIn.heat)
  }

  @Test func inkIsTheThemesOwnWhereThatCanBeRead() {
    let theme = Theme(
      name: "t", rules: [.background: .init(on: grey(20)), .text: .init(grey(220))])
    #expect(theme.ink(on: grey(10)) == grey(220))
    #expect(theme.ink(on: grey(240)) == grey(20))
    for level in stride(from: UInt8(0), through: 255, by: 5) {
      let ground = grey(level)
      #expect(Palette.contrast(theme.ink(on: ground), ground) >= 4.5)
    }
  }

  @Test func glyphsFollowTheValue() {
    #expect(HeatGlyphs.bar(0) == " " && HeatGlyphs.bar(.nan) == " " && HeatGlyphs.bar(-3) == " ")
    #expect(HeatGlyphs.bar(1) == "█" && HeatGlyphs.bar(9) == "█")
    #expect(HeatGlyphs.bar(0.5) == "▄")
    let shades = [0.1, 0.3, 0.5, 0.7, 0.9].map(HeatGlyphs.shade)
    #expect(shades == HeatGlyphs.shades)
  }
}
