/// Heat as glyphs, for terminals without colours; `GlyphSet` has something for each on all of
/// them.
public enum HeatGlyphs {
  /// Bars for a lane of one row, from none to a whole cell.
  public static let bars: [Unicode.Scalar] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  /// Shades for a map.
  public static let shades: [Unicode.Scalar] = [" ", "░", "▒", "▓", "█"]

  /// The bar of a value from 0 to 1; what is not a number has none.
  public static func bar(_ value: Double) -> Unicode.Scalar { glyph(value, of: bars) }

  /// The shade of a value from 0 to 1; what is not a number has none.
  public static func shade(_ value: Double) -> Unicode.Scalar { glyph(value, of: shades) }

  private static func glyph(_ value: Double, of glyphs: [Unicode.Scalar]) -> Unicode.Scalar {
    guard value > 0 else { return glyphs[0] }
    return glyphs[min(glyphs.count - 1, Int(min(value, 1) * Double(glyphs.count)))]
  }
}
