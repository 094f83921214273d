import Foundation

/// Brings the bytes of an XML file to UTF-8, by its byte order mark or the encoding that it
/// declares (Extensible Markup Language 1.0, appendix F).
enum XMLEncoding {
  /// The bytes as UTF-8, always well-formed. What a file declares is not always what it is: text
  /// that is not in the encoding it names is read as `FileText` reads it, and so is an encoding
  /// that is not known here. Markup and numbers are ASCII in all of them.
  static func utf8(_ data: Data) -> [UInt8] {
    let bytes = [UInt8](data)
    switch (bytes.first, bytes.dropFirst().first) {
    case (0xFF, 0xFE): return utf16(bytes.dropFirst(2), isLittleEndian: true)
    case (0xFE, 0xFF): return utf16(bytes.dropFirst(2), isLittleEndian: false)
    case (0x3C, 0): return utf16(bytes[...], isLittleEndian: true)
    case (0, 0x3C): return utf16(bytes[...], isLittleEndian: false)
    default: break
    }
    if bytes.allSatisfy({ $0 < 0x80 }) { return bytes }
    let name = declared(bytes)
    if latin1.contains(name) {
      return Array(String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })).utf8)
    }
    if let encoding = encodings[name], let text = String(data: data, encoding: encoding) {
      return Array(text.utf8)
    }
    return Array(FileText.decode(bytes).utf8)
  }

  private static let latin1: Set = ["iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1"]

  /// Encodings beside UTF-8 and ISO Latin 1. Those that Foundation has no name for have the number
  /// of `CFStringEncodings`, with the highest bit set.
  private static let encodings: [String: String.Encoding] = [
    "iso-8859-2": .isoLatin2,
    "windows-1250": .windowsCP1250, "windows-1251": .windowsCP1251, "windows-1252": .windowsCP1252,
    "windows-1253": .windowsCP1253, "windows-1254": .windowsCP1254,
    "shift_jis": .shiftJIS, "euc-jp": .japaneseEUC,
    "gb2312": .init(rawValue: 0x8000_0632), "gbk": .init(rawValue: 0x8000_0632),
    "gb18030": .init(rawValue: 0x8000_0632), "big5": .init(rawValue: 0x8000_0A03),
    "euc-kr": .init(rawValue: 0x8000_0940),
  ]

  /// The encoding that the declaration at the start names, in small letters; empty where none does.
  private static func declared(_ bytes: [UInt8]) -> String {
    let head = String(decoding: bytes.prefix(200), as: UTF8.self)
    guard head.contains("<?xml"), let end = head.range(of: "?>"),
      let name = head[..<end.lowerBound].range(of: "encoding")
    else { return "" }
    let value = head[name.upperBound..<end.lowerBound].drop { $0 != "\"" && $0 != "'" }.dropFirst()
    return value.prefix { $0 != "\"" && $0 != "'" }.lowercased()
  }

  private static func utf16(_ bytes: ArraySlice<UInt8>, isLittleEndian: Bool) -> [UInt8] {
    let (low, high) = isLittleEndian ? (0, 1) : (1, 0)
    let units = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map { place in
      UInt16(bytes[place + low]) | UInt16(bytes[place + high]) << 8
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }
}
