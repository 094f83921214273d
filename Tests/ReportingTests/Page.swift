import Foundation
import FoundationXML

/// What a parser of XML finds in a page.
struct Page {
  /// Whether it parses without an error.
  let isWellFormed: Bool
  /// All text outside of the head.
  let text: String
  /// Texts of the headings, in order.
  let headings: [String]
  /// Texts of the sections.
  let sections: [String]
  /// Coordinates and sizes in the drawings.
  let drawn: [String]
  private let names: [String: Int]

  init(_ source: String) {
    let reader = Reader()
    let parser = XMLParser(data: Data(source.utf8))
    parser.delegate = reader
    isWellFormed = parser.parse()
    text = reader.text
    headings = reader.headings
    sections = reader.sections
    drawn = reader.drawn
    names = reader.names
  }

  /// How many elements of a name it has.
  func count(_ name: String) -> Int { names[name] ?? 0 }

  private final class Reader: NSObject, XMLParserDelegate {
    var text = ""
    var headings: [String] = []
    var sections: [String] = []
    var drawn: [String] = []
    var names: [String: Int] = [:]
    private var open: [String] = []

    private static let places: Set = [
      "d", "points", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height", "viewBox",
      "fill-opacity", "transform",
    ]

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      names[name, default: 0] += 1
      open.append(name)
      if ["h1", "h2", "h4"].contains(name) { headings.append("") }
      if name == "section" { sections.append("") }
      drawn += attributes.filter { Self.places.contains($0.key) }.map(\.value)
    }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
      qualifiedName: String?
    ) {
      open.removeLast()
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
      guard !open.contains("head") else { return }
      text += string
      let isHeading = open.contains { ["h1", "h2", "h4"].contains($0) }
      if isHeading, let last = headings.indices.last { headings[last] += string }
      if open.contains("section"), let last = sections.indices.last { sections[last] += string }
    }
  }
}
