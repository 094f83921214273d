import Waveforms
import Annotations
import ReviewSession

/// The labels that have a key of their own: the record's first, then those that most readers set.
struct LabelPalette: Sendable, Equatable {
  struct Entry: Sendable, Equatable {
    var key: Character
    var label: Label
    var title: String

    /// A kind of beat by its class.
    var brief: String {
      switch label.meaning.beatClass {
      case .normal: "normal"
      case .supraventricular: "supravent."
      case .ventricular: "ventricular"
      case .fusion: "fusion"
      case .unclassifiable: "other"
      case nil: String(title.prefix { $0 != " " })
      }
    }
  }

  let entries: [Entry]

  /// Kinds of beats that every reader sets.
  private static let everyones = ["N", "V", "S", "A", "F", "Q", "/", "|"]
  /// Rows of a record's own vocabulary that get a key.
  private static let most = 24

  /// What every reader sets, for a record of which nothing is known.
  static let usual = LabelPalette(own: [], definitions: [], reserved: reserved) {
    $0.meaning.title
  }

  /// - Parameter marks: those of the record: what is frequent among them comes first.
  /// - Parameter reserved: keys that do other things.
  init(_ document: ReviewDocument, reserved: Set<Character> = LabelPalette.reserved) {
    var counts: [Label: Int] = [:]
    for mark in document.marks where mark.isBeat { counts[mark.label, default: 0] += 1 }
    let own = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    let defined = (document.annotations?.definitions ?? []).map { Label(symbol: $0.symbol) }
    self.init(own: own, definitions: defined, reserved: reserved) {
      document.annotations?.meaning(symbol: $0.symbol) ?? $0.meaning.title
    }
  }

  private init(
    own: [Label], definitions: [Label], reserved: Set<Character>, meaning: (Label) -> String
  ) {
    let wanted = own.prefix(Self.most) + Self.everyones.map { Label(symbol: $0) } + definitions
    var entries: [Entry] = []
    for label in wanted where !entries.contains(where: { $0.label == label }) {
      guard let key = Self.key(of: label, taken: entries.map(\.key), reserved) else { continue }
      let title = label.text.isEmpty ? meaning(label) : label.text
      entries.append(Entry(key: key, label: label, title: title))
    }
    self.entries = entries
  }

  func label(_ key: Character) -> Label? { entries.first { $0.key == key }?.label }

  /// A label's symbol where it is one character that is free; else a digit.
  private static func key(
    of label: Label, taken: [Character], _ reserved: Set<Character>
  ) -> Character? {
    let symbol = label.symbol
    if symbol.count == 1, let own = symbol.first, !taken.contains(own), !reserved.contains(own) {
      return own
    }
    return "123456789".first { !taken.contains($0) && !reserved.contains($0) }
  }

  /// Keys that do other things while labels are set.
  static let reserved: Set<Character> = Set("-+~\"u.?: mvcyYP*=[]Ueq,<>(){}@#")
}
