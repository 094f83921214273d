import Foundation

/// The lines at the head of a text file, one after the other. They may end in LF, CR LF or CR.
struct TextLineReader {
  struct Line {
    /// Counted from 1.
    var number: Int
    var text: String
    /// Whether a line end follows, or else the end of the file.
    var isEnded: Bool
  }

  /// Most bytes of all lines together: no header has more, and a file without line ends must not be
  /// copied whole.
  static let byteLimit = 4 << 20

  private let data: Data
  private let file: String
  private var number = 0
  /// The byte that the next line begins with.
  private(set) var place = 0
  /// Its number.
  var nextNumber: Int { number + 1 }

  init(_ data: Data, file: String) {
    self.data = data
    self.file = file
  }

  init(_ file: MappedFile) { self.init(file.bytes, file: file.path) }

  /// The next line, nil behind the last one.
  mutating func next() throws(FileError) -> Line? {
    let bytes = data.span
    let start = place
    var end = start
    while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D {
      end += 1
      if end > Self.byteLimit {
        throw .content(
          file: file, expected: "a table within the first \(Self.byteLimit) bytes", found: "none")
      }
    }
    guard start < bytes.count else { return nil }
    place = end
    if end < bytes.count {
      let isPair = bytes[end] == 0x0D && end + 1 < bytes.count && bytes[end + 1] == 0x0A
      place += isPair ? 2 : 1
    }
    number += 1
    return Line(
      number: number, text: bytes.extracting(start..<end).text, isEnded: end < bytes.count)
  }
}

/// A field of a header: `Samples per channel: 3522`, `Number of Channel = 28`.
struct TextField {
  /// In small letters, without white space around it.
  var key: String
  var value: String

  /// Nil where the line does not hold the separator.
  init?(_ line: String, separator: Character) {
    guard let place = line.firstIndex(of: separator) else { return nil }
    key = FileText.clean(String(line[..<place])).lowercased()
    value = FileText.clean(String(line[line.index(after: place)...]))
  }
}

/// A number with what stands behind it: `5mv`, `977 points/second`.
struct TextQuantity {
  var value: Double
  /// In small letters.
  var unit: String

  init?(_ text: String) {
    let bytes = Array(FileText.clean(text).utf8)
    var place = 0
    guard let number = DecimalParser().number(bytes.span, &place) else { return nil }
    value = number.value
    unit = FileText.clean(String(decoding: bytes[place...], as: UTF8.self)).lowercased()
  }

  /// As a frequency that a recording can have; a number without unit is in Hz.
  var hertz: Double? {
    let factor = unit.hasPrefix("khz") ? 1000.0 : 1
    return TimeAxis.rates.contains(value * factor) ? value * factor : nil
  }

  /// As a number of things.
  var count: Int? { value >= 0 && value < 1e15 ? Int(exactly: value) : nil }
}
