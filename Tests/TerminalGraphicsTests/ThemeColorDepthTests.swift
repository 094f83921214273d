import TerminalGraphics
import Testing

@Suite struct ThemeColorDepthTests {
  @Test func everyColourOfThePaletteIsItsOwnNearest() {
    // The cube and the ramp share some greys: the colour must be the same, not the number.
    for index in 16..<256 {
      let color = Palette.color(at: index)
      let found = ColorDepth.palette256.index(of: color)
      #expect(found.map(Palette.color(at:)) == color)
    }
  }

  @Test func theTerminalsOwnColourStaysItsOwn() {
    for depth in ColorDepth.allCases { #expect(depth.index(of: .terminal) == nil) }
  }

  @Test func textNeverVanishes() {
    let style = Style(
      foreground: Color(red: 28, green: 28, blue: 28),
      background: Color(red: 16, green: 16, blue: 16))
    for depth in [ColorDepth.palette8, .palette16, .palette256] {
      let shown = depth.approximate(style)
      #expect(shown.foreground != shown.background)
    }
  }

  /// The nearest of sixteen colours to a brown is a yellow that nobody reads on white.
  @Test(arguments: ["#8f5a00", "#6b6300", "#0b7285", "#55616b"])
  func whatIsReadOnWhiteIsReadWithFewerColours(ink: String) throws {
    let white = Color(red: 252, green: 252, blue: 250)
    let style = Style(foreground: try #require(Color(hex: ink)), background: white)
    for (depth, least) in [(ColorDepth.palette8, 3.0), (.palette16, 3.0), (.palette256, 4.5)] {
      let shown = depth.approximate(style)
      let foreground = Palette.color(at: try #require(shown.foreground))
      let background = Palette.color(at: try #require(shown.background))
      #expect(Palette.contrast(foreground, background) >= least, "\(depth)")
    }
  }

  @Test func aWarmGreyDoesNotBecomeRed() {
    let style = Style(
      foreground: Color(red: 0x66, green: 0x4F, blue: 0x4B),
      background: Color(red: 0xFD, green: 0xF1, blue: 0xEC))
    #expect(ColorDepth.palette8.approximate(style).foreground == 0)
  }

  @Test func withoutColoursALitGroundIsShownInReverse() {
    func isReversed(_ foreground: Color, on background: Color) -> Bool {
      ColorDepth.mono.approximate(Style(foreground: foreground, background: background))
        .attributes.contains(.reverse)
    }
    let white = Color(red: 252, green: 252, blue: 250)
    let dark = Color(red: 16, green: 20, blue: 24)
    let blue = Color(red: 120, green: 170, blue: 230)
    #expect(!isReversed(white, on: dark))
    #expect(!isReversed(dark, on: white))
    #expect(isReversed(dark, on: blue))
    // Heat: a glyph in its ground's own colour, which shows where the colours do not.
    #expect(!isReversed(blue, on: blue))
  }

  @Test(
    arguments: [
      ([:], 256, false, ColorDepth.palette256), ([:], 16, false, .palette16),
      ([:], 8, false, .palette8), ([:], -1, false, .mono), ([:], 8, true, .trueColor),
      (["COLORTERM": "truecolor"], 256, false, .trueColor),
      (["COLORTERM": "24bit", "NO_COLOR": "1"], 256, true, .mono),
      (["NO_COLOR": ""], 256, false, .palette256),
      (["COLORTERM": "truecolor", "STY": "1.a"], 256, false, .palette256),
    ] as [([String: String], Int, Bool, ColorDepth)])
  func theStrongestWordCounts(
    environment: [String: String], colors: Int, direct: Bool, expected: ColorDepth
  ) {
    let depth = ColorDepth.detect(
      environment: environment, terminalColors: colors, hasDirectColor: direct)
    #expect(depth == expected)
    let chosen = ColorDepth.detect(
      environment: environment, terminalColors: colors, hasDirectColor: direct,
      override: .palette8)
    #expect(chosen == .palette8)
  }

  @Test func contrastIsThatOfWCAG() {
    let black = Color(red: 0, green: 0, blue: 0)
    let white = Color(red: 255, green: 255, blue: 255)
    #expect(abs(Palette.contrast(black, white) - 21) < 0.001)
    #expect(Palette.contrast(white, white) == 1)
  }

  @Test(arguments: [
    (["LANG": "en_GB.UTF-8"], GlyphSet.braille), (["LANG": "C"], .ascii), ([:], .ascii),
    (["LANG": "de_DE.utf8", "TERM": "linux"], .halfBlocks),
    (["LC_ALL": "C", "LANG": "en_GB.UTF-8"], .ascii),
    (["LC_ALL": "", "LC_CTYPE": "C.UTF-8"], .braille),
  ])
  func glyphsFollowTheLocale(environment: [String: String], expected: GlyphSet) {
    #expect(GlyphSet.detect(environment: environment) == expected)
  }

  @Test func everyGlyphHasOneInASCII() {
    for value in (0xA0..<0x3000 as Range<UInt32>) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      #expect((0x20..<0x7F).contains(GlyphSet.ascii.nearest(to: scalar).value))
    }
  }

  @Test func barsAndShadesAreToldApartInASCII() {
    for glyphs in [HeatGlyphs.bars, HeatGlyphs.shades] {
      #expect(Set(glyphs.map(GlyphSet.ascii.nearest(to:))).count == glyphs.count)
    }
    #expect(GlyphSet.ascii.nearest(to: "▁") != " ")
  }

  /// The Linux console's font has the shades, but no bars beside the half and the whole block.
  @Test func theConsoleHasFourBarsAndAllShades() {
    let bars = HeatGlyphs.bars.map(GlyphSet.halfBlocks.nearest(to:))
    #expect(bars == [" ", "_", "_", "▄", "▄", "▄", "█", "█", "█"])
    #expect(HeatGlyphs.shades.map(GlyphSet.halfBlocks.nearest(to:)) == HeatGlyphs.shades)
  }
}
