import TerminalGraphics

/// Draws a palette, and knows which line is at a place.
struct PaletteView {
  let palette: Palette
  let items: [(item: Palette.Item, positions: [Int])]
  let size: Size
  /// The box, its border included.
  let box: Rect
  private let first: Int
  private let listRow: Int

  init(_ palette: Palette, _ items: [Palette.Item], size: Size) {
    self.palette = palette
    self.size = size
    self.items = PaletteMatches(items, palette).items
    let text = palette.takesText ? 1 : 0
    let wanted = max(self.items.count, 1)
    let rows = max(1, min(wanted, size.height - 4 - text, 22))
    let widest = items.map { $0.title.count + $0.note.count + 6 }.max() ?? 20
    let width = min(max(0, size.width - 2), max(36, min(widest, 72)))
    // The menu stands at the bottom, where the eye is after the space bar; the palette at the top.
    let height = rows + 2 + text
    let y =
      palette.takesText ? max(0, min(3, size.height - height)) : max(0, size.height - height - 2)
    box = Rect(x: max(0, (size.width - width) / 2), y: y, width: width, height: height)
    listRow = box.y + 1 + text
    first = max(0, min(palette.selection - rows / 2, self.items.count - rows))
  }

  private var listRows: Range<Int> { listRow..<max(listRow, box.rows.upperBound - 1) }

  func draw(_ theme: Theme, _ frame: inout Frame) {
    frame.fill(box, Cell(" ", theme[.menu]))
    PanelView(theme: theme).drawBorder(box, title: palette.title, &frame)
    if palette.takesText {
      let end = frame.write(
        " : \(palette.query)", x: box.x + 1, y: box.y + 1, style: theme[.prompt],
        width: box.width - 3)
      frame[end, box.y + 1] = Cell("▏", theme[.prompt])
    }
    if items.isEmpty {
      let text =
        palette.query.isEmpty
        ? palette.whenEmpty : " nothing matches; Backspace widens, Esc closes"
      frame.write(text, x: box.x + 1, y: listRow, style: theme[.textMuted], width: box.width - 2)
    }
    for (y, index) in zip(listRows, first..<max(first, items.count)) {
      draw(items[index], isSelected: index == palette.selection, y, theme, &frame)
    }
    let more = items.count - listRows.count
    let foot =
      more > 0
      ? " \(palette.selection + 1) of \(items.count), Enter chooses "
      : palette.kind == .labelHistory
        ? " Enter goes there, Del takes that one back alone "
        : palette.removes ? " Enter goes there, Del removes " : " Enter chooses, Esc closes "
    frame.write(
      foot, x: box.x + 2, y: box.rows.upperBound - 1, style: theme[.textMuted],
      width: max(0, box.width - 4))
  }

  private func draw(
    _ line: (item: Palette.Item, positions: [Int]), isSelected: Bool, _ y: Int, _ theme: Theme,
    _ frame: inout Frame
  ) {
    let style = theme[isSelected ? .menuSelected : .menu]
    for x in box.columns.dropFirst().dropLast() { frame[x, y] = Cell(" ", style) }
    let noteWidth = TextWidth.columns(of: line.item.note)
    let room = max(0, box.width - noteWidth - 6)
    let x = box.x + 3
    if isSelected { frame[box.x + 1, y] = Cell("▌", style) }
    frame.write(TextWidth.truncated(line.item.title, to: room), x: x, y: y, style: style)
    // Positions count characters; titles are of narrow ones.
    for position in line.positions where position < room {
      frame[x + position, y].style = style.adding([.bold, .underline])
    }
    var key = theme[.key]
    key.background = style.background
    frame.write(line.item.note, endingAt: box.columns.upperBound - 2, y: y, style: key)
  }

  /// The line at a place; nil where there is none.
  func index(x: Int, y: Int) -> Int? {
    guard box.columns.contains(x), listRows.contains(y) else { return nil }
    let index = first + y - listRow
    return items.indices.contains(index) ? index : nil
  }
}
