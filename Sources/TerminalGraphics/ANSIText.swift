extension Frame {
  /// The picture as text with the escape sequences (SGR) that colour it: a line for each row,
  /// for a pager, a log or a document. Every line ends in the terminal's own colours.
  public func ansiText(depth: ColorDepth) -> String {
    var lines: [String] = []
    lines.reserveCapacity(size.height)
    var sequences: [Style: String] = [:]
    for y in 0..<size.height {
      lines.append(ansiLine(y, depth: depth, sequences: &sequences))
    }
    return lines.joined(separator: "\n")
  }

  private func ansiLine(
    _ y: Int, depth: ColorDepth, sequences: inout [Style: String]
  ) -> String {
    var line = ""
    var style = Style.plain
    var current = ""
    for x in 0..<size.width {
      let cell = self[x, y]
      if cell.glyph == Cell.continuation { continue }
      if cell.style != style {
        style = cell.style
        let sequence = sequences[style] ?? depth.approximate(style).sgr(depth: depth)
        sequences[style] = sequence
        if sequence != current {
          line += sequence.isEmpty ? "\u{1B}[0m" : sequence
          current = sequence
        }
      }
      line.unicodeScalars.append(cell.glyph)
    }
    return current.isEmpty ? line : line + "\u{1B}[0m"
  }
}

extension PaletteStyle {
  /// The sequence that turns any state into this style; empty for the terminal's own.
  fileprivate func sgr(depth: ColorDepth) -> String {
    var codes: [String] = []
    if attributes.contains(.bold) { codes.append("1") }
    if attributes.contains(.dim) { codes.append("2") }
    if attributes.contains(.italic) { codes.append("3") }
    if attributes.contains(.underline) { codes.append("4") }
    if attributes.contains(.reverse) { codes.append("7") }
    if let foreground { codes.append(Self.code(foreground, base: 30, depth: depth)) }
    if let background { codes.append(Self.code(background, base: 40, depth: depth)) }
    return codes.isEmpty ? "" : "\u{1B}[0;" + codes.joined(separator: ";") + "m"
  }

  private static func code(_ index: Int, base: Int, depth: ColorDepth) -> String {
    switch depth {
    case .trueColor:
      "\(base + 8);2;\(index >> 16 & 255);\(index >> 8 & 255);\(index & 255)"
    case .palette256: "\(base + 8);5;\(index)"
    default: index < 8 ? "\(base + index)" : "\(base + 60 + index - 8)"
    }
  }
}
