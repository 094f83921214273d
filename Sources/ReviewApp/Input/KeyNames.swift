public import TerminalGraphics

extension KeyPress {
  /// The key as it is printed in help: `Left`, `PgUp`, `^R`, `+`.
  public var label: String {
    switch self {
    case .character(" "): "Space"
    case .character(let character): String(character)
    case .control(let character): "^" + character.uppercased()
    case .up: "Up"
    case .down: "Down"
    case .left: "Left"
    case .right: "Right"
    case .shiftLeft: "S-Left"
    case .shiftRight: "S-Right"
    case .pageUp: "PgUp"
    case .pageDown: "PgDn"
    case .home: "Home"
    case .end: "End"
    case .enter: "Enter"
    case .escape: "Esc"
    case .tab: "Tab"
    case .backTab: "S-Tab"
    case .backspace: "Backspace"
    case .delete: "Del"
    case .function(let number): "F\(number)"
    }
  }

  /// Keys as they are written on a command line: characters, and names such as `<Tab>` or `<^O>`.
  /// Nil where a name is unknown.
  public static func sequence(_ text: String) -> [KeyPress]? {
    var keys: [KeyPress] = []
    var rest = text[...]
    while let character = rest.first {
      if character == "<", let end = rest.firstIndex(of: ">"),
        rest.index(after: rest.startIndex) < end
      {
        let name = rest[rest.index(after: rest.startIndex)..<end]
        guard let key = Self.key(named: String(name)) else { return nil }
        keys.append(key)
        rest = rest[rest.index(after: end)...]
      } else {
        keys.append(.character(character))
        rest = rest.dropFirst()
      }
    }
    return keys
  }

  private static func key(named name: String) -> KeyPress? {
    let named: [KeyPress] = [
      .up, .down, .left, .right, .shiftLeft, .shiftRight, .pageUp, .pageDown, .home, .end, .enter,
      .escape, .tab, .backTab, .backspace, .delete, .character(" "),
    ]
    if name.hasPrefix("^"), name.count == 2, let letter = name.last {
      return .control(Character(letter.lowercased()))
    }
    return named.first { $0.label.lowercased() == name.lowercased() }
  }
}
