import Foundation

/// An XML file as a tree of elements, read in bounded memory: no entities but the five of XML, none
/// from other files, few levels, a limited number of elements.
///
/// `XMLParser` of Foundation does not serve here. It drops entities that a file declares without a
/// word, takes seconds for an element with 100,000 attributes, refuses texts of more than 10 MB
/// (a lead of an hour has 8 MB, one of a day 200 MB), and files of ISO Latin 1 that do not say so.
enum XMLFile {
  /// Bytes of the largest file; an hour of 12 leads at 500 Hz as text has about 100 MB.
  static let byteLimit = 256 << 20

  /// The root element.
  /// - Parameters:
  ///   - bytes: the file's content, in any encoding that its declaration names.
  ///   - file: its path, for messages.
  static func root(_ bytes: Data, file: String) throws(FileError) -> XMLElement {
    guard bytes.count <= byteLimit else {
      throw .tooLarge(file: file, bytes: bytes.count, limit: byteLimit)
    }
    var parsing = XMLParsing(XMLEncoding.utf8(bytes), file: file)
    return try parsing.root()
  }

  /// Whether a file's first bytes begin an XML document whose root has a name.
  static func begins(_ head: [UInt8], root: String) -> Bool { rootName(head) == root }

  /// The name of the root element, without prefix, as far as a file's first bytes show it.
  static func rootName(_ head: [UInt8]) -> String? {
    // UTF-16 has a NUL in every other byte of a name; what is left is enough to find one.
    let text = String(decoding: head.filter { $0 != 0 }, as: UTF8.self)
    var rest = text.drop { $0 != "<" }
    while !rest.isEmpty {
      guard let name = skipped(&rest) else { return nil }
      if !name.isEmpty { return name }
    }
    return nil
  }

  /// Skips a declaration or comment, for which it gives an empty name; nil where nothing follows.
  private static func skipped(_ rest: inout Substring) -> String? {
    let ends = [("<!--", "-->"), ("<?", "?>"), ("<!", ">")]
    for (start, end) in ends where rest.hasPrefix(start) {
      guard let found = rest.range(of: end) else { return nil }
      rest = rest[found.upperBound...].drop { $0 != "<" }
      return ""
    }
    let name = rest.dropFirst().prefix { $0.isLetter || $0.isNumber || ":_-.".contains($0) }
    // A name of colons alone is none.
    return name.split(separator: ":").last.map(String.init)
  }
}
