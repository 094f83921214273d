import TerminalGraphics

/// A box over the traces with lines, one of which may be selected, and the keys at its foot.
struct TeachingBox: CanvasPart {
  let canvas: Canvas
  let title: String
  let foot: String
  let lines: [Line]

  struct Line {
    var text: String
    var role: ThemeRole = .text
    var isSelected = false

    init(_ text: String, _ role: ThemeRole = .text, isSelected: Bool = false) {
      (self.text, self.role, self.isSelected) = (text, role, isSelected)
    }
  }

  private static let width = 74

  func draw(_ frame: inout Frame) {
    let height = min(frame.size.height - 2, lines.count + 2)
    let width = min(frame.size.width - 2, Self.width)
    // A border with nothing in it says nothing.
    guard height > 2, width > 4 else { return }
    let box = Rect(
      x: (frame.size.width - width) / 2, y: max(0, (frame.size.height - height) / 2), width: width,
      height: height)
    frame.fill(box, Cell(" ", theme[.text]))
    PanelView(theme: theme).drawBorder(box, title: title, &frame)
    for (row, line) in shown(rows: height - 2).enumerated() {
      let style = line.isSelected ? theme[.menuSelected] : theme[line.role]
      let y = box.y + 1 + row
      if line.isSelected {
        frame.fill(Rect(x: box.x + 1, y: y, width: width - 2, height: 1), Cell(" ", style))
      }
      frame.write(line.text, x: box.x + 2, y: y, style: style, width: width - 4)
    }
    frame.write(
      foot, x: box.x + 2, y: box.rows.upperBound - 1, style: theme[.textMuted], width: width - 4)
  }

  /// Where there is no room for all, the selected line stays in view.
  private func shown(rows: Int) -> ArraySlice<Line> {
    let selected = lines.firstIndex(where: \.isSelected) ?? 0
    let first = max(0, min(selected - rows + 1, lines.count - rows))
    return lines[first...].prefix(rows)
  }
}
