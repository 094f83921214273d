import TerminalGraphics

/// A box over the screen with a title and lines of text.
struct PanelView {
  let theme: Theme

  /// Draws lines from `top` on, each with a highlighted head and a text; long texts are wrapped,
  /// and lines go into two columns where the screen is too low for them and wide enough.
  func draw(title: String, lines: [(head: String, text: String)], top: Int, _ frame: inout Frame) {
    let shape = Shape(lines: lines, size: frame.size)
    let shown = shape.wrapped.dropFirst(top).prefix(shape.rows * shape.columns)
    let width = shape.width
    let box = Rect(
      x: max(0, (frame.size.width - width * shape.columns) / 2),
      y: max(0, (frame.size.height - shape.rows - 2) / 2),
      width: width * shape.columns, height: shape.rows + 2)
    drawBox(box, title: title, &frame)
    for (index, line) in shown.enumerated() {
      let x = box.x + 2 + index / shape.rows * width
      let y = box.y + 1 + index % shape.rows
      frame.write(line.head, x: x, y: y, style: theme[.key], width: shape.headWidth)
      let gap = shape.headWidth > 0 ? 2 : 0
      frame.write(
        line.text, x: x + shape.headWidth + gap, y: y, style: theme[.text],
        width: width - shape.headWidth - 4)
    }
    let below = shape.wrapped.count - top - shown.count
    let foot = below > 0 || top > 0 ? " j k scroll, \(below) more below, q closes " : " q closes "
    frame.write(
      foot, x: box.x + 2, y: box.rows.upperBound - 1, style: theme[.textMuted],
      width: box.width - 4)
  }

  /// The top line after a command that scrolls; nil for one that does something else.
  static func scrolled(
    _ command: Command?, from top: Int, lines: [(head: String, text: String)], size: Size
  ) -> Int? {
    guard let step = step(command, lines: lines.count, page: max(1, size.height - 6)) else {
      return nil
    }
    let shape = Shape(lines: lines, size: size)
    let last = max(0, shape.wrapped.count - shape.rows * shape.columns)
    return min(max(0, top + step), last)
  }

  /// Lines that a command scrolls by. A line may be wrapped to several: four times as many are
  /// enough.
  private static func step(_ command: Command?, lines: Int, page: Int) -> Int? {
    let steps: [Command: Int] = [
      .channels(.focusNext): 1, .channels(.focusPrevious): -1, .time(.pageRight): page,
      .time(.pageLeft): -page, .time(.start): -lines * 4, .time(.end): lines * 4,
    ]
    return command.flatMap { steps[$0] }
  }

  /// How lines are laid out on a screen.
  private struct Shape {
    var headWidth: Int
    /// Of one column.
    var width: Int
    var rows: Int
    var columns: Int
    var wrapped: [(head: String, text: String)]

    init(lines: [(head: String, text: String)], size: Size) {
      headWidth = lines.map { TextWidth.columns(of: $0.head) }.max() ?? 0
      let textWidth = lines.map { TextWidth.columns(of: $0.text) }.max() ?? 0
      width = max(4, min(size.width - 2, headWidth + textWidth + 6))
      let room = max(8, width - headWidth - 6)
      wrapped = lines.flatMap { PanelView.wrap($0, to: room) }
      let most = max(1, size.height - 4)
      columns = wrapped.count > most && width * 2 <= size.width ? 2 : 1
      rows = min(most, (wrapped.count + columns - 1) / columns)
    }
  }

  private func drawBox(_ box: Rect, title: String, _ frame: inout Frame) {
    frame.fill(box, Cell(" ", theme[.text]))
    drawBorder(box, title: title, &frame)
  }

  /// A frame of lines with a title.
  func drawBorder(_ box: Rect, title: String, _ frame: inout Frame) {
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

  private static func wrap(_ line: (head: String, text: String), to width: Int) -> [(
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
