/// Names and character data of XML.
enum XMLText {
  /// Whether a byte of UTF-8 belongs to a name: all that ends none.
  static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0...0x20, 0x22, 0x26, 0x27, 0x2F, 0x3C, 0x3D, 0x3E: false
    default: true
    }
  }

  /// A name without its namespace's prefix.
  static func bare(_ name: String) -> String {
    name.utf8.lastIndex(of: 0x3A).map { String(name[name.utf8.index(after: $0)...]) } ?? name
  }

  /// Character data with the five entities of XML and numbers of characters replaced. Another
  /// entity stays as it is written: its text may be in a file that is not there.
  static func text(_ run: ArraySlice<UInt8>) -> String {
    guard run.contains(0x26) else { return String(decoding: run, as: UTF8.self) }
    var result = ""
    var rest = run
    while let mark = rest.firstIndex(of: 0x26) {
      result += String(decoding: rest[..<mark], as: UTF8.self)
      rest = rest[mark...]
      guard let end = rest.prefix(longestReference).firstIndex(of: 0x3B),
        let character = character(rest[mark + 1..<end])
      else {
        result += "&"
        rest = rest.dropFirst()
        continue
      }
      result.unicodeScalars.append(character)
      rest = rest[(end + 1)...]
    }
    return result + String(decoding: rest, as: UTF8.self)
  }

  /// Bytes of `&#x10FFFF;`, with a few zeros.
  private static let longestReference = 16

  private static func character(_ name: ArraySlice<UInt8>) -> Unicode.Scalar? {
    let name = String(decoding: name, as: UTF8.self)
    switch name {
    case "lt": return "<"
    case "gt": return ">"
    case "amp": return "&"
    case "quot": return "\""
    case "apos": return "'"
    default: break
    }
    guard name.hasPrefix("#") else { return nil }
    let isHexadecimal = name.hasPrefix("#x")
    let digits = name.dropFirst(isHexadecimal ? 2 : 1)
    return UInt32(digits, radix: isHexadecimal ? 16 : 10).flatMap { Unicode.Scalar($0) }
  }
}
