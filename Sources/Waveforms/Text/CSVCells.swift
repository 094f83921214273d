/// The cells of a line, as people and programs write them.
package enum CSVCells {
  /// Cells without the quotes and white space around them. Quotes may hold separators, and two
  /// quotes within quotes stand for one (RFC 4180).
  /// - Parameter separator: nil where blanks and tabs separate cells.
  package static func split(_ line: String, separator: UInt8?) -> [String] {
    guard let separator else {
      return line.split { $0 == " " || $0 == "\t" }.map { unquoted(String($0)) }
    }
    var cells: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    for byte in line.utf8 {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if byte == separator, !isQuoted {
        cells.append(unquoted(FileText.clean(String(decoding: cell, as: UTF8.self))))
        cell.removeAll()
      } else {
        cell.append(byte)
      }
    }
    return cells + [unquoted(FileText.clean(String(decoding: cell, as: UTF8.self)))]
  }

  /// What stands within quotes of either kind; PhysioNet's own tables have the simple ones.
  static func unquoted(_ text: String) -> String {
    for quote in ["\"", "'"] where text.count >= 2 && text.hasPrefix(quote) && text.hasSuffix(quote)
    {
      let inner = String(text.dropFirst().dropLast())
      return FileText.clean(inner.replacing(quote + quote, with: quote))
    }
    return text
  }

  /// Seconds of a time like `1:02:03.5` or `0:12.5`.
  static func clock(_ text: String, _ parser: DecimalParser) -> DecimalParser.Number? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), let last = parts.last,
      var number = parser.number(String(last)), (0..<60).contains(number.value)
    else { return nil }
    var unit = 60.0
    for part in parts.dropLast().reversed() {
      guard part.utf8.count <= 6, let value = UInt(part) else { return nil }
      number.value += Double(value) * unit
      unit *= 60
    }
    return number
  }
}
