import Foundation

/// Reads the variables of a MATLAB file of version 5 (MATLAB 5 to 7, `save -v6` and `-v7`); see
/// The MathWorks, MAT-File Format, 1, Level 5 MAT-File Format.
struct MATLABParser {
  static let headerByteCount = 128
  /// Most bytes of all compressed variables together, uncompressed: recordings do not shrink to
  /// less than a two hundredth.
  private var inflatedLimit: Int { min(Gzip.byteLimit, max(64 << 20, 200 * reader.count)) }
  private static let depthLimit = 8

  private let file: String
  private let reader: ByteReader

  /// An element's type, and where its value lies.
  private struct Tag {
    var type: UInt32
    var place: Int
    var count: Int
    /// The place after the value and what fills it up to 8 bytes.
    var next: Int
  }

  private static let matrixType: UInt32 = 14
  private static let compressedType: UInt32 = 15

  init(_ data: Data, order: ByteReader.Order, file: String) {
    reader = ByteReader(data, order: order)
    self.file = file
  }

  /// The byte order that bytes 126 and 127 show; nil for a file of another kind.
  static func order(_ head: some Collection<UInt8>) -> ByteReader.Order? {
    let mark = Array(head.dropFirst(126).prefix(2))
    if mark == Array("IM".utf8) { return .little }
    return mark == Array("MI".utf8) ? .big : nil
  }

  /// All variables by name.
  func variables() throws(FileError) -> [(name: String, value: MATLABValue)] {
    var variables: [(name: String, value: MATLABValue)] = []
    var place = Self.headerByteCount
    var inflatedCount = 0
    while place < reader.count {
      let tag = try tag(place, reader.count)
      if tag.type == Self.compressedType, let bytes = reader.bytes(tag.place, tag.count) {
        let content = try Gzip.inflateZlib(
          bytes, file: file, limit: inflatedLimit - inflatedCount)
        inflatedCount += content.count
        let inner = MATLABParser(content, order: reader.order, file: file)
        let tag = try inner.tag(0, content.count)
        if tag.type == Self.matrixType { variables.append(try inner.matrix(tag, depth: 0)) }
      } else if tag.type == Self.matrixType {
        variables.append(try matrix(tag, depth: 0))
      }
      place = tag.next
    }
    return variables
  }

  /// The tag at a place, whose value ends before `end`.
  private func tag(_ place: Int, _ end: Int) throws(FileError) -> Tag {
    guard let first = reader.uint32(place), place + 8 <= end else {
      throw damaged("an element at byte \(place)", "the end of what holds it")
    }
    // Values of up to four bytes stand in the tag itself.
    if first >> 16 != 0 {
      let count = Int(first >> 16)
      guard count <= 4 else { throw damaged("an element at byte \(place)", "a length of \(count)") }
      return Tag(type: first & 0xFFFF, place: place + 4, count: count, next: place + 8)
    }
    let count = Int(reader.uint32(place + 4) ?? 0)
    guard count <= end - place - 8 else {
      throw damaged(
        "\(count) bytes of an element at byte \(place)", "\(end - place - 8): the file is cut")
    }
    let padded = first == Self.compressedType ? count : (count + 7) / 8 * 8
    return Tag(type: first, place: place + 8, count: count, next: place + 8 + padded)
  }

  private func damaged(_ expected: String, _ found: String) -> FileError {
    .content(file: file, expected: expected, found: found)
  }

  /// The elements within an array, one after the other.
  private struct Cursor {
    var place: Int
    let end: Int
  }

  private func next(_ cursor: inout Cursor) throws(FileError) -> Tag {
    let tag = try tag(cursor.place, cursor.end)
    cursor.place = tag.next
    return tag
  }

  // MARK: Arrays

