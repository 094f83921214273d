import Foundation

/// How many columns text takes on a terminal, and what of it is drawn.
///
/// A cell holds one scalar, and the terminal is sent nothing else: a cluster of several is drawn as
/// those of its scalars that have a width of their own, which every terminal gives the same columns
/// whether or not it knows clusters. So a family is its first member, a flag two letters, a heart
/// with U+FE0F the narrow heart that it is without.
public enum TextWidth {
  /// Columns of a whole text: as many as `Frame.write` takes for it.
  public static func columns(of text: String) -> Int {
    var sum = 0
    forEachGlyph(of: text) { _, columns in
      sum += columns
      return true
    }
    return sum
  }

  /// 0 for marks that join the glyph before them, 2 for wide glyphs, 1 otherwise. What must not
  /// reach the terminal counts 1: it is drawn as `·`.
  public static func columns(of scalar: Unicode.Scalar) -> Int {
    if isSimple(scalar) { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    case .format: return isVisibleFormat(scalar) ? 1 : 0
    case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse:
      return 1
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .spacingMark, .decimalNumber, .letterNumber, .otherNumber, .connectorPunctuation,
      .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol,
      .otherSymbol, .spaceSeparator:
      if isJoiningJamo(scalar) { return 0 }
      return WideScalars.contains(scalar.value) ? 2 : 1
    @unknown default: return 1
    }
  }

  /// The scalar itself, or `·` for one that would steer the terminal.
  static func printable(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: "·"
    default: scalar
    }
  }

  /// Text cut to `width` columns, with `…` where something was cut.
  public static func truncated(_ text: String, to width: Int) -> String {
    if columns(of: text) <= width { return text }
    var result = ""
    var used = 0
    for character in text {
      let columns = columns(of: String(character))
      if used + columns > width - 1 { break }
      result.append(character)
      used += columns
    }
    return width > 0 ? result + "…" : ""
  }

  /// The end of a text in `width` columns, with `…` before it where something was cut.
  public static func truncatedStart(_ text: String, to width: Int) -> String {
    if columns(of: text) <= width { return text }
    var result: [Character] = []
    var used = 1
    for character in text.reversed() {
      used += columns(of: String(character))
      if used > width { break }
      result.append(character)
    }
    return width > 0 ? "…" + String(result.reversed()) : ""
  }

  /// As many entries of a line, which two spaces set apart, as `width` columns hold whole; of the
  /// first one what there is room for.
  public static func wholeEntries(_ text: String, to width: Int) -> String {
    if columns(of: text) <= width { return text }
    let entries = text.split(separator: "  ", omittingEmptySubsequences: true)
    var line = truncated(String(entries.first ?? ""), to: width)
    for entry in entries.dropFirst() {
      let longer = line + "  " + entry
      if columns(of: longer) > width { break }
      line = longer
    }
    return line
  }

  // MARK: Clusters

  /// Calls `body` with each glyph that is drawn and its columns, 1 or 2, until it returns false.
  static func forEachGlyph(
    of text: String, _ body: (_ glyph: Unicode.Scalar, _ columns: Int) -> Bool
  ) {
    if text.unicodeScalars.allSatisfy(isSimple) {
      for scalar in text.unicodeScalars where !body(printable(scalar), 1) { return }
      return
    }
    for character in text {
      for scalar in drawn(character) {
        let columns = columns(of: scalar)
        if columns > 0 && !body(printable(scalar), columns) { return }
      }
    }
  }

  /// The scalars of a cluster that stand for it.
  private static func drawn(_ character: Character) -> some Sequence<Unicode.Scalar> {
    let scalars = Array(character.unicodeScalars)
    guard scalars.count > 1, let first = scalars.first else { return scalars }
    let letters = scalars.compactMap(regionalLetter)
    if letters.count == scalars.count { return letters }
    if first.properties.isEmoji && !first.isASCII { return [first] }
    return Array(String(character).precomposedStringWithCanonicalMapping.unicodeScalars)
  }

  /// The letter of a half of a flag: alone it has one column on some terminals and two on others.
  private static func regionalLetter(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    let first: UInt32 = 0x1F1E6
    guard (first...0x1F1FF).contains(scalar.value) else { return nil }
    return Unicode.Scalar(scalar.value - first + 0x41)
  }

  // MARK: Scalars

  /// Scalars of one column that nothing joins: Latin, arrows, boxes, blocks, braille.
  @inline(__always)
  private static func isSimple(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x300, 0x2010..<0x2028, 0x2190..<0x231A, 0x2500..<0x25FD, 0x2800..<0x2900: true
    default: false
    }
  }

  /// Signs that stand before the digits that they enclose, of category format.
  private static func isVisibleFormat(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x600...0x605, 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD: true
    default: false
    }
  }

  /// Vowels and final consonants of Hangul, which join the consonant before them.
  private static func isJoiningJamo(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1160...0x11FF, 0xD7B0...0xD7FF: true
    default: false
    }
  }
}
