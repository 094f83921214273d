import TOMLKit

/// A theme file as written, before what it inherits is added.
public struct ThemeFile: Sendable, Equatable {
  public var name: String?
  public var inherits: String?
  public var rules: [ThemeRole: Theme.Rule]
  /// The colours that heat goes through.
  public var ramp: [Color]?

  /// Parses TOML text; `file` is what errors call it.
  public init(toml text: String, file: String) throws(ThemeError) {
    self = try ThemeReader(text: text, file: file).read()
  }

  init(name: String?, inherits: String?, rules: [ThemeRole: Theme.Rule], ramp: [Color]?) {
    self.name = name
    self.inherits = inherits
    self.rules = rules
    self.ramp = ramp
  }

  /// The theme, with the rules and the ramp of `parent` where this file says nothing.
  public func theme(named fileName: String, over parent: Theme? = nil) -> Theme {
    let inherited = parent?.rules ?? [:]
    return Theme(
      name: name ?? fileName, rules: inherited.merging(rules) { $1 }, ramp: ramp ?? parent?.ramp)
  }
}

private struct ThemeReader {
  let text: String
  let file: String

  func read() throws(ThemeError) -> ThemeFile {
    let table = try parse()
    for key in table.keys.sorted()
    where !["name", "inherits", "palette", "styles", "heat"].contains(key) {
      throw .unknownKey(file: file, line: line(of: key), key: key)
    }
    let palette = try palette(of: table)
    var rules: [ThemeRole: Theme.Rule] = [:]
    for (key, value) in try members("styles", of: table) {
      guard let role = ThemeRole(rawValue: key) else {
        throw .unknownRole(file: file, line: line(of: key), role: key)
      }
      rules[role] = try rule(key, value, palette)
    }
    return ThemeFile(
      name: try string("name", of: table), inherits: try string("inherits", of: table),
      rules: rules, ramp: try ramp(of: table, palette))
  }

  private func parse() throws(ThemeError) -> TOMLTable {
    try checkTableNames()
    do {
      return try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      let place = error.source.begin
      throw .syntax(
        file: file, line: place.line, column: place.column, reason: error.description)
    } catch {
      throw .unreadable(file: file, reason: "\(error)")
    }
  }

  /// The library ends the program at the first letter of a table's name that can be none. No value of a
  /// theme has a line that begins with a bracket and another one than a name or a colour.
  private func checkTableNames() throws(ThemeError) {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (number, line) in lines.enumerated() {
      let blanks = line.prefix { $0 == " " || $0 == "\t" }
      let brackets = line.dropFirst(blanks.count).prefix { $0 == "[" }
      let rest = line.dropFirst(blanks.count + brackets.count).drop { $0 == " " || $0 == "\t" }
      let isName = rest.first.map { letter in
        letter.isASCII && (letter.isLetter || letter.isNumber) || "_-\"'".contains(letter)
      }
      if brackets.isEmpty || isName == true { continue }
      throw .syntax(
        file: file, line: number + 1, column: line.count - rest.count + 1,
        reason: "expected the name of a table, found \"\(rest.prefix(10))\"")
    }
  }

  private func string(_ key: String, of table: TOMLTable) throws(ThemeError) -> String? {
    guard let value = table[key] else { return nil }
    guard let text = value.string else { throw wrongType(key, "text in quotes") }
    return text
  }

  private func members(
    _ key: String, of table: TOMLTable
  ) throws(ThemeError) -> [(String, any TOMLValueConvertible)] {
    guard let value = table[key] else { return [] }
    guard let inner = value.table else { throw wrongType(key, "a table, [\(key)]") }
    return inner.keys.sorted().compactMap { key in inner[key].map { (key, $0) } }
  }

  private func palette(of table: TOMLTable) throws(ThemeError) -> [String: Color] {
    var palette: [String: Color] = [:]
    for (key, value) in try members("palette", of: table) {
      guard let text = value.string else { throw wrongType(key, "a colour such as \"#4fb3bf\"") }
      guard let color = Color(hex: text) else {
        throw .unknownColor(file: file, line: line(of: key), key: key, value: text)
      }
      palette[key] = color
    }
    return palette
  }

  private func ramp(
    of table: TOMLTable, _ palette: [String: Color]
  ) throws(ThemeError) -> [Color]? {
    var ramp: [Color]?
    for (key, value) in try members("heat", of: table) {
      guard key == "ramp" else {
        throw .unknownKey(file: file, line: line(of: key), key: "heat.\(key)")
      }
      guard let stops = value.array, stops.count >= 2 else {
        throw wrongType(key, "two colours or more, such as [\"#000004\", \"#fcffa4\"]")
      }
      ramp = []
      for stop in stops { ramp?.append(try color(stop.string, key, palette)) }
    }
    return ramp
  }

  private func rule(
    _ key: String, _ value: any TOMLValueConvertible, _ palette: [String: Color]
  ) throws(ThemeError) -> Theme.Rule {
    if let text = value.string { return Theme.Rule(try color(text, key, palette)) }
    guard let table = value.table else {
      throw wrongType(key, "a colour or a table such as { fg = \"red\", bold = true }")
    }
    var rule = Theme.Rule()
    for (name, value) in table.keys.sorted().compactMap({ name in table[name].map { (name, $0) } })
    {
      switch name {
      case "fg": rule.foreground = try color(value.string, key, palette)
      case "bg": rule.background = try color(value.string, key, palette)
      default:
        guard let attribute = Self.attributes[name] else {
          throw wrongType(key, "made of fg, bg, bold, dim, italic, underline, reverse")
        }
        guard let isOn = value.bool else { throw wrongType("\(key).\(name)", "true or false") }
        if isOn { rule.attributes.insert(attribute) }
      }
    }
    return rule
  }

  private func color(
    _ text: String?, _ key: String, _ palette: [String: Color]
  ) throws(ThemeError) -> Color {
    guard let text else { throw wrongType(key, "a colour in quotes") }
    if text == "default" { return .terminal }
    guard let color = palette[text] ?? Color(hex: text) else {
      throw .unknownColor(file: file, line: line(of: key), key: key, value: text)
    }
    return color
  }

  private func wrongType(_ key: String, _ expected: String) -> ThemeError {
    .wrongType(file: file, line: line(of: key), key: key, expected: expected)
  }

  private static let attributes: [String: Style.Attributes] = [
    "bold": .bold, "dim": .dim, "italic": .italic, "underline": .underline, "reverse": .reverse,
  ]

  /// The first line that begins with a key, bare or in quotes: the parser keeps no places.
  private func line(of key: String) -> Int? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let index = lines.firstIndex { line in
      let line = line.drop { $0 == " " || $0 == "\t" }
      return ["\"\(key)\"", "'\(key)'", "[\(key)]", "\(key) ", "\(key)="]
        .contains { line.hasPrefix($0) }
    }
    return index.map { $0 + 1 }
  }
}
