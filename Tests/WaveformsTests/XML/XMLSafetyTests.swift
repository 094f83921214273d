import Foundation
import Testing
import Waveforms

/// What XML files may do to a reader, and in which encodings they come.
@Suite("XML files")
struct XMLSafetyTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  static let laughs =
    "<!DOCTYPE AnnotatedECG [<!ENTITY l0 \"ha\">"
    + (1..<20).map { "<!ENTITY l\($0) \"\(String(repeating: "&l\($0 - 1);", count: 10))\">" }
    .joined()
    + "]><AnnotatedECG>&l19;</AnnotatedECG>"

  static let files: [(name: String, text: String, expected: String)] = [
    ("billion laughs", laughs, "expected no entities of its own, found a declaration of one"),
    (
      "external entity",
      "<!DOCTYPE AnnotatedECG [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><AnnotatedECG>&e;"
        + "</AnnotatedECG>", "expected no entities of its own, found a declaration of one"
    ),
    (
      "depth", "<AnnotatedECG>" + String(repeating: "<a>", count: 100_000),
      "expected at most 100 levels of elements, found more"
    ),
    (
      "attributes",
      "<AnnotatedECG " + (0..<100_000).map { "a\($0)=\"\"" }.joined(separator: " ") + "/>",
      "expected at most 256 attributes of an element, found more"
    ),
    (
      "elements", "<AnnotatedECG>" + String(repeating: "<a/>", count: 1_000_001),
      "elements, found more"
    ),
    ("cut", "<AnnotatedECG><component>", "expected the end of <component>, found none"),
    (
      "cut in a tag", "<AnnotatedECG><component a=\"", "the end of an attribute's value, found none"
    ),
    ("cut in a comment", "<AnnotatedECG><!-- ", "the end of a comment, found none"),
    ("cut in a declaration", "<AnnotatedECG/><!DOCTYPE x [", "declaration, found none"),
    ("crossed", "<AnnotatedECG><a></AnnotatedECG></a>", "that began last, found </AnnotatedECG"),
    (
      "attribute twice", "<AnnotatedECG a='1' a='2'/>",
      "expected each attribute once, found 'a' again"
    ),
    (
      "two documents", "<AnnotatedECG/><AnnotatedECG/>",
      "the end of the file, found a second document"
    ),
    ("text after", "<AnnotatedECG/>text", "expected an element, found text after the last one"),
  ]

  @Test("Hostile files end in a sentence, soon", arguments: files)
  func hostile(_ file: (name: String, text: String, expected: String)) throws {
    try folder.write(file.text, "r.xml")
    let start = ContinuousClock.now
    let error = #expect(throws: FileError.self) { try Recording(path: folder.file("r.xml")) }
    #expect(error.map { "\($0)".hasSuffix(file.expected) } == true, "\(String(describing: error))")
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test("A document type that names a file is not looked for; other entities stay as written")
  func documentType() throws {
    let text = AECGSample.twelveLeads(10)
      .replacing(
        "<!-- made for tests -->",
        with: "<!DOCTYPE AnnotatedECG SYSTEM \"aecg.dtd\" [ "
          + "<!-- it's > --> <!ELEMENT a (b)> ]>"
      )
      .replacing("Müller", with: "M&uuml;ller &#x41;&#66; <![CDATA[<C>]]>")
    try folder.write(text, "r.xml")
    let record = try Recording(path: folder.file("r.xml")).record
    #expect(record.comments.contains("patient: name M&uuml;ller AB <C> & Söhne"))
  }

  @Test(
    "Encodings that are declared, and those that are not",
    arguments: [
      ("UTF-16", String.Encoding.utf16), ("UTF-16", .utf16LittleEndian),
      ("UTF-16", .utf16BigEndian),
      ("ISO-8859-1", .isoLatin1), ("UTF-8", .isoLatin1), ("windows-1252", .windowsCP1252),
      ("UTF-8", .utf8), ("utf-16", .utf8), ("x-unknown", .utf8),
    ])
  func encodings(name: String, encoding: String.Encoding) throws {
    let text = AECGSample.file(
      AECGSample.series(
        AECGSample.set(AECGSample.relative("0"), [AECGSample.lead("MDC_ECG_LEAD_I", [1, -2])])),
      encoding: name)
    try folder.write([UInt8](try #require(text.data(using: encoding))), "r.xml")
    let record = try Recording(path: folder.file("r.xml")).record
    #expect(record.comments.contains("patient: name Müller & Söhne"))
    #expect(try record.digital(channels: [0], frames: 0..<2).samples == [1, -2])
  }

  @Test("XML of another kind is no record, and is not listed in a folder")
  func otherKinds() throws {
    try folder.write("<?xml version=\"1.0\"?><html/>", "page.xml")
    try folder.write(AECGSample.twelveLeads(10), "r.xml")
    #expect(try RecordFolder(path: folder.path).recordNames == ["r.xml"])
    #expect(throws: RecordingError.self) { try Recording(path: folder.file("page.xml")) }
  }
}
