/// A sample of a theme: every role by its name in its own look, heat, classes, and glyphs.
public struct ThemePreview {
  private let theme: Theme
  private let glyphs: GlyphSet
  private let columns = 3

  /// - Parameter glyphs: what the terminal has; the glyphs to choose between are shown all the
  ///   same.
  public init(theme: Theme, glyphs: GlyphSet) {
    self.theme = theme
    self.glyphs = glyphs
  }

  public func frame() -> Frame {
    let rows = (Self.roles.count + columns - 1) / columns
    var frame = Frame(size: Size(width: 80, height: rows + 15), style: theme[.background])
    frame.fill(Rect(x: 0, y: 0, width: frame.size.width, height: 1), Cell(" ", theme[.status]))
    frame.write(" \(theme.name)", x: 0, y: 0, style: theme[.status].adding(.bold))
    var x = 1
    for first in stride(from: 0, to: Self.roles.count, by: rows) {
      let roles = Self.roles[first..<min(first + rows, Self.roles.count)]
      x = drawRoles(roles, x: x, &frame)
    }
    drawHeat(y: rows + 3, &frame)
    drawClasses(y: rows + 7, &frame)
    drawGlyphs(y: rows + 10, &frame)
    return frame
  }

  private static let roles = ThemeRole.allCases.filter { $0 != .background }

  /// Returns where the next column begins.
  private func drawRoles(_ roles: ArraySlice<ThemeRole>, x: Int, _ frame: inout Frame) -> Int {
    var end = x
    for (row, role) in roles.enumerated() {
      let style =
        role == .traceFocused ? theme.applying(role, to: theme[.traceSurface]) : theme[role]
      end = max(end, frame.write(" \(role.rawValue) ", x: x, y: 2 + row, style: style))
    }
    return end + 1
  }

  /// The steps of the ramp with numbers on them, then both kinds of glyphs.
  private func drawHeat(y: Int, _ frame: inout Frame) {
    frame.write("heat", x: 2, y: y, style: theme[.textMuted])
    for step in 0..<Theme.heatSteps {
      let value = (Double(step) + 0.5) / Double(Theme.heatSteps)
      let color = theme.heat(value)
      let x = 12 + step * 4
      let ink = Style(foreground: theme.ink(on: color), background: color)
      frame.fill(Rect(x: x, y: y, width: 4, height: 1), Cell(" ", ink))
      frame.write("\(step)", x: x + 1, y: y, style: ink)
      frame.fill(
        Rect(x: x, y: y + 1, width: 4, height: 1), Cell(glyph(HeatGlyphs.bar(value)), theme[.text]))
      frame.fill(
        Rect(x: x, y: y + 2, width: 4, height: 1),
        Cell(glyph(HeatGlyphs.shade(value)), theme[.text]))
    }
  }

  private func drawClasses(y: Int, _ frame: inout Frame) {
    frame.write("classes", x: 2, y: y, style: theme[.textMuted])
    for (index, role) in ThemeRole.classes.enumerated() {
      let letter = Unicode.Scalar(UInt8(ascii: "A") + UInt8(index))
      let x = 12 + index * 8
      frame[x, y] = Cell(letter, theme[role])
      for offset in 2..<7 { frame[x + offset, y] = Cell(glyph("█"), theme[role]) }
    }
  }

  /// A wave in each set of glyphs, to choose the richest one that the terminal shows.
  private func drawGlyphs(y: Int, _ frame: inout Frame) {
    let wave = Self.wave
    for (row, set) in GlyphSet.allCases.enumerated() {
      frame.write(set.rawValue, x: 2, y: y + row, style: theme[.textMuted])
      for (column, dots) in wave.enumerated() {
        frame[14 + column, y + row] = Cell(set.nearest(to: dots), theme[.traceSurface])
      }
    }
  }

  /// Beats on one row of braille: P wave, QRS complex and T wave.
  private static let wave: [Unicode.Scalar] = {
    let beat: [(top: Int, bottom: Int)] = [
      (2, 2), (2, 2), (1, 2), (1, 1), (1, 2), (2, 2), (2, 3), (0, 3), (0, 3), (2, 3), (2, 2),
      (2, 2),
      (1, 2), (1, 1), (1, 1), (1, 2), (2, 2), (2, 2),
    ]
    var canvas = BrailleCanvas(size: Size(width: 45, height: 1))
    for column in 0..<canvas.dotColumns {
      let dots = beat[column % beat.count]
      canvas.fillColumn(column, from: dots.top, to: dots.bottom)
    }
    return (0..<canvas.size.width).map { canvas.glyph(x: $0, y: 0) ?? " " }
  }()

  private func glyph(_ glyph: Unicode.Scalar) -> Unicode.Scalar { glyphs.nearest(to: glyph) }
}
