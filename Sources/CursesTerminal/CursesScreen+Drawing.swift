import CNCurses
import Glibc
public import TerminalGraphics

extension CursesScreen {
  /// Draws what differs from the frame before. Nothing differs: nothing is written. A frame of
  /// another size than the terminal's is clipped. The C functions are `mvwadd_wchnstr` and
  /// `doupdate`.
  public func show(_ frame: Frame) {
    let screen = size
    guard screen.width > 0, screen.height > 0 else { return }
    if shown?.size != frame.size {
      shown = nil
      unsafe werase(tawara_stdscr())
    }
    if run.count < screen.width { run = Array(repeating: cchar_t(), count: screen.width) }
    if let shown, movesCells, frame.size == screen,
      let shift = FrameShift(from: shown, to: frame)
    {
      move(shift, frame)
    }
    present(frame, screen: screen)
  }

  /// The C function is `beep`.
  public func ring() { beep() }

  private func present(_ frame: Frame, screen: Size) {
    var changed = draw(frame, over: shown, screen: screen)
    if changed == nil {
      pairs.removeAll()
      shortage = .drawPlain
      changed = draw(frame, over: nil, screen: screen)
      shortage = .fail
    }
    shown = frame
    guard changed ?? true else { return }
    unsafe wnoutrefresh(tawara_stdscr())
    update()
  }

  /// - Returns: whether anything differs; nil where the colour pairs ran out.
  private func draw(_ frame: Frame, over old: Frame?, screen: Size) -> Bool? {
    let width = min(screen.width, frame.size.width)
    let cells = frame.cells
    let before = old?.cells
    var changed = before == nil
    for y in 0..<min(screen.height, frame.size.height) {
      let row = y * frame.size.width
      var x = 0
      while x < width {
        if let before, Self.isSame(cells[row + x], before[row + x]) {
          x += 1
          continue
        }
        changed = true
        guard let end = drawRun(cells, before, row: row, x: x, y: y, width: width) else {
          return nil
        }
        x = end
      }
    }
    return changed
  }

  /// Draws changed cells from `x` up to the first that is as before.
  /// - Returns: the column after them.
  private func drawRun(
    _ cells: [Cell], _ before: [Cell]?, row: Int, x start: Int, y: Int, width: Int
  ) -> Int? {
    var x = start
    // The right half of a wide glyph is drawn with its left half.
    if cells[row + x].glyph == Cell.continuation, x > 0 { x -= 1 }
    let first = x
    var count = 0
    var style = cells[row + x].style
    guard var ink = pairs.ink(for: style, shortage: shortage) else { return nil }
    while x < width {
      let cell = cells[row + x]
      if x > start, let before, Self.isSame(cell, before[row + x]) { break }
      if cell.style != style && !Self.looksSame(cell, in: style) {
        style = cell.style
        guard let next = pairs.ink(for: style, shortage: shortage) else { return nil }
        ink = next
      }
      let isWide = x + 1 < width && cells[row + x + 1].glyph == Cell.continuation
      let glyph = glyph(for: cell, isWide: isWide)
      unsafe tawara_set_cell(&run[count], glyph, ink.attributes, ink.pair)
      count += 1
      x += 1
      if isWide {
        if glyph == Self.blank || Self.columns(of: glyph) == 1 {
          unsafe tawara_set_cell(&run[count], Self.blank, ink.attributes, ink.pair)
          count += 1
        }
        x += 1
      }
    }
    unsafe mvwadd_wchnstr(tawara_stdscr(), Int32(y), Int32(first), &run, Int32(count))
    return x
  }

  /// Whether a blank cell looks the same in another style: then the terminal need not be told of
  /// a colour that nobody sees.
  @inline(__always)
  private static func looksSame(_ cell: Cell, in style: Style) -> Bool {
    cell.glyph == " " && cell.style.background == style.background
      && cell.style.attributes.isDisjoint(with: [.underline, .reverse])
      && style.attributes.isDisjoint(with: [.underline, .reverse])
  }

  /// Equal without a call into another module for each of thousands of cells.
  @inline(__always)
  private static func isSame(_ one: Cell, _ other: Cell) -> Bool {
    one.glyph.value == other.glyph.value
      && one.style.foreground.rgb == other.style.foreground.rgb
      && one.style.background.rgb == other.style.background.rgb
      && one.style.attributes.rawValue == other.style.attributes.rawValue
  }

  private static let blank: UInt32 = 0x20
  private static let dot: UInt32 = 0xB7

  /// The glyph to send: never one that steers the terminal, nor one that ncurses would give
  /// another width than the frame, which would shift the rest of the row.
  @inline(__always)
  private func glyph(for cell: Cell, isWide: Bool) -> UInt32 {
    let glyph = glyphs == .braille ? cell.glyph.value : glyphs.nearest(to: cell.glyph).value
    switch glyph {
    case 0: return Self.blank
    case 0x20..<0x7F, 0x2500..<0x25FD, 0x2800..<0x2900: return isWide ? Self.blank : glyph
    case 1..<0x20, 0x7F..<0xA0: return glyphs == .ascii ? 0x3F : Self.dot
    default: break
    }
    return Self.columns(of: glyph) == (isWide ? 2 : 1) ? glyph : isWide ? Self.blank : 0x3F
  }

  /// The C function is `wcwidth`.
  private static func columns(of glyph: UInt32) -> Int {
    glyph < 0x7F ? 1 : Int(tawara_columns(glyph))
  }
}
