import Foundation
import TerminalGraphics
import Testing

@Suite struct ThemeTests {
  private static let file = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Themes/dark.toml")

  private func rules(_ toml: String) throws -> [ThemeRole: Theme.Rule] {
    try ThemeFile(toml: toml, file: "a.toml").rules
  }

  @Test func theFileSaysWhatIsCompiledIn() throws {
    let text = try String(contentsOf: Self.file, encoding: .utf8)
    let theme = try ThemeFile(toml: text, file: "dark.toml").theme(named: "dark")
    #expect(theme == Theme.builtIn)
  }

  @Test func aRoleFallsBackToItsGroupThenToText() throws {
    let text = Color(red: 1, green: 1, blue: 1)
    let trace = Color(red: 2, green: 2, blue: 2)
    let ground = Color(red: 3, green: 3, blue: 3)
    let theme = Theme(
      name: "t",
      rules: [
        .background: .init(on: ground), .text: .init(text, .dim), .trace: .init(trace, .bold),
        .traceHis: .init(nil, .italic),
      ])
    #expect(theme[.traceSurface] == Style(foreground: trace, background: ground, attributes: .bold))
    #expect(theme[.traceHis] == Style(foreground: trace, background: ground, attributes: .italic))
    #expect(theme[.grid] == Style(foreground: text, background: ground, attributes: .dim))
  }

  @Test(arguments: [
    (ThemeRole.paneTitle, ThemeRole.title), (.menu, .prompt), (.menuSelected, .selection),
    (.modelUncertain, .model), (.model, .annotation), (.beatDetected, .annotation),
    (.superimposed, .textMuted), (.class4, .traceHis), (.pane, .text),
  ])
  func aNewRoleLooksLikeOneThatOlderThemesHave(role: ThemeRole, other: ThemeRole) {
    let color = Color(red: 9, green: 8, blue: 7)
    let theme = Theme(name: "old", rules: [other: .init(color, .underline)])
    #expect(theme[role] == theme[other])
    #expect(theme[role].foreground == color)
  }

  @Test func everyFallbackEndsAtText() {
    for role in ThemeRole.allCases where role != .background {
      var chain = [role]
      while let next = chain.last?.fallback, chain.count < 9 { chain.append(next) }
      #expect(chain.last == .text, "\(role.rawValue)")
    }
  }

  @Test func aRoleLaidOverAStyleKeepsWhatItDoesNotName() {
    let trace = Theme.builtIn[.traceHis]
    let focused = Theme.builtIn.applying(.traceFocused, to: trace)
    #expect(focused.foreground == trace.foreground)
    #expect(focused.background != trace.background)
    #expect(focused.attributes.contains(.bold))
  }

  @Test func coloursAreNamesOrNumbers() throws {
    let rules = try rules(
      """
      [palette]
      red = "#ff0000"
      [styles]
      text = "red"
      grid = { fg = "#010203", bg = "default", bold = true, dim = false }
      """)
    #expect(rules[.text] == Theme.Rule(Color(red: 255, green: 0, blue: 0)))
    let grid = Theme.Rule(Color(red: 1, green: 2, blue: 3), on: .terminal, .bold)
    #expect(rules[.grid] == grid)
  }

  @Test func errorsNameTheFileTheLineAndTheKey() {
    #expect(throws: ThemeError.unknownRole(file: "a.toml", line: 3, role: "trace.hiss")) {
      try rules("# a theme\n[styles]\n\"trace.hiss\" = \"#ffffff\"\n")
    }
    #expect(
      throws: ThemeError.unknownColor(file: "a.toml", line: 2, key: "text", value: "mauve")
    ) { try rules("[styles]\ntext = \"mauve\"") }
    #expect(throws: ThemeError.unknownKey(file: "a.toml", line: 1, key: "colour")) {
      try rules("colour = 1")
    }
    #expect(throws: ThemeError.unknownKey(file: "a.toml", line: 2, key: "heat.steps")) {
      try rules("[heat]\nsteps = 3")
    }
    #expect(
      throws: ThemeError.unknownColor(file: "a.toml", line: 2, key: "ramp", value: "hot")
    ) { try rules("[heat]\nramp = [\"#000000\", \"hot\"]") }
    for ramp in ["3", "[]", "[\"#000000\"]", "[1, 2]", "\"inferno\""] {
      let error = #expect(throws: ThemeError.self) { try rules("[heat]\nramp = \(ramp)") }
      #expect("\(String(describing: error))".contains("a.toml:2: \"ramp\" should be"))
    }
    #expect(throws: ThemeError.self) { try rules("[styles]\ntext = 3") }
    #expect(throws: ThemeError.self) { try rules("[styles]\ntext = { fg = 3 }") }
    #expect(throws: ThemeError.self) { try rules("[styles]\ntext = { blink = true }") }
    let error = ThemeError.unknownRole(file: "a.toml", line: 3, role: "trace.hiss")
    #expect("\(error)".hasSuffix("did you mean \"trace.his\"?"))
  }

  @Test func aSyntaxErrorHasAPlace() throws {
    let error = #expect(throws: ThemeError.self) { try rules("[styles]\ntext = \n") }
    guard case .syntax("a.toml", let line, _, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(line == 2)
  }

  /// The library ends the program at these.
  @Test(
    arguments: ["[", "[[", "[&", " \t[[ &]]", "[=]", "[é]", "[.a]", "[#", "[,"],
    ["", "\n", "\r\n[a]"])
  func aTableWithoutANameIsASyntaxErrorWithItsPlace(header: String, rest: String) throws {
    let error = #expect(throws: ThemeError.self) { try rules("name = \"x\"\n\(header)\(rest)") }
    guard case .syntax("a.toml", 2, let column, let reason)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(column > 1 && reason.hasPrefix("expected the name of a table, found"))
  }

  @Test func tablesAreNamedInAllWaysOfTheFormat() throws {
    let text = "  [ \"styles\" ]\ntext = \"#ffffff\"\n['heat']\nramp = [\"#000000\",\n\"#ffffff\"]"
    #expect(try rules(text) != [:])
  }
}
