import TerminalGraphics

/// A box over the screen with a title and lines of text.
struct PanelView {
  let theme: Theme

  /// Draws lines, each with a highlighted head and a text; long texts are wrapped, and lines go
  /// into two columns where one is too short for them.
  func draw(title: String, lines: [(head: String, text: String)], _ frame: inout Frame) {
    let headWidth = lines.map { TextWidth.columns(of: $0.head) }.max() ?? 0
    let textWidth = lines.map { TextWidth.columns(of: $0.text) }.max() ?? 0
    let width = min(frame.size.width - 2, headWidth + textWidth + 6)
    let wrapped = lines.flatMap { wrap($0, to: max(8, width - headWidth - 6)) }
    let room = max(1, frame.size.height - 4)
    let columns = wrapped.count > room && (width * 2 <= frame.size.width) ? 2 : 1
    let rows = min(room, (wrapped.count + columns - 1) / columns)
    let box = Rect(
      x: (frame.size.width - width * columns) / 2, y: max(0, (frame.size.height - rows - 2) / 2),
      width: width * columns, height: rows + 2)
    drawBox(box, title: title, &frame)
    for (index, line) in wrapped.prefix(rows * columns).enumerated() {
      let x = box.x + 2 + index / rows * width
      let y = box.y + 1 + index % rows
      frame.write(line.head, x: x, y: y, style: theme[.key], width: headWidth)
      frame.write(
        line.text, x: x + headWidth + (headWidth > 0 ? 2 : 0), y: y, style: theme[.text],
        width: width - headWidth - 4)
    }
    guard wrapped.count > rows * columns else { return }
    let more = " \(wrapped.count - rows * columns) more lines: enlarge the terminal "
    frame.write(more, x: box.x + 2, y: box.rows.upperBound - 1, style: theme[.warning])
  }

  private func drawBox(_ box: Rect, title: String, _ frame: inout Frame) {
    frame.fill(box, Cell(" ", theme[.text]))
    for x in box.columns {
      frame[x, box.y] = Cell("─", theme[.border])
      frame[x, box.rows.upperBound - 1] = Cell("─", theme[.border])
    }
    for y in box.rows {
      frame[box.x, y] = Cell("│", theme[.border])
      frame[box.columns.upperBound - 1, y] = Cell("│", theme[.border])
    }
    frame[box.x, box.y] = Cell("╭", theme[.border])
    frame[box.columns.upperBound - 1, box.y] = Cell("╮", theme[.border])
    frame[box.x, box.rows.upperBound - 1] = Cell("╰", theme[.border])
    frame[box.columns.upperBound - 1, box.rows.upperBound - 1] = Cell("╯", theme[.border])
    frame.write(" \(title) ", x: box.x + 2, y: box.y, style: theme[.title], width: box.width - 4)
  }

  private func wrap(_ line: (head: String, text: String), to width: Int) -> [(
    head: String, text: String
  )] {
    var result: [(head: String, text: String)] = []
    var current = ""
    for word in line.text.split(separator: " ", omittingEmptySubsequences: false) {
      if !current.isEmpty, TextWidth.columns(of: current + " " + word) > width {
        result.append((result.isEmpty ? line.head : "", current))
        current = "  " + word
      } else {
        current += (current.isEmpty ? "" : " ") + word
      }
    }
    return result + [(result.isEmpty ? line.head : "", current)]
  }
}

/// The key map as text: in the help overlay, and in the README.
public enum HelpText {
  /// Keys and what they do, with a line for each group's title.
  static var lines: [(head: String, text: String)] {
    var lines: [(String, String)] = []
    var group = ""
    for binding in Keymap.bindings {
      if binding.group != group {
        group = binding.group
        lines.append(("", group.uppercased()))
      }
      lines.append((binding.keys.map(\.label).joined(separator: " "), binding.title))
    }
    return lines
  }

  /// The key map as a table in Markdown.
  public static var markdown: String {
    var rows = ["| Keys | What they do |", "|---|---|"]
    for binding in Keymap.bindings {
      let keys = binding.keys.map { "`\($0.label)`" }.joined(separator: " ")
      rows.append("| \(keys) | \(binding.title) |")
    }
    return rows.joined(separator: "\n") + "\n"
  }
}
