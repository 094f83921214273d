/// A strict parser of the only JSON that a safetensors header may be: an object of entries, none
/// of them deeper than an array of whole numbers.
///
/// Foundation's `JSONDecoder` keeps the first of two equal names, takes `1.0` for a whole number
/// and `[1,]` for an array, does not say where a mistake is, and needs 10 µs for an entry.
struct HeaderParser {
  private let file: String
  private let bytes: [UInt8]
  private var position = 0

  private(set) var metadata: [String: String] = [:]
  private(set) var entries: [String: SafeTensors.Entry] = [:]

  /// Parses a whole header, which may end in blanks.
  init(_ bytes: [UInt8], file: String) throws(SafeTensorsError) {
    self.bytes = bytes
    self.file = file
    guard bytes.first == UInt8(ascii: "{") else { throw unexpected("'{'") }
    position = 1
    var names: Set<String> = []
    while let name = try nextKey(after: &names) {
      if name == SafeTensors.metadataKey {
        metadata = try strings()
      } else {
        entries[name] = try entry(name)
      }
    }
    skipBlanks()
    if position < bytes.count { throw unexpected("blanks to the end of the header") }
  }

  private mutating func strings() throws(SafeTensorsError) -> [String: String] {
    try expect("{")
    var keys: Set<String> = []
    var result: [String: String] = [:]
    while let key = try nextKey(after: &keys) { result[key] = try string() }
    return result
  }

  private mutating func entry(_ name: String) throws(SafeTensorsError) -> SafeTensors.Entry {
    try expect("{")
    var fields: Set<String> = []
    var type: ElementType?
    var shape: [Int]?
    var offsets: [Int] = []
    while let field = try nextKey(after: &fields) {
      switch field {
      case "dtype": type = try elementType()
      case "shape": shape = try numbers()
      case "data_offsets": offsets = try numbers()
      default:
        throw .badEntry(
          file: file, tensor: name, field: quoted(field),
          expected: "dtype, shape and data_offsets only", found: "another field")
      }
    }
    guard let type, let shape, fields.count == 3 else {
      throw .badEntry(
        file: file, tensor: name, field: "entry", expected: "dtype, shape and data_offsets",
        found: fields.isEmpty ? "nothing" : fields.sorted().joined(separator: " and ") + " alone")
    }
    guard offsets.count == 2, offsets[0] <= offsets[1] else {
      throw .badEntry(
        file: file, tensor: name, field: "data_offsets",
        expected: "a beginning and an end not before it", found: extents(offsets))
    }
    return SafeTensors.Entry(type: type, shape: shape, bytes: offsets[0]..<offsets[1])
  }

  private mutating func elementType() throws(SafeTensorsError) -> ElementType {
    skipBlanks()
    let start = position
    guard let type = ElementType(rawValue: try string()) else {
      throw unexpected("a known dtype", at: start)
    }
    return type
  }

  /// The next key of an object up to its colon, or nil past the closing brace.
  private mutating func nextKey(after keys: inout Set<String>) throws(SafeTensorsError) -> String? {
    if take("}") { return nil }
    if !keys.isEmpty { try expect(",") }
    skipBlanks()
    let start = position
    let key = try string()
    guard keys.insert(key).inserted else { throw unexpected("each name once", at: start) }
    try expect(":")
    return key
  }

  private mutating func numbers() throws(SafeTensorsError) -> [Int] {
    try expect("[")
    if take("]") { return [] }
    var result: [Int] = []
    repeat { result.append(try number()) } while take(",")
    try expect("]")
    return result
  }

  /// A number of digits only: no sign, point, exponent or leading zero.
  private mutating func number() throws(SafeTensorsError) -> Int {
    skipBlanks()
    let rest = bytes[position...]
    let end = rest.firstIndex { !(0x30...0x39).contains($0) } ?? rest.endIndex
    let digits = rest[..<end]
    let isWhole = end < bytes.count && ![0x2E, 0x45, 0x65].contains(bytes[end])  // . E e
    let isPlain = digits.count == 1 || digits.first != UInt8(ascii: "0")
    guard isWhole, isPlain, let value = Int(String(decoding: digits, as: UTF8.self)) else {
      throw unexpected("a whole number from 0 to \(Int.max)")
    }
    position = end
    return value
  }

  private mutating func string() throws(SafeTensorsError) -> String {
    try expect("\"")
    let start = position - 1
    var text: [UInt8] = []
    while true {
      let rest = bytes[position...]
      let end = rest.firstIndex { $0 == Self.quote || $0 == Self.backslash || $0 < 0x20 }
      guard let end, bytes[end] >= 0x20 else {
        throw unexpected("a closing quotation mark", at: end ?? bytes.count)
      }
      text += rest[..<end]
      position = end + 1
      if bytes[end] == Self.quote { break }
      text += try escape().utf8
    }
    guard let string = String(validating: text, as: UTF8.self) else {
      throw unexpected("text in UTF-8", at: start)
    }
    return string
  }

  /// What a backslash and the characters after it stand for.
  private mutating func escape() throws(SafeTensorsError) -> String {
    let start = position - 1
    let letter = position < bytes.count ? bytes[position] : 0
    position += 1
    switch letter {
    case Self.quote, Self.backslash, UInt8(ascii: "/"): return String(Unicode.Scalar(letter))
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      guard let high = codeUnit() else { break }
      var units = [high]
      if UTF16.isLeadSurrogate(high), bytes[position...].starts(with: [Self.backslash, 0x75]) {
        position += 2
        units += codeUnit().map { [$0] } ?? []
      }
      if let text = String(validating: units, as: UTF16.self) { return text }
    default: break
    }
    throw unexpected("an escape of JSON", at: start)
  }

  /// Four hexadecimal digits.
  private mutating func codeUnit() -> UInt16? {
    let digits = String(decoding: bytes[position...].prefix(4), as: UTF8.self)
    guard digits.utf8.count == 4, digits.allSatisfy(\.isHexDigit) else { return nil }
    position += 4
    return UInt16(digits, radix: 16)
  }

  // MARK: Single bytes

  private static let quote = UInt8(ascii: "\"")
  private static let backslash = UInt8(ascii: "\\")

  private mutating func skipBlanks() {
    while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) {
      position += 1
    }
  }

  /// Passes a character if it is the next one but for blanks.
  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(SafeTensorsError) {
    if !take(character) { throw unexpected("'\(character)'") }
  }

  private func unexpected(_ expected: String, at place: Int? = nil) -> SafeTensorsError {
    let place = place ?? position
    let rest = bytes[place...].prefix(24)
    return .badHeader(
      file: file, byte: SafeTensors.lengthBytes + place, expected: expected,
      found: rest.isEmpty
        ? "the end of the header" : quoted(String(decoding: rest, as: UTF8.self)))
  }
}
