/// Which glyphs a terminal can be trusted with.
public enum GlyphSet: String, Sendable, CaseIterable {
  /// Braille dots, 2 x 4 in a cell.
  case braille
  /// Half blocks and box drawing, as the Linux console's font has them.
  case halfBlocks
  /// The 95 printable characters of ASCII.
  case ascii

  /// What the environment says about the terminal: ASCII where the locale is not UTF-8, half
  /// blocks on the Linux console, braille elsewhere. The first of LC_ALL, LC_CTYPE and LANG
  /// that is set counts, as in `setlocale`.
  public static func detect(environment: [String: String]) -> GlyphSet {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"]
    let locale = names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? "C"
    let name = locale.lowercased()
    guard name.contains("utf-8") || name.contains("utf8") else { return .ascii }
    return environment["TERM"] == "linux" ? .halfBlocks : .braille
  }

  /// The nearest glyph of this set; a picture made for a richer set stays legible.
  public func nearest(to glyph: Unicode.Scalar) -> Unicode.Scalar {
    if glyph.value < 0x80 || self == .braille { return glyph }
    let isBraille = (0x2800...0x28FF).contains(glyph.value)
    if self == .halfBlocks {
      return isBraille ? Self.halfBlock(forBraille: glyph) : Self.halfBlock(forBar: glyph)
    }
    return isBraille ? Self.ascii(forBraille: glyph) : Self.ascii(for: glyph)
  }

  private static let upperDots: UInt32 = 0b0001_1011
  private static let lowerDots: UInt32 = 0b1110_0100

  private static func halfBlock(forBraille glyph: Unicode.Scalar) -> Unicode.Scalar {
    let dots = glyph.value & 0xFF
    switch (dots & upperDots != 0, dots & lowerDots != 0) {
    case (false, false): return " "
    case (true, false): return "▀"
    case (false, true): return "▄"
    case (true, true): return "█"
    }
  }

  /// The Linux console's font has one bar between none and a whole one.
  private static func halfBlock(forBar glyph: Unicode.Scalar) -> Unicode.Scalar {
    switch glyph {
    case "▁", "▂": "_"
    case "▃", "▅": "▄"
    case "▆", "▇": "█"
    default: glyph
    }
  }

  private static func ascii(forBraille glyph: Unicode.Scalar) -> Unicode.Scalar {
    let dots = glyph.value & 0xFF
    switch (dots & upperDots != 0, dots & lowerDots != 0) {
    case (false, false): return " "
    case (true, false): return "'"
    case (false, true): return "."
    case (true, true): return dots.nonzeroBitCount > 5 ? "#" : ":"
    }
  }

  private static func ascii(for glyph: Unicode.Scalar) -> Unicode.Scalar {
    switch glyph {
    case "─", "━", "═", "╌", "╍", "┄", "┈", "–", "—", "−", "╴", "╶": "-"
    case "│", "┃", "║", "╎", "┆", "┊", "▏", "▕", "╵", "╷", "▌", "▐": "|"
    // Bars and shades by how much ink they have, each glyph of `HeatGlyphs` its own.
    case "▁", "░", "·", "•", "∙": "."
    case "▂", "▒": ":"
    case "▃": "-"
    case "▄": "="
    case "▅", "▓": "+"
    case "▆": "*"
    case "▇": "%"
    case "█", "■": "#"
    case "▀": "'"
    case "…": "_"
    case "▲", "△", "↑", "▴": "^"
    case "▼", "▽", "↓", "▾": "v"
    case "◀", "◁", "←", "◂", "‹", "«": "<"
    case "▶", "▷", "→", "▸", "›", "»": ">"
    case "●", "◆", "★", "✓", "✔": "*"
    case "○", "◇", "☆", "◐": "o"
    case "×", "✗", "✕": "x"
    case "µ", "μ": "u"
    case "±": "+"
    case "↕": "!"
    case "‘", "’": "'"
    case "“", "”": "\""
    case "\u{2500}"..."\u{257F}": "+"
    case "\u{A0}": " "
    default: "?"
    }
  }
}
