/// What a mark says: a mnemonic, such as `N`, `X` or `+`, and a text, such as `AVRT` or `(N`.
///
/// The vocabulary is looked up once, when a label is made: `meaning` costs nothing after that.
public struct Label: Sendable {
  public let symbol: String
  /// The auxiliary text; empty where there is none.
  public let text: String
  /// The place of its meaning in the vocabulary.
  let row: Int

  public init(symbol: String, text: String = "") {
    self.symbol = symbol
    self.text = text
    row = Vocabulary.row(symbol: symbol, text: text)
  }

  /// What the vocabulary says of it.
  public var meaning: LabelMeaning { Vocabulary.meaning(of: self) }

  /// The rhythm that begins here, without its bracket: of `+` with `(AVRT`, `AVRT`; nil for what
  /// is no rhythm marker.
  public var rhythmName: String? {
    guard symbol == Vocabulary.rhythmSymbol, text.first == "(", text.count > 1 else { return nil }
    return String(text.dropFirst())
  }
}

extension Label: Hashable {
  public static func == (first: Label, second: Label) -> Bool {
    first.symbol == second.symbol && first.text == second.text
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(symbol)
    hasher.combine(text)
  }
}

extension Label: Comparable {
  public static func < (first: Label, second: Label) -> Bool {
    (first.symbol, first.text) < (second.symbol, second.text)
  }
}

extension Label: CustomStringConvertible {
  public var description: String { text.isEmpty ? symbol : symbol + " " + text }
}
