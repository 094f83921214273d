import TerminalGraphics

/// Writes lines into a pane from top to bottom; what does not fit is left out.
struct PaneWriter {
  let rect: Rect
  let theme: Theme
  private(set) var next: Int

  init(rect: Rect, theme: Theme) {
    self.rect = rect
    self.theme = theme
    next = rect.y
  }

  var rowsLeft: Int { max(0, rect.rows.upperBound - next) }

  /// Takes a row; false where there is none left.
  mutating func take() -> Bool {
    guard rowsLeft > 0 else { return false }
    next += 1
    return true
  }

  mutating func line(_ text: String, _ role: ThemeRole, _ frame: inout Frame) {
    let y = next
    guard take() else { return }
    frame.write(
      TextWidth.truncated(text, to: rect.width), x: rect.x, y: y, style: theme[role])
  }

  /// A longer text, word by word.
  mutating func text(_ text: String, _ role: ThemeRole, _ frame: inout Frame) {
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + word.count + 1 > rect.width {
        self.line(line, role, &frame)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    if !line.isEmpty { self.line(line, role, &frame) }
  }
}
