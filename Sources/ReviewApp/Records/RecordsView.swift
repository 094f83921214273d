import ReviewStore
public import TerminalGraphics
import Waveforms

/// Draws the list of records, with the selected one's traces and facts where there is room.
public struct RecordsView {
  let state: RecordsState
  let size: Size
  let theme: Theme
  let layout: RecordsLayout
  /// The selected record, where it is open and there is room for it.
  private let preview: RecordPreview?

  public init(state: RecordsState, size: Size, theme: Theme) {
    self.state = state
    self.size = size
    self.theme = theme
    layout = RecordsLayout(size: size, state: state)
    preview = RecordPreview(state, layout)
  }

  public func frame() -> Frame {
    var frame = Frame(size: size, style: theme[.background])
    drawHeader(&frame)
    drawTitles(&frame)
    let rows = RecordsState.rows(height: size.height)
    let first = state.firstRow(page: rows)
    for (offset, row) in state.rows.dropFirst(first).prefix(rows).enumerated() {
      drawRow(row, y: layout.firstRow + offset, first + offset == state.selection, &frame)
    }
    if state.rows.isEmpty {
      frame.write(
        "  no record matches \"\(state.filter)\"; Esc clears the filter", x: 0,
        y: layout.firstRow, style: theme[.textMuted], width: layout.listWidth)
    }
    drawPanes(&frame)
    drawBottom(&frame)
    drawOverlay(&frame)
    return frame
  }

  private func drawHeader(_ frame: inout Frame) {
    let style = theme[.status]
    frame.fill(Rect(x: 0, y: 0, width: size.width, height: 1), Cell(" ", style))
    let count = state.rows.count
    let total =
      count == state.names.count ? count.counted("record") : "\(count) of \(state.names.count)"
    let new = state.rows.count { state.reviewState(of: state.names[$0.index]) == .new }
    let right = "sort: \(state.sortLabel)   ? help "
    let facts = "  \(total)  \(new) new"
    let x = frame.write(" ◆ records", x: 0, y: 0, style: style.adding(.bold))
    let room = size.width - x - facts.count - right.count - 4
    let folder = room >= 4 ? "  " + TextWidth.truncated(state.folder, to: room) : ""
    let end = frame.write(folder, x: x, y: 0, style: style)
    frame.write(facts, x: end, y: 0, style: style, width: size.width - end - right.count - 1)
    frame.write(right, endingAt: size.width, y: 0, style: style)
  }

  // MARK: The list

  private func drawTitles(_ frame: inout Frame) {
    for column in layout.columns {
      let isSorted = column.kind.sort == state.sort && !state.ranksByMatch
      let style = isSorted ? theme[.title] : theme[.axis]
      var title = column.kind.title
      let arrow = state.isDescending ? "↓" : "↑"
      if isSorted, title.count < column.width { title += arrow }
      let shift = column.kind.alignsRight ? max(0, column.width - title.count) : 0
      frame.write(
        title, x: column.x + shift, y: layout.titleRow, style: style, width: column.width - shift)
    }
  }

  private func drawRow(
    _ row: RecordsState.Row, y: Int, _ isSelected: Bool, _ frame: inout Frame
  ) {
    let name = state.names[row.index]
    var style = theme[.text]
    if isSelected {
      style = theme.applying(.selection, to: style)
      frame.fill(Rect(x: 0, y: y, width: layout.listWidth, height: 1), Cell(" ", style))
      frame[0, y] = Cell("▌", style)
    }
    let painter = RecordRowPainter(view: self, row: row, name: name, y: y, style: style)
    painter.draw(&frame)
  }

  /// A sentence without the folder that all its files are in.
  func reason(_ sentence: String) -> String {
    sentence.replacing(state.folder + "/", with: "")
  }

  // MARK: Panes

  private func drawPanes(_ frame: inout Frame) {
    guard let area = layout.preview else { return }
    for y in 1..<max(1, size.height - 2) { frame[layout.listWidth, y] = Cell("│", theme[.border]) }
    guard let name = state.selected else { return }
    if let preview { frame.draw(preview.frame(theme: theme), x: area.x, y: area.y) }
    drawSummary(name, &frame)
  }

