import Foundation

/// How a file of comma-separated values is laid out: what separates its cells, where its numbers
/// begin, and what stands above them.
struct CSVLayout {
  var separator: UInt8?
  var point: UInt8
  /// Names of the columns, empty where the file has no line of them.
  var names: [String] = []
  /// A line of units below the names, which PhysioNet's tables have.
  var units: [String] = []
  /// The lines above the names.
  var preamble: [String] = []
  /// The first rows of numbers, as text.
  var rows: [[String]]
  /// The byte and the line that the numbers begin at.
  var place: Int
  var line: Int

  var width: Int { rows.first?.count ?? 0 }

  /// Bytes from a file's start that its layout is found by.
  static let headByteCount = 1 << 18
  /// Rows of numbers that are looked at, and lines above them at most.
  private static let rowLimit = 50
  private static let lineLimit = 500

  /// What may separate cells, with the point of decimal numbers that goes with it.
  private static let forms: [(separator: UInt8?, point: UInt8)] = [
    (UInt8(ascii: ","), UInt8(ascii: ".")), (UInt8(ascii: ";"), UInt8(ascii: ".")),
    (UInt8(ascii: ";"), UInt8(ascii: ",")), (0x09, UInt8(ascii: ".")), (0x09, UInt8(ascii: ",")),
    (nil, UInt8(ascii: ".")), (nil, UInt8(ascii: ",")),
  ]

  private struct Line {
    var text: String
    var place: Int
    var number: Int
    var isEnded: Bool
  }

  /// The layout of a file by its first bytes; nil where these hold no table of numbers, and at once
  /// where they are no text.
  init?(_ head: some Collection<UInt8>) {
    let isText = head.allSatisfy { $0 >= 0x20 || (0x09...0x0D).contains($0) }
    guard isText else { return nil }
    let lines = Self.lines(Data(head))
    var best: CSVLayout?
    for form in Self.forms where best == nil || best?.width == 1 {
      // Whatever is no separator reads as one column.
      let layout = Self.layout(lines, separator: form.separator, point: form.point)
      if let layout, layout.width > best?.width ?? 0 { best = layout }
    }
    guard let best else { return nil }
    self = best.decimalColumn(lines) ?? best
  }

  /// One column of numbers with decimal commas, which read as two columns without a sign in the
  /// second: where one name stands above it, or what some recorders write of their one lead.
  private func decimalColumn(_ lines: [Line]) -> CSVLayout? {
    guard separator == UInt8(ascii: ","), width == 2,
      rows.allSatisfy({ !$0[1].isEmpty && $0[1].utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let single = Self.layout(lines, separator: UInt8(ascii: ";"), point: UInt8(ascii: ",")),
      single.width == 1
    else { return nil }
    let isDescribed = names.first.map { ["lead", "unit"].contains($0.lowercased()) } ?? false
    return isDescribed || names.isEmpty && single.names.count == 1 ? single : nil
  }

  private init(separator: UInt8?, point: UInt8, rows: [[String]], place: Int, line: Int) {
    self.separator = separator
    self.point = point
    self.rows = rows
    self.place = place
    self.line = line
  }

  /// Whole lines, without empty ones; one that does not end only where it is the only row.
  private static func lines(_ head: Data) -> [Line] {
    var reader = TextLineReader(head, file: "")
    var lines: [Line] = []
    var place = reader.place
    while lines.count < lineLimit + rowLimit, let line = try? reader.next() {
      if line.isEnded || lines.count < 3, !FileText.clean(line.text).isEmpty {
        lines.append(
          Line(text: line.text, place: place, number: line.number, isEnded: line.isEnded))
      }
      place = reader.place
    }
    return lines
  }

  private static func layout(_ lines: [Line], separator: UInt8?, point: UInt8) -> CSVLayout? {
    let parser = DecimalParser(point: point)
    guard let first = lines.firstIndex(where: { rowCells($0.text, separator, parser) != nil }),
      first < lineLimit, let width = rowCells(lines[first].text, separator, parser)?.count
    else { return nil }
    // A row whose time is a number and of which another cell is none is no line of names.
    if first > 0 {
      let above = CSVCells.split(lines[first - 1].text, separator: separator)
      if above.count == width, width > 1, parser.number(above[0]) != nil { return nil }
    }
    var rows: [[String]] = []
    for line in lines[first...].prefix(rowLimit) {
      // All that follows must be numbers: a text below them makes it another kind of table.
      guard let cells = rowCells(line.text, separator, parser), cells.count == width else {
        if !line.isEnded, !rows.isEmpty { break }
        return nil
      }
      rows.append(cells)
    }
    var layout = CSVLayout(
      separator: separator, point: point, rows: rows, place: lines[first].place,
      line: lines[first].number)
    layout.readHead(lines[..<first].map(\.text))
    return layout
  }

  /// The cells of a row of numbers, some of which may be missing; nil where it is none.
  private static func rowCells(
    _ line: String, _ separator: UInt8?, _ parser: DecimalParser
  ) -> [String]? {
    let cells = CSVCells.split(line, separator: separator)
    var count = 0
    for (place, cell) in cells.enumerated() {
      if parser.number(cell) != nil || place == 0 && CSVCells.clock(cell, parser) != nil {
        count += 1
      } else if !NumberTable.missingWords.contains(cell.lowercased()) {
        return nil
      }
    }
    return count > 0 ? cells : nil
  }

  /// Finds the names, and the units below them, among the lines above the numbers.
  private mutating func readHead(_ lines: [String]) {
    preamble = lines
    guard let last = headCells(lines.last), !last.allSatisfy(\.isEmpty) else { return }
    preamble.removeLast()
    names = last
    if last.contains(where: { CSVName.isUnit($0) }), last.allSatisfy({ CSVName.isUnitCell($0) }),
      let above = headCells(preamble.last)
    {
      (names, units) = (above, last)
      preamble.removeLast()
    }
  }

  /// The cells of a line that has one for each column, where the first may be a mark of remarks.
  private func headCells(_ line: String?) -> [String]? {
    guard let line else { return nil }
    let text = line.drop { $0 == "#" || $0 == "%" || $0 == "\u{FEFF}" }
    let cells = CSVCells.split(String(text), separator: separator)
    guard cells.count == width, !(width == 1 && cells[0].contains(where: { ":=,".contains($0) }))
    else { return nil }
    return cells
  }
}
