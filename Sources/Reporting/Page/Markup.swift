/// A piece of well-formed XHTML or SVG.
///
/// It can only be made of text, which is escaped, and of elements, so that no name in a report
/// can break the page or add to it.
struct Markup: ExpressibleByStringInterpolation {
  /// The piece as it stands in the page.
  let source: String

  private init(source: String) { self.source = source }

  /// Text, escaped; a string literal is text too.
  init(_ text: String) { source = Self.escaped(text) }

  init(stringLiteral text: String) { self.init(text) }

  /// Nothing.
  static let empty = Markup(source: "")

  /// Pieces one after the other.
  static func all(_ pieces: [Markup]) -> Markup {
    Markup(source: pieces.map(\.source).joined())
  }

  /// An element with an end tag.
  static func element(
    _ name: String, _ attributes: KeyValuePairs<String, String>, _ content: [Markup]
  ) -> Markup {
    let inner = content.map(\.source).joined()
    return Markup(source: "<\(name)\(written(attributes))>\(inner)</\(name)>")
  }

  /// An element with an end tag around a single piece.
  static func element(
    _ name: String, _ attributes: KeyValuePairs<String, String>, _ content: Markup
  ) -> Markup {
    element(name, attributes, [content])
  }

  /// An element without attributes.
  static func element(_ name: String, _ content: [Markup]) -> Markup {
    element(name, [:], content)
  }

  /// An element without attributes around a single piece.
  static func element(_ name: String, _ content: Markup) -> Markup {
    element(name, [:], [content])
  }

  /// An element without content: one of SVG, or one that HTML knows to have no end tag.
  static func leaf(_ name: String, _ attributes: KeyValuePairs<String, String>) -> Markup {
    Markup(source: "<\(name)\(written(attributes))/>")
  }

  /// The whole document around its root element.
  static func document(_ root: Markup) -> String { "<!DOCTYPE html>\n\(root.source)\n" }

  private static func written(_ attributes: KeyValuePairs<String, String>) -> String {
    attributes.map { " \($0.key)=\"\(escaped($0.value, quotes: true))\"" }.joined()
  }

  /// Style sheets stand between tags, where HTML does not read `&quot;`: quotes are escaped in
  /// attributes only.
  private static func escaped(_ text: String, quotes: Bool = false) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"" where quotes: result += "&quot;"
      default: result.unicodeScalars.append(isAllowed(scalar) ? scalar : "\u{FFFD}")
      }
    }
    return result
  }

  /// Whether XML may hold the character at all.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x9, 0xA, 0xD, 0x20...0x7E, 0xA0...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }
}
