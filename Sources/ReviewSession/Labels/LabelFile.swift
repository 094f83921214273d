public import Annotations
import Foundation
public import Waveforms

/// Labels in files that people and other programs write: JSON and CSV, with all that a mark says.
public enum LabelFile {
  /// More labels than a reader makes in years: a file of more is another sort of file.
  public static let mostLabels = 2_000_000
  private static let byteLimit = 512 << 20

  /// Labels of a file, with what is odd about them, in sentences.
  public struct Contents: Sendable, Equatable {
    public var marks: MarkIndex
    public var notes: [String]
  }

  /// Whether a path names a file of labels rather than an annotator.
  public static func isFile(_ name: String) -> Bool {
    ["json", "csv"].contains(name.fileExtension.lowercased())
  }

  /// Reads a file's labels as marks of a record. Throws `FileError` where it holds something else,
  /// or too much; what lies beyond the record's end is kept and said.
  public static func read(_ path: String, of record: Record) throws -> Contents {
    let data = try contents(of: path)
    let rows =
      path.fileExtension.lowercased() == "json"
      ? try json(data, path) : try table(String(decoding: data, as: UTF8.self), path)
    guard rows.count <= mostLabels else {
      throw FileError.content(
        file: path, expected: "at most \(mostLabels) labels", found: "\(rows.count)")
    }
    return try marks(rows, path, record)
  }

  private static func contents(of path: String) throws -> Data {
    let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
    guard let size else {
      throw FileError.cannotRead(file: path, reason: "there is no such file")
    }
    guard size <= byteLimit else {
      throw FileError.tooLarge(file: path, bytes: size, limit: byteLimit)
    }
    do {
      return try Data(contentsOf: URL(filePath: path))
    } catch {
      throw FileError.cannotRead(file: path, reason: "it may not be read")
    }
  }

  private static func marks(_ rows: [LabelRow], _ path: String, _ record: Record) throws
    -> Contents
  {
    let timeLine = TimeLine(ticksPerSecond: record.frameRateHz)
    var identities = FileMarkIdentities()
    var marks: [Mark] = []
    for (number, row) in rows.enumerated() {
      let start = row.time_s.isFinite ? timeLine.tick(nearest: row.time_s) : 0
      let id = identities.next(
        ticks: start..<start, label: Label(symbol: row.symbol, text: row.aux),
        channels: row.channels, annotator: path.fileName,
        fields: FormatFields(code: 0, subtype: row.subtype, number: row.number))
      guard let mark = row.mark(timeLine, id: id, rank: number) else {
        throw FileError.content(
          file: path, expected: "label \(number + 1) at a finite time that ends behind its start",
          found: "\(row.time_s) to \(row.end_s.map { "\($0)" } ?? "")")
      }
      marks.append(mark)
    }
    let index = try MarkIndex(marks, timeLine: timeLine)
    return Contents(marks: index, notes: notes(marks, path, record))
  }

  private static func notes(_ marks: [Mark], _ path: String, _ record: Record) -> [String] {
    var notes: [String] = []
    let beyond = marks.filter { $0.start < 0 || $0.start > record.frameCount }.count
    if beyond > 0 {
      notes.append("\(path): \(beyond) labels lie outside of the record; they are kept as they are")
    }
    if zip(marks, marks.dropFirst()).contains(where: { $0.start > $1.start }) {
      notes.append("\(path): labels are not in order of time; they are put in order")
    }
    let unknown = Set(marks.filter { $0.label.meaning.kind == .unknown }.map(\.label.symbol))
    if !unknown.isEmpty {
      let list = unknown.sorted().prefix(8).map { "\"\($0)\"" }.joined(separator: ", ")
      notes.append("\(path): symbols that are not known here: \(list); they are kept as they are")
    }
    return notes
  }

  // MARK: JSON

  private static func json(_ data: Data, _ path: String) throws -> [LabelRow] {
    do {
      return try JSONDecoder().decode([LabelRow].self, from: data)
    } catch {
      throw FileError.content(
        file: path, expected: "a JSON array of labels, each with time_s and symbol",
        found: reason(error))
    }
  }

  private static func reason(_ error: any Error) -> String {
    guard case .keyNotFound(let key, let context)? = error as? DecodingError else {
      return "something else"
    }
    let place = context.codingPath.first?.intValue.map { "label \($0 + 1)" } ?? "one"
    return "\(place) without \(key.stringValue)"
  }

  // MARK: CSV

  /// A table whose first line names its columns. Lines that begin with `#` are remarks.
  private static func table(_ text: String, _ path: String) throws -> [LabelRow] {
    var lines = CSVText.rows(text)[...].drop { $0.first?.hasPrefix("#") == true }
    guard let head = lines.popFirst(), head.contains("time_s"), head.contains("symbol") else {
      throw FileError.content(
        file: path, expected: "a table with columns time_s and symbol", found: "other columns")
    }
    var rows: [LabelRow] = []
    for (number, line) in lines.enumerated()
    where line.first?.hasPrefix("#") != true && line != [""] {
      let cells = Dictionary(zip(head, line)) { first, _ in first }
      guard let row = LabelRow(cells: cells) else {
        throw FileError.content(
          file: path, expected: "a time and a symbol in row \(number + 1)",
          found: line.joined(separator: ",").prefix(60).description)
      }
      rows.append(row)
    }
    return rows
  }
}

/// A table of comma-separated values, RFC 4180.
enum CSVText {
  static func rows(_ text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var cell = String.UnicodeScalarView()
    var isQuoted = false
    // By scalars: CR LF is one character, and a mark that combines makes another one of a comma.
    for scalar in (text.hasSuffix("\n") ? text : text + "\n").unicodeScalars {
      switch scalar {
      case "\"":
        isQuoted.toggle()
        cell.append(scalar)
      case "," where !isQuoted:
        row.append(value(String(cell)))
        cell = .init()
      case "\n" where !isQuoted:
        if cell.last == "\r" { cell.removeLast() }
        rows.append(row + [value(String(cell))])
        (row, cell) = ([], .init())
      default: cell.append(scalar)
      }
    }
    return rows
  }

  /// What stands within quotes, and without the mark that keeps spreadsheets from reading a
  /// formula.
  private static func value(_ cell: String) -> String {
    var text = cell
    if text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") {
      text = String(text.dropFirst().dropLast()).replacing("\"\"", with: "\"")
    }
    if let second = text.dropFirst().first, text.hasPrefix("'"), "=+-@".contains(second) {
      text.removeFirst()
    }
    return text
  }
}
