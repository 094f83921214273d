/// Why a theme cannot be used.
public enum ThemeError: Error, Equatable, CustomStringConvertible {
  case syntax(file: String, line: Int, column: Int, reason: String)
  case unknownKey(file: String, line: Int?, key: String)
  case unknownRole(file: String, line: Int?, role: String)
  case unknownColor(file: String, line: Int?, key: String, value: String)
  case wrongType(file: String, line: Int?, key: String, expected: String)
  case inheritsItself(file: String, chain: [String])
  case notFound(name: String, folders: [String])
  case unreadable(file: String, reason: String)

  public var description: String {
    switch self {
    case .syntax(let file, let line, let column, let reason):
      "\(file):\(line):\(column): not valid TOML: \(reason)."
    case .unknownKey(let file, let line, let key):
      "\(Self.place(file, line)): a theme has no \"\(key)\": "
        + "expected name, inherits, [palette], [styles] or [heat] with its ramp."
    case .unknownRole(let file, let line, let role):
      "\(Self.place(file, line)): no part of the screen is called \"\(role)\""
        + (Self.nearestRole(to: role).map { ": did you mean \"\($0)\"?" } ?? ".")
    case .unknownColor(let file, let line, let key, let value):
      "\(Self.place(file, line)): \"\(key)\" has the colour \"\(value)\": "
        + "expected #rrggbb, \"default\" or a name from [palette]."
    case .wrongType(let file, let line, let key, let expected):
      "\(Self.place(file, line)): \"\(key)\" should be \(expected)."
    case .inheritsItself(let file, let chain):
      "\(file): the theme inherits itself: \(chain.joined(separator: " -> "))."
    case .notFound(let name, let folders):
      "There is no theme \"\(name)\": looked for \(name).toml in "
        + (folders.isEmpty ? "no folder" : folders.joined(separator: ", ")) + "."
    case .unreadable(let file, let reason):
      "\(file): the theme cannot be read: \(reason)."
    }
  }

  private static func place(_ file: String, _ line: Int?) -> String {
    line.map { "\(file):\($0)" } ?? file
  }

  /// The role most like a misspelt one, if at most two letters differ.
  private static func nearestRole(to name: String) -> String? {
    let near = ThemeRole.allCases.map { ($0.rawValue, distance(name, $0.rawValue)) }
      .min { $0.1 < $1.1 }
    return near.flatMap { $0.1 <= 2 ? $0.0 : nil }
  }

  /// Levenshtein's distance.
  private static func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in right.enumerated() {
        let change = diagonal + (a == b ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(change, row[j] + 1, diagonal + 1)
      }
    }
    return row[right.count]
  }
}
