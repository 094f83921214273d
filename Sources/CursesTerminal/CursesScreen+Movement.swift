import CNCurses
import Glibc
import TerminalGraphics

extension CursesScreen {
  /// Lets the terminal move cells by itself, and tells ncurses what it has on the screen now: what
  /// is drawn after it is only what is new.
  ///
  /// ncurses would move a row's cells too, but only where its end moved with them, so never beside
  /// a pane. Cursor and colours are put back to where ncurses believes them to be.
  func move(_ shift: FrameShift, _ frame: Frame) {
    let style = fillsWithGround ? shift.blankStyle(in: frame) : .plain
    guard let ink = pairs.ink(for: style, shortage: shortage) else { return }
    var blank = cchar_t()
    unsafe tawara_set_cell(&blank, 0x20, ink.attributes, ink.pair)
    var text = "\u{1B}7\u{1B}[m" + ground(of: style)
    for step in shift.steps {
      switch step {
      case .delete(let row, let column, let count):
        text += "\u{1B}[\(row + 1);\(column + 1)H\u{1B}[\(count)P"
      case .insert(_, let column, let count):
        text += "\u{1B}[\(column + 1)G\u{1B}[\(count)@"
      }
    }
    send(Array((text + "\u{1B}8").utf8))
    for (row, start) in shift.starts {
      unsafe tawara_move_known(
        Int32(row), Int32(start), Int32(shift.end), Int32(shift.columns), &blank)
    }
  }

  /// The sequence for a style's ground; empty where it is the terminal's own.
  private func ground(of style: Style) -> String {
    guard let color = depth.approximate(style).background,
      let text = unsafe tawara_background(Int32(color))
    else { return "" }
    return unsafe String(cString: text)
  }
}
