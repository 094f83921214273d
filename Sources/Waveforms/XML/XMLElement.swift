import Foundation

/// An element of an XML file with what is in it.
struct XMLElement {
  /// Without the namespace's prefix.
  let name: String
  /// By name without prefix; of two that differ in it alone, the one without.
  var attributes: [String: String] = [:]
  var children: [XMLElement] = []
  /// All character data directly inside, joined; empty where there is white space only.
  var text = ""

  /// The first child of a name.
  func child(_ name: String) -> XMLElement? { children.first { $0.name == name } }

  /// The children of a name.
  func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

  /// The first descendant along a path of names, each within the first element of the one before.
  func at(_ path: String...) -> XMLElement? {
    path.reduce(Optional(self)) { element, name in element?.child(name) }
  }

  /// All elements along a path of names, in the order of the file.
  func all(at path: String...) -> [XMLElement] {
    path.reduce([self]) { elements, name in elements.flatMap { $0.all(name) } }
  }

  /// All descendants of a name, in the order of the file; not looked for inside one another.
  func descendants(_ name: String) -> [XMLElement] {
    children.flatMap { $0.name == name ? [$0] : $0.descendants(name) }
  }

  /// The text on one line, fit to be shown; nil where there is none.
  var trimmed: String? { Self.shown(text) }

  /// The text of a child on one line, fit to be shown; nil where there is none.
  func text(of child: String) -> String? { self.child(child)?.trimmed }

  /// An attribute on one line, fit to be shown; nil where it is empty or missing.
  subscript(attribute: String) -> String? { attributes[attribute].flatMap(Self.shown) }

  private static func shown(_ text: String) -> String? {
    let words = text.split(whereSeparator: \.isWhitespace)
    // Programs write dashes where a form has nothing.
    guard words.contains(where: { $0.contains { $0 != "-" } }) else { return nil }
    return FileText.clean(words.joined(separator: " "))
  }
}