  private func drawSummary(_ name: String, _ frame: inout Frame) {
    guard let area = layout.summary else { return }
    let rule = area.y - 1
    frame[layout.listWidth, rule] = Cell("├", theme[.border])
    for x in area.columns { frame[x, rule] = Cell("─", theme[.border]) }
    frame.write(" about \(name) ", x: area.x + 1, y: rule, style: theme[.title], width: area.width)
    // The rule says the name already.
    let lines = RecordSummary(state, name: name).lines.dropFirst()
    let head = (lines.map { TextWidth.columns(of: $0.head) }.max() ?? 0) + 2
    let isCut = lines.count > area.height
    for (offset, line) in lines.prefix(isCut ? area.height - 1 : area.height).enumerated() {
      let y = area.y + offset
      frame.write(line.head, x: area.x + 1, y: y, style: theme[.textMuted], width: head)
      let room = area.width - head - 2
      frame.write(
        TextWidth.truncated(line.text, to: room), x: area.x + 1 + head, y: y,
        style: theme[line.role], width: room)
    }
    guard isCut else { return }
    frame.write(
      "… \(lines.count - area.height + 1) more: i", x: area.x + 1 + head,
      y: area.rows.upperBound - 1, style: theme[.textMuted], width: area.width - head - 2)
  }

  private func drawOverlay(_ frame: inout Frame) {
    let panel = PanelView(theme: theme)
    switch state.overlay {
    case .help(let top):
      panel.draw(title: "Records", lines: HelpText.listLines, top: top, &frame)
    case .summary(let top):
      guard let name = state.selected else { return }
      let lines = RecordSummary(state, name: name).panelLines
      panel.draw(title: name, lines: lines, top: top, &frame)
    case nil: return
    }
  }

  // MARK: Bottom

  private func drawBottom(_ frame: inout Frame) {
    let y = size.height - 1
    let status = theme[.status]
    frame.fill(Rect(x: 0, y: y - 1, width: size.width, height: 1), Cell(" ", status))
    let place = "\(min(state.selection + 1, state.rows.count))/\(state.rows.count) "
    frame.write(" RECORDS", x: 0, y: y - 1, style: status.adding(.bold))
    let unread = state.unreadCount
    if unread > 0 {
      frame.write("  \(unread) not looked at yet", x: 8, y: y - 1, style: status)
    }
    frame.write(place, endingAt: size.width, y: y - 1, style: status.adding(.bold))
    if let message = state.message {
      let text = TextWidth.truncated(reason(message), to: size.width - 2)
      frame.write(" " + text, x: 0, y: y, style: theme[.warning])
    } else if state.isTyping || !state.filter.isEmpty {
      let end = frame.write(" / \(state.filter)", x: 0, y: y, style: theme[.prompt])
      if state.isTyping { frame[end, y] = Cell("▏", theme[.prompt]) }
      let hint = state.isTyping ? "Enter keeps, Esc clears" : "s sorts, Esc clears"
      frame.write("  " + hint, x: end + 1, y: y, style: theme[.textMuted])
    } else {
      drawHints(y, &frame)
    }
  }

  private func drawHints(_ y: Int, _ frame: inout Frame) {
    let hints: [(Command, String)] = [
      (.list(.open), "open"), (.list(.filter), "filter"), (.list(.sort), "sort"),
      (.list(.reverseSort), "reverse"), (.list(.summary), "about"), (.screen(.help), "help"),
      (.screen(.back), "quit"),
    ]
    var x = 1
    for (command, title) in hints {
      let binding = Keymap.binding(of: command)
      guard let key = binding?.keys.first?.label else { continue }
      guard x + key.count + title.count + 1 < size.width else { return }
      x = frame.write(key, x: x, y: y, style: theme[.key])
      x = frame.write(" " + title + "  ", x: x, y: y, style: theme[.textMuted])
    }
  }
}
