import Foundation
import TerminalGraphics
import Testing

/// What every theme that ships is held to.
@Suite struct ThemeFilesTests {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Themes")
  static let library = ThemeLibrary(folders: [folder])
  static let names = library.names

  @Test func theThemesAreThere() {
    let expected = ["colour-blind", "dark", "ep-lab", "high-contrast", "light", "mono", "paper"]
    #expect(Set(expected).isSubset(of: Self.names))
  }

  @Test(arguments: names)
  func aThemeCanBeRead(name: String) throws {
    let theme = try Self.library.theme(named: name)
    #expect(theme.name == name)
    #expect(theme.ramp != nil)
    var bounds = ThemeAudit.Bounds()
    if name == "high-contrast" { bounds.textContrast = 7 }
    if name == "colour-blind" { bounds.visions = ColorVision.allCases }
    for finding in ThemeAudit(theme, bounds: bounds).findings { Issue.record("\(finding)") }
  }

  @Test(arguments: names)
  func nothingVanishesWithFewerColours(name: String) throws {
    let theme = try Self.library.theme(named: name)
    for role in ThemeRole.allCases where role != .background {
      for depth in ColorDepth.allCases {
        let style = depth.approximate(theme[role])
        #expect(
          style.foreground == nil || style.foreground != style.background,
          "\(role.rawValue) at \(depth)")
      }
    }
  }

  @Test(arguments: names)
  func whatIsWrittenOnHeatCanBeRead(name: String) throws {
    let theme = try Self.library.theme(named: name)
    for ground in theme.heat where !ground.isTerminalDefault {
      #expect(Palette.contrast(theme.ink(on: ground), ground) >= 4.5)
    }
  }

  /// A map is still a map with few colours.
  @Test(arguments: names)
  func heatHasStepsWithFewerColours(name: String) throws {
    let theme = try Self.library.theme(named: name)
    guard !theme.heat.contains(.terminal) else { return }
    for (depth, least) in [(ColorDepth.palette256, 10), (.palette16, 3), (.palette8, 3)] {
      let steps = Set(theme.heat.compactMap(depth.index(of:)))
      #expect(steps.count >= least, "\(depth)")
    }
  }

  @Test func monoHasNoColour() throws {
    let theme = try Self.library.theme(named: "mono")
    for role in ThemeRole.allCases {
      #expect(theme[role].foreground == .terminal && theme[role].background == .terminal)
    }
    #expect(Set(ThemeRole.classes.map { theme[$0].attributes.rawValue }).count == 8)
    #expect(theme.heat(1) == .terminal && theme.ink(on: theme.heat(1)) == .terminal)
  }
}