  private func matrix(
    _ tag: Tag, depth: Int
  ) throws(FileError) -> (name: String, value: MATLABValue) {
    // An array of no bytes is an empty one.
    if tag.count == 0 { return ("", .other) }
    guard depth <= Self.depthLimit else {
      throw damaged("cells and structures of at most \(Self.depthLimit) levels", "more")
    }
    var cursor = Cursor(place: tag.place, end: tag.place + tag.count)
    let flagsTag = try next(&cursor)
    guard flagsTag.type == 6, let flags = reader.uint32(flagsTag.place) else {
      throw damaged("the flags of an array at byte \(tag.place)", "an element of another type")
    }
    let kind = flags & 0xFF
    // Objects and functions are laid out otherwise.
    guard (1...2).contains(kind) || (4...15).contains(kind) else { return ("", .other) }
    let dimensions = try dimensions(try next(&cursor))
    let nameTag = try next(&cursor)
    let name = reader.bytes(nameTag.place, nameTag.count).map { FileText.field($0) } ?? ""
    let isComplex = flags & 0x800 != 0
    switch kind {
    case 1: return (name, .cells(try cells(&cursor, depth)))
    case 2: return (name, try structure(dimensions, &cursor, depth))
    case 4: return (name, try characters(dimensions, &cursor))
    case 6...15 where !isComplex: return (name, try numbers(dimensions, &cursor))
    default: return (name, .other)
    }
  }

  private func dimensions(_ tag: Tag) throws(FileError) -> [Int] {
    let values = (0..<tag.count / 4).compactMap { reader.int32(tag.place + $0 * 4).map { Int($0) } }
    guard tag.type == 5, values.count >= 2, values.allSatisfy({ $0 >= 0 }) else {
      throw damaged("the dimensions of an array at byte \(tag.place)", "none")
    }
    return values
  }

  private func numbers(
    _ dimensions: [Int], _ cursor: inout Cursor
  ) throws(FileError) -> MATLABValue {
    let tag = try next(&cursor)
    guard let storage = MATLABStorage(rawValue: tag.type),
      let bytes = reader.bytes(tag.place, tag.count)
    else { throw damaged("numbers at byte \(tag.place)", "an element of type \(tag.type)") }
    guard dimensions.count == 2 else { return .other }
    let (count, isOverflown) = dimensions[0].multipliedReportingOverflow(by: dimensions[1])
    guard !isOverflown, count == tag.count / storage.byteCount else {
      throw damaged(
        "\(dimensions[0]) × \(dimensions[1]) numbers at byte \(tag.place)",
        "\(tag.count / storage.byteCount)")
    }
    return .numbers(
      MATLABNumbers(
        rows: dimensions[0], columns: dimensions[1], storage: storage, order: reader.order,
        bytes: bytes))
  }

  /// The rows of a character array, which is stored column after column.
  private func characters(
    _ dimensions: [Int], _ cursor: inout Cursor
  ) throws(FileError) -> MATLABValue {
    let tag = try next(&cursor)
    let units: [Unicode.Scalar]
    switch tag.type {
    case 4, 17:
      let words = (0..<tag.count / 2).compactMap { reader.uint16(tag.place + $0 * 2) }
      units = Array(String(decoding: words, as: UTF16.self).unicodeScalars)
    case 1, 2, 16:
      let text = reader.bytes(tag.place, tag.count).map { FileText.decode($0) } ?? ""
      units = Array(text.unicodeScalars)
    default: return .other
    }
    let rows = dimensions[0]
    guard dimensions.count == 2, rows > 0, units.count.isMultiple(of: rows),
      units.count / rows == dimensions[1]
    else { return .text([]) }
    return .text(
      (0..<rows).map { row in
        let line = stride(from: row, to: units.count, by: rows).map { units[$0] }
        return FileText.clean(String(String.UnicodeScalarView(line)))
      })
  }

  private func cells(_ cursor: inout Cursor, _ depth: Int) throws(FileError) -> [MATLABValue] {
    var cells: [MATLABValue] = []
    while cursor.place < cursor.end {
      cells.append(try matrix(try next(&cursor), depth: depth + 1).value)
    }
    return cells
  }

  /// The fields of one structure; arrays of structures are not read.
  private func structure(
    _ dimensions: [Int], _ cursor: inout Cursor, _ depth: Int
  ) throws(FileError) -> MATLABValue {
    let lengthTag = try next(&cursor)
    let namesTag = try next(&cursor)
    guard let length = reader.int32(lengthTag.place).map({ Int($0) }), length > 0,
      dimensions.allSatisfy({ $0 == 1 })
    else { return .other }
    var fields: [(name: String, value: MATLABValue)] = []
    for index in 0..<namesTag.count / length where cursor.place < cursor.end {
      let name = reader.text(namesTag.place + index * length, length) ?? ""
      fields.append((name, try matrix(try next(&cursor), depth: depth + 1).value))
    }
    return .fields(fields)
  }
}
