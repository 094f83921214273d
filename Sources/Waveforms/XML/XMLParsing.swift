/// Reads one XML document from UTF-8 (Extensible Markup Language 1.0, fifth edition), element by
/// element, without recursion: hostile nesting costs nothing.
///
/// It is not a validating parser. A document type declaration is skipped: nothing is fetched, and
/// the default attributes it may hold are not known. One that declares entities is refused.
struct XMLParsing {
  static let elementLimit = 1_000_000
  static let depthLimit = 100
  /// No format has elements with more than 40.
  static let attributeLimit = 256
  static let totalAttributeLimit = 4_000_000

  let bytes: [UInt8]
  let file: String
  var place = 0
  private var open: [XMLElement] = []
  private var elementCount = 0
  private var attributeCount = 0
  private var finished: XMLElement?

  init(_ bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  /// Reads all of the document.
  mutating func root() throws(FileError) -> XMLElement {
    while true {
      try readText()
      guard place < bytes.count else { break }
      if skip("<!--") {
        try skipPast("-->", of: "a comment")
      } else if skip("<?") {
        try skipPast("?>", of: "a processing instruction")
      } else if skip("<![CDATA[") {
        try readLiteralText()
      } else if skip("<!DOCTYPE") {
        try skipDocumentType()
      } else if skip("</") {
        try readEndTag()
      } else {
        place += 1
        try readStartTag()
      }
    }
    guard let finished else {
      throw fault(
        "the end of \(open.last.map { "<\($0.name.fitForLine)>" } ?? "an element")", "none")
    }
    return finished
  }

  /// Character data up to the next tag or the end.
  private mutating func readText() throws(FileError) {
    let start = place
    while place < bytes.count, bytes[place] != 0x3C { place += 1 }
    let run = bytes[start..<place]
    // White space between elements is none of their content; NUL bytes fill up a last block.
    if run.allSatisfy({ $0 <= 0x20 }) { return }
    guard !open.isEmpty else {
      throw fault("an element", finished == nil ? "text before it" : "text after the last one")
    }
    open[open.count - 1].text += XMLText.text(run)
  }

  private mutating func readLiteralText() throws(FileError) {
    let start = place
    try skipPast("]]>", of: "a CDATA section")
    guard !open.isEmpty else { throw fault("an element", "text outside of all") }
    open[open.count - 1].text += String(decoding: bytes[start..<place - 3], as: UTF8.self)
  }

  private mutating func readEndTag() throws(FileError) {
    let name = XMLText.bare(try readName())
    skipWhiteSpace()
    guard skip(">"), let element = open.popLast(), element.name == name else {
      throw fault("the end of the element that began last", "</\(name.fitForLine)")
    }
    close(element)
  }

  private mutating func close(_ element: XMLElement) {
    if open.isEmpty { finished = element } else { open[open.count - 1].children.append(element) }
  }

  private mutating func readStartTag() throws(FileError) {
    guard finished == nil else { throw fault("the end of the file", "a second document") }
    elementCount += 1
    guard elementCount <= Self.elementLimit else {
      throw fault("at most \(Self.elementLimit) elements", "more")
    }
    guard open.count < Self.depthLimit else {
      throw fault("at most \(Self.depthLimit) levels of elements", "more")
    }
    let element = XMLElement(name: XMLText.bare(try readName()), attributes: try readAttributes())
    if skip("/>") {
      close(element)
    } else if skip(">") {
      open.append(element)
    } else {
      throw fault("the end of the tag <\(element.name.fitForLine)>", "something else")
    }
  }

  private mutating func readAttributes() throws(FileError) -> [String: String] {
    var attributes: [String: String] = [:]
    var names: Set<String> = []
    while true {
      skipWhiteSpace()
      guard place < bytes.count, bytes[place] != 0x3E, bytes[place] != 0x2F else {
        return attributes
      }
      let name = try readName()
      skipWhiteSpace()
      guard skip("=") else { throw fault("an attribute's value", "none") }
      skipWhiteSpace()
      let value = try readValue()
      guard names.insert(name).inserted else {
        throw fault("each attribute once", "'\(name.fitForLine)' again")
      }
      attributeCount += 1
      guard names.count <= Self.attributeLimit, attributeCount <= Self.totalAttributeLimit else {
        throw fault("at most \(Self.attributeLimit) attributes of an element", "more")
      }
      let bare = XMLText.bare(name)
      if bare == name || attributes[bare] == nil { attributes[bare] = value }
    }
  }

  private mutating func readValue() throws(FileError) -> String {
    guard place < bytes.count, bytes[place] == 0x22 || bytes[place] == 0x27 else {
      throw fault("an attribute's value in quotation marks", "none")
    }
    let (mark, start) = (bytes[place], place + 1)
    place = start
    while place < bytes.count, bytes[place] != mark, bytes[place] != 0x3C { place += 1 }
    guard place < bytes.count, bytes[place] == mark else {
      throw fault("the end of an attribute's value", "none")
    }
    place += 1
    return XMLText.text(bytes[start..<place - 1])
  }

  /// A name of an element or attribute, prefix and all.
  private mutating func readName() throws(FileError) -> String {
    let start = place
    while place < bytes.count, XMLText.isNameByte(bytes[place]) { place += 1 }
    guard start < place else { throw fault("a name", "something else") }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }
}

// What the parts above are made of.
extension XMLParsing {
  /// Whether certain characters follow; if so, it goes past them.
  mutating func skip(_ characters: StaticString) -> Bool {
    let text = characters.description.utf8
    guard bytes.count - place >= text.count, bytes[place..<place + text.count].elementsEqual(text)
    else { return false }
    place += text.count
    return true
  }

  mutating func skipWhiteSpace() {
    while place < bytes.count, bytes[place] <= 0x20 { place += 1 }
  }

  /// Goes past the next occurrence of certain characters.
  mutating func skipPast(_ end: StaticString, of what: String) throws(FileError) {
    while place < bytes.count {
      if skip(end) { return }
      place += 1
    }
    throw fault("the end of \(what)", "none")
  }

  /// Goes past a document type declaration, with the declarations inside it.
  mutating func skipDocumentType() throws(FileError) {
    var isInside = false
    while place < bytes.count {
      if skip("<!--") {
        try skipPast("-->", of: "a comment")
      } else if skip("<!ENTITY") {
        throw fault("no entities of its own", "a declaration of one")
      } else if skip("\"") {
        try skipPast("\"", of: "a text in quotation marks")
      } else if skip("'") {
        try skipPast("'", of: "a text in quotation marks")
      } else if !isInside, skip(">") {
        return
      } else {
        if bytes[place] == 0x5B { isInside = true }
        if bytes[place] == 0x5D { isInside = false }
        place += 1
      }
    }
    throw fault("the end of the document type declaration", "none")
  }

  func fault(_ expected: String, _ found: String) -> FileError {
    let line = 1 + bytes[..<min(place, bytes.count)].count { $0 == 0x0A }
    return .content(file: "\(file), line \(line)", expected: expected, found: found)
  }
}
