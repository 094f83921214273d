import ReviewSession
import ReviewStore
import TerminalGraphics

/// The time axis, with the reader's bookmarks on it.
struct AxisView: CanvasPart {
  let canvas: Canvas
  let bookmarks: [Bookmark]

  func draw(_ section: TimeSection, _ frame: inout Frame) {
    guard let row = layout.axisRow else { return }
    for x in section.columns { frame[x, row] = Cell("─", theme[.border]) }
    for x in 0..<layout.gutter { frame[x, row] = Cell("─", theme[.border]) }
    let ticks = AxisTicks(section)
    let style = section.isActive ? theme[.axis] : theme[.textMuted]
    for tick in ticks.major {
      let x = section.columns.lowerBound + tick.column
      frame[x, row] = Cell("┬", style)
      let label = TimeLabel.text(tick.seconds, decimals: ticks.decimals)
      if x + 1 + label.count <= section.columns.upperBound {
        frame.write(label, x: x + 1, y: row, style: style)
      }
    }
    if section.isActive && layout.sections.count == 2 {
      frame[section.columns.lowerBound, row] = Cell("▸", theme[.paneFocused])
    }
    for bookmark in bookmarks {
      let x = section.column(of: bookmark.seconds)
      if section.columns.contains(x) { frame[x, row] = Cell("◆", theme[.bookmark]) }
    }
  }
}
