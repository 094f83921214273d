/// The rows of a comma-separated text, each with the line that it begins on.
struct CommaSeparatedTable {
  struct Row: Equatable {
    var line: Int
    var fields: [String]
  }

  private(set) var rows: [Row] = []
  /// The line of a quote that is never closed.
  private(set) var unclosedQuoteLine: Int?

  /// Reads `text`: fields may be quoted, lines may end in LF, CR LF or CR, a byte order mark
  /// may come first. Empty lines are left out.
  init(_ text: String) {
    var parser = Parser()
    for scalar in text.unicodeScalars { parser.take(scalar) }
    parser.endRow()
    rows = parser.rows
    unclosedQuoteLine = parser.isQuoted ? parser.quoteLine : nil
  }

  private struct Parser {
    var rows: [Row] = []
    var isQuoted = false
    var quoteLine = 1
    private var fields: [String] = []
    private var field = String.UnicodeScalarView()
    private var line = 1
    private var rowLine = 1
    private var last: Unicode.Scalar?

    mutating func take(_ scalar: Unicode.Scalar) {
      defer { last = scalar }
      if scalar == "\n" || scalar == "\r" {
        if scalar == "\n" && last == "\r" { return }
        line += 1
        if isQuoted { field.append("\n") } else { endRow() }
      } else if scalar == "\"" {
        // Two quotes within a quoted field stand for one.
        if !isQuoted && last == "\"" && !field.isEmpty { field.append(scalar) }
        isQuoted.toggle()
        quoteLine = line
      } else if scalar == "," && !isQuoted {
        endField()
      } else if scalar != "\u{FEFF}" {
        field.append(scalar)
      }
    }

    private mutating func endField() {
      fields.append(trimmed(String(field)))
      field.removeAll()
    }

    mutating func endRow() {
      endField()
      if fields != [""] { rows.append(Row(line: rowLine, fields: fields)) }
      fields = []
      rowLine = line
    }

    private func trimmed(_ text: String) -> String {
      let isBlank = { (character: Character) in character == " " || character == "\t" }
      let kept = text.drop(while: isBlank)
      guard let last = kept.lastIndex(where: { !isBlank($0) }) else { return "" }
      return String(kept[...last])
    }
  }
}
