public import TerminalGraphics

/// What a reader can ask of the list with a key.
public enum RecordsCommand: String, Sendable, CaseIterable {
  case up, down, pageUp, pageDown, first, last
  case open, filter, nextSort, reverseSort, summary, help, back
}

/// The list's own key map: its keys, its help and its line of hints come from it.
public enum RecordsKeymap {
  /// One line of the key map.
  public struct Binding: Sendable {
    public var command: RecordsCommand
    public var keys: [KeyPress]
    public var title: String
  }

  public static let bindings: [Binding] = [
    Binding(command: .open, keys: [.enter, .right, .character("l")], title: "open the record"),
    Binding(command: .down, keys: [.down, .character("j")], title: "record below"),
    Binding(command: .up, keys: [.up, .character("k")], title: "record above"),
    Binding(
      command: .pageDown, keys: [.pageDown, .character("L"), .shiftRight], title: "a page down"),
    Binding(
      command: .pageUp, keys: [.pageUp, .character("H"), .shiftLeft], title: "a page up"),
    Binding(command: .first, keys: [.home, .character("g")], title: "first record"),
    Binding(command: .last, keys: [.end, .character("G")], title: "last record"),
    Binding(
      command: .filter, keys: [.character("/")],
      title: "filter by name, subject, diagnosis and rhythms"),
    Binding(command: .nextSort, keys: [.character("s")], title: "sort by the next column"),
    Binding(command: .reverseSort, keys: [.character("r")], title: "reverse the order"),
    Binding(
      command: .summary, keys: [.character(" "), .character("i")],
      title: "all that is known of the record"),
    Binding(command: .help, keys: [.character("?")], title: "this help"),
    Binding(command: .back, keys: [.character("q"), .escape], title: "clear the filter, or quit"),
  ]

  /// The command of a key on the list.
  public static func command(for key: KeyPress) -> RecordsCommand? {
    bindings.first { $0.keys.contains(key) }?.command
  }

  /// Keys and what they do, then what the columns' signs mean.
  static var helpLines: [(head: String, text: String)] {
    var lines: [(head: String, text: String)] = [("", "KEYS")]
    for binding in bindings {
      lines.append((binding.keys.map(\.label).joined(separator: " "), binding.title))
    }
    lines += [("", "MOUSE")]
    lines += [
      ("Press", "select a record; on the selected one, open it"),
      ("Press a title", "sort by that column; again, reverse it"), ("Wheel", "move"),
    ]
    lines += [("", "SIGNS")]
    lines += [
      ("·", "not opened yet"), ("◐", "opened"), ("✓", "reviewed"),
      ("unsure", "share of windows whose class the model is uncertain of; ? not classified"),
      ("rhythms", "the whole record from left to right: ─ sinus rhythm, ▒ noise, blank unlabelled"),
      ("f u", "atrial fibrillation, flutter"), ("R D E", "AVRT, AVNRT, ectopic atrial"),
      ("V F U I", "ventricular tachycardia, fibrillation, flutter, idioventricular"),
      ("/ \\", "atrial, ventricular pacing"),
    ]
    return lines
  }

  /// The list's keys as a table in Markdown.
  public static var markdown: String {
    var rows = ["| Keys | What they do |", "|---|---|"]
    for binding in bindings {
      let keys = binding.keys.map { "`\($0.label)`" }.joined(separator: " ")
      rows.append("| \(keys) | \(binding.title) |")
    }
    return rows.joined(separator: "\n") + "\n"
  }
}
