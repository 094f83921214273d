import ArgumentParser
import CursesTerminal
import Foundation
import TerminalGraphics

/// How a screen is drawn.
struct ScreenOptions: ParsableArguments {
  @Option(help: "Glyphs: braille, halfBlocks or ascii; by the locale if not given.")
  var glyphs: String?

  @Option(help: "Colours: 24bit, 256, 16, 8 or mono; by the terminal if not given.")
  var colors: String?

  /// Takes the terminal.
  func open() throws -> CursesScreen {
    try CursesScreen(
      environment: ProcessInfo.processInfo.environment, colors: try depth(), glyphs: try glyphSet())
  }

  private func depth() throws -> ColorDepth? {
    try colors.map { name in
      guard let depth = ColorDepth(name: name) else {
        throw CommandError.badOption(
          name: "--colors", expected: "24bit, 256, 16, 8 or mono", found: name)
      }
      return depth
    }
  }

  private func glyphSet() throws -> GlyphSet? {
    try glyphs.map { name in
      guard let set = GlyphSet(rawValue: name) else {
        throw CommandError.badOption(
          name: "--glyphs", expected: "braille, halfBlocks or ascii", found: name)
      }
      return set
    }
  }
}
