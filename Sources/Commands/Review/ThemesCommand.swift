import ArgumentParser
import Evaluation
import Foundation
import TerminalGraphics

/// The themes that are there, whether they can be read, and how they look.
struct ThemesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "themes", abstract: "List, check and show the themes.",
    discussion: """
      Without options, lists each theme and the file it lies in: $XDG_CONFIG_HOME/tawara/themes
      (by default ~/.config/tawara/themes), then those that came with the program.
      """)

  @Option(help: "Say what is wrong with a theme, by its name or its file, or \"ok\".")
  var check: String?

  @Option(help: "Print a sample of a theme.")
  var preview: String?

  @Option(help: "Colours of the sample: 24bit, 256, 16, 8 or mono; by the terminal if not given.")
  var colors: String?

  func run() throws {
    if let check { return try printFindings(of: check) }
    if let preview { return try printSample(of: preview) }
    let library = Installation.themes
    let names = Set(library.names + [Theme.builtIn.name]).sorted()
    let width = names.map(TextWidth.columns(of:)).max() ?? 0
    try Output.lines(
      names.map { name in
        let place = library.url(named: name)?.path ?? "built in"
        let padding = String(repeating: " ", count: width - TextWidth.columns(of: name) + 2)
        return PlainText.safe(name) + padding + PlainText.safe(place)
      })
  }

  /// One line for each finding; the status says whether there was one.
  private func printFindings(of text: String) throws {
    let findings = ThemeAudit(try theme(text)).findings
    try Output.lines(findings.isEmpty ? ["ok"] : findings.map { "\(text): \($0)" })
    if !findings.isEmpty { throw ExitCode(ExitStatus.badInput) }
  }

  /// A theme by its name, or by its file, whose folder then is looked in first for what it
  /// inherits.
  private func theme(_ text: String) throws -> Theme {
    guard text.contains("/") || text.hasSuffix(".toml") else {
      return try Installation.themes.theme(named: text)
    }
    let file = URL(filePath: text)
    guard file.pathExtension == "toml" else {
      throw CommandError.badOption(
        name: "--check", expected: "a theme's name or a file that ends in .toml", found: text)
    }
    // Else a theme of the same name in another folder would be checked in its stead.
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw ThemeError.unreadable(file: text, reason: "there is no such file")
    }
    let library = ThemeLibrary(
      folders: [file.deletingLastPathComponent()] + Installation.themes.folders)
    return try library.theme(named: file.deletingPathExtension().lastPathComponent)
  }

  private func printSample(of name: String) throws {
    let environment = ProcessInfo.processInfo.environment
    let glyphs = GlyphSet.detect(environment: environment)
    let frame = ThemePreview(theme: try theme(name), glyphs: glyphs).frame()
    let depth = try depth(environment)
    try Output.lines([depth.map(frame.ansiText(depth:)) ?? frame.plainText], isRaw: true)
  }

  /// What is asked for, else what the terminal is called; nil where there is none.
  private func depth(_ environment: [String: String]) throws -> ColorDepth? {
    if let colors {
      guard let depth = ColorDepth(name: colors) else {
        throw CommandError.badOption(
          name: "--colors", expected: "24bit, 256, 16, 8 or mono", found: colors)
      }
      return depth
    }
    guard Console.current.isTerminal else { return nil }
    let terminal = environment["TERM"] ?? "dumb"
    let colors =
      terminal == "dumb" || terminal.hasPrefix("vt") ? 0 : terminal.contains("256") ? 256 : 8
    return ColorDepth.detect(
      environment: environment, terminalColors: colors,
      hasDirectColor: terminal.contains("-direct"))
  }
}
