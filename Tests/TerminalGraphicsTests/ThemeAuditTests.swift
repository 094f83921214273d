import TerminalGraphics
import Testing

@Suite struct ThemeAuditTests {
  private func findings(
    _ changes: [ThemeRole: Theme.Rule], ramp: [Color]? = nil,
    bounds: ThemeAudit.Bounds = .init()
  ) -> [ThemeFinding] {
    let rules = Theme.builtIn.rules.merging(changes) { $1 }
    let theme = Theme(name: "t", rules: rules, ramp: ramp ?? Theme.builtIn.ramp)
    return ThemeAudit(theme, bounds: bounds).findings
  }

  private func grey(_ level: UInt8) -> Color { Color(red: level, green: level, blue: level) }

  @Test func theBuiltInThemeIsSound() { #expect(findings([:]).isEmpty) }

  @Test func faintTextIsFound() {
    let found = findings([.rhythm: .init(grey(70))])
    #expect(
      found.contains {
        if case .faint(.rhythm, on: .rhythm, let contrast, wanted: 4.5) = $0 {
          contrast < 4.5
        } else {
          false
        }
      })
    #expect(found.map(\.description).contains { $0.hasPrefix("\"rhythm\" on the ground of") })
  }

  @Test func textThatIsFaintOverAnothersGroundIsFound() {
    let found = findings([.traceFocused: .init(on: grey(110))])
    #expect(
      found.contains {
        if case .faint(.textMuted, on: .traceFocused, _, _) = $0 { true } else { false }
      })
  }

  @Test func linesAreNeitherLostNorLouderThanText() {
    #expect(
      findings([.grid: .init(Color(red: 0x10, green: 0x14, blue: 0x18))]).contains {
        if case .faint(.grid, _, contrast: 1, _) = $0 { true } else { false }
      })
    #expect(
      findings([.border: .init(grey(255))]).contains {
        if case .loud(.border, _, _) = $0 { true } else { false }
      })
  }

  @Test func aSelectionThatNobodySeesIsFoundAtEveryDepth() {
    let text = Theme.builtIn[.text]
    let found = findings([.selection: .init(text.foreground, on: text.background)])
    for depth in ColorDepth.allCases {
      #expect(found.contains(.unmarked(.selection, .text, depth)))
    }
  }

  @Test func alikeClassesAreFoundByTheEyesThatConfuseThem() {
    // As bright as each other, so that only red and green tell them apart.
    let changes: [ThemeRole: Theme.Rule] = [
      .class1: .init(Color(red: 0xC8, green: 0x8F, blue: 0x30)),
      .class2: .init(Color(red: 0x86, green: 0xA8, blue: 0x28)),
    ]
    func areAlike(_ found: [ThemeFinding], _ vision: ColorVision) -> Bool {
      found.contains {
        if case .alike(.class1, .class2, vision, _) = $0 { true } else { false }
      }
    }
    var bounds = ThemeAudit.Bounds()
    bounds.visions = ColorVision.allCases
    let found = findings(changes, bounds: bounds)
    #expect(areAlike(found, .deuteranopia))
    #expect(!areAlike(found, .usual))
    #expect(!areAlike(findings(changes), .deuteranopia))
  }

  @Test func aClassInAnAlarmsColourIsFound() {
    let warning = Theme.builtIn[.warning].foreground
    #expect(
      findings([.class5: .init(warning)]).contains {
        if case .alike(.class5, .warning, .usual, distance: 0) = $0 { true } else { false }
      })
  }

  @Test func aRampThatTurnsBackOrIsFlatIsFound() {
    let uneven = findings([:], ramp: [grey(0), grey(200), grey(100), grey(255)])
    #expect(uneven.contains(.unevenHeat(step: 6)))
    #expect(
      findings([:], ramp: [grey(90), grey(120)]).contains {
        if case .flatHeat = $0 { true } else { false }
      })
  }

  @Test func ofTheTerminalsOwnColoursNothingIsSaid() {
    let theme = Theme(name: "t", rules: [.grid: .init(grey(10))])
    #expect(
      !ThemeAudit(theme).findings.contains {
        if case .faint = $0 { true } else { false }
      })
  }
}

@Suite struct ColorVisionTests {
  private let red = Color(red: 255, green: 0, blue: 0)

  /// Red as the authors' matrices have it: 0.367 and 0.280 of linear light without the cones for
  /// medium waves, 0.152 and 0.115 without those for long ones.
  @Test func redIsSeenAsOlive() {
    #expect(ColorVision.usual.seen(red) == red)
    #expect(ColorVision.deuteranopia.seen(red) == Color(hex: "#a39000"))
    #expect(ColorVision.protanopia.seen(red) == Color(hex: "#6d5f00"))
  }

  @Test(arguments: ColorVision.allCases)
  func greysStayGreys(vision: ColorVision) {
    for level in stride(from: UInt8(0), through: 250, by: 25) {
      let grey = Color(red: level, green: level, blue: level)
      #expect(Palette.distance(vision.seen(grey), grey) < 0.01)
    }
  }

  @Test func distancesAreThoseOfTheEye() {
    let black = Color(red: 0, green: 0, blue: 0)
    let white = Color(red: 255, green: 255, blue: 255)
    #expect(abs(Palette.distance(black, white) - 1) < 0.001)
    #expect(Palette.distance(red, red) == 0)
    let green = Color(red: 0, green: 0xA0, blue: 0)
    let usual = Palette.distance(red, green)
    #expect(Palette.distance(red, green, seenWith: .deuteranopia) < usual / 2)
  }
}
