import Foundation

/// A table of numbers in text, column by column.
struct NumberTable {
  /// What the cells of a column are.
  enum Cell {
    case number
    /// A time of day or since the start, `11:40:50.960` or `0:12.5`, read as seconds.
    case clock
    /// Left out.
    case skipped
  }

  struct Format {
    /// Nil where blanks and tabs separate cells, any number of them.
    var separator: UInt8?
    var point = UInt8(ascii: ".")
    var cells: [Cell]
    /// Whether a line that begins with a letter ends the table, rather than being an error.
    var endsAtLetter = false
  }

  /// Words that stand for a missing number, in small letters.
  static let missingWords: Set<String> = ["", "nan", "na", "n/a", "null", "-"]
  /// Most columns that a table may have.
  static let columnLimit = 4096

  /// Values, not a number where a cell is empty; empty for columns that are skipped.
  var columns: [[Double]]
  /// Most decimal places in each column.
  var decimals: [Int]
  var rowCount = 0
  /// Whether the file ends within a row, which is left out then.
  var isCut = false

  /// Reads the rows from a byte of a file on.
  /// - Parameter line: the number of the line there, for messages.
  init(_ file: MappedFile, from place: Int, line: Int, format: Format) throws(FileError) {
    guard format.cells.count <= Self.columnLimit else {
      throw .content(
        file: file.path, expected: "at most \(Self.columnLimit) columns",
        found: "\(format.cells.count)")
    }
    var reader = NumberTableReader(file: file.path, place: place, line: line, format: format)
    try reader.read(file.bytes.span)
    self = reader.table
    guard rowCount > 0 else {
      throw .content(file: file.path, expected: "rows of numbers", found: "none")
    }
  }

  fileprivate init(width: Int) {
    columns = Array(repeating: [], count: width)
    decimals = Array(repeating: 0, count: width)
  }

  /// What to warn of: a file that ends within a row, or has other rows than its header says.
  func warnings(expectedRows: Int?) -> [String] {
    var warnings: [String] = []
    if isCut {
      warnings.append("The file ends within row \(rowCount + 1), which is left out")
    }
    if let expectedRows, expectedRows != rowCount {
      warnings.append("Expected \(expectedRows) samples of each channel, found \(rowCount)")
    }
    return warnings
  }
}

/// Reads a table in one pass over a file's bytes.
private struct NumberTableReader {
  let file: String
  let format: NumberTable.Format
  private let parser: DecimalParser
  private var place: Int
  private var line: Int
  private(set) var table: NumberTable
  /// Whether the file ends within a cell.
  private var endsInCell = false

  /// Bytes of a cell that is looked at as text.
  private static let cellLimit = 400

  init(file: String, place: Int, line: Int, format: NumberTable.Format) {
    self.file = file
    self.place = place
    self.line = line
    self.format = format
    parser = DecimalParser(point: format.point)
    table = NumberTable(width: format.cells.count)
  }

  mutating func read(_ bytes: Span<UInt8>) throws(FileError) {
    let kept = format.cells.count { $0 != .skipped }
    while isAtRow(bytes) {
      if format.endsAtLetter, bytes[place] | 0x20 >= 0x61, bytes[place] | 0x20 <= 0x7A { return }
      try row(bytes)
      guard table.rowCount * kept <= DecodedRecord.sampleLimit else {
        throw .content(
          file: file, expected: "at most \(DecodedRecord.sampleLimit) samples", found: "more")
      }
    }
  }

  /// Moves to the next line that holds something; false where there is none.
  private mutating func isAtRow(_ bytes: Span<UInt8>) -> Bool {
    while place < bytes.count {
      if bytes[place] == 0x0A {
        line += 1
      } else if bytes[place] == 0x0D {
        if place + 1 == bytes.count || bytes[place + 1] != 0x0A { line += 1 }
      } else if !isBlank(bytes[place]) {
        return true
      }
      place += 1
    }
    return false
  }

  private mutating func row(_ bytes: Span<UInt8>) throws(FileError) {
    let width = format.cells.count
    var count = 0
    repeat {
      // A separator at the end of a line begins no further cell.
      if count == width, isAtLineEnd(bytes) { break }
      if count < width { try cell(bytes, count) } else { skipCell(bytes) }
      count += 1
    } while isSeparated(bytes)
    if count == width, !endsInCell {
      table.rowCount += 1
    } else if count <= width, place == bytes.count {
      table.isCut = true
      for column in 0..<count where format.cells[column] != .skipped {
        table.columns[column].removeLast()
      }
    } else {
      throw .content(
        file: "\(file), line \(line)", expected: "\(width) columns",
        found: count > width ? "more" : "\(count)")
    }
  }

  private mutating func cell(_ bytes: Span<UInt8>, _ column: Int) throws(FileError) {
    skipBlanks(bytes)
    if format.cells[column] == .skipped { return skipCell(bytes) }
    let start = place
    if format.cells[column] == .number {
      if let number = parser.number(bytes, &place) {
        skipBlanks(bytes)
        if isAtCellEnd(bytes) { return append(number, column) }
        place = start
      } else if isAtCellEnd(bytes) {
        endsInCell = place == bytes.count
        return table.columns[column].append(.nan)
      }
    }
    skipCell(bytes)
    let end = min(place, start + Self.cellLimit)
    let text = CSVCells.unquoted(FileText.clean(bytes.extracting(start..<end).text))
    if let number = number(text, format.cells[column]) {
      append(number, column)
    } else if NumberTable.missingWords.contains(text.lowercased()) {
      table.columns[column].append(.nan)
    } else if end == bytes.count, table.rowCount > 0 {
      endsInCell = true
      table.columns[column].append(.nan)
    } else {
      throw .content(
        file: "\(file), line \(line)", expected: "a number in column \(column + 1)",
        found: quoted(text))
    }
  }

  private func number(_ text: String, _ cell: NumberTable.Cell) -> DecimalParser.Number? {
    cell == .clock ? CSVCells.clock(text, parser) : parser.number(text)
  }

  private mutating func append(_ number: DecimalParser.Number, _ column: Int) {
    table.columns[column].append(number.value)
    if number.decimals > table.decimals[column] { table.decimals[column] = number.decimals }
  }

  /// Moves to the end of a cell, over separators in quotes.
  private mutating func skipCell(_ bytes: Span<UInt8>) {
    var isQuoted = false
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if isQuoted ? isAtLineEnd(bytes) : isAtCellEnd(bytes) {
        return
      }
      place += 1
    }
  }

  /// Moves over what separates two cells; false at the end of a line, and where neither follows.
  private mutating func isSeparated(_ bytes: Span<UInt8>) -> Bool {
    guard let separator = format.separator else {
      while place < bytes.count, bytes[place] == 0x20 || bytes[place] == 0x09 { place += 1 }
      return !isAtLineEnd(bytes)
    }
    guard place < bytes.count, bytes[place] == separator else { return false }
    place += 1
    return true
  }

  private mutating func skipBlanks(_ bytes: Span<UInt8>) {
    guard format.separator != nil else { return }
    while place < bytes.count, isBlank(bytes[place]) { place += 1 }
  }

  private func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 && format.separator != 0x09
  }

  private func isAtLineEnd(_ bytes: Span<UInt8>) -> Bool {
    place >= bytes.count || bytes[place] == 0x0A || bytes[place] == 0x0D
  }

  private func isAtCellEnd(_ bytes: Span<UInt8>) -> Bool {
    if isAtLineEnd(bytes) { return true }
    guard let separator = format.separator else {
      return bytes[place] == 0x20 || bytes[place] == 0x09
    }
    return bytes[place] == separator
  }
}
