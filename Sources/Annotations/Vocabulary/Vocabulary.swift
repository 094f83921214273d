/// What labels and names of rhythms mean: the one table that the screen, the model's labels,
/// searches and files look up.
public enum Vocabulary {
  /// The symbol of a rhythm marker.
  public static let rhythmSymbol = "+"
  /// The symbol of a change of signal quality.
  public static let qualitySymbol = "~"
  /// The symbol of a comment.
  public static let noteSymbol = "\""
  /// The symbol of a tachycardia's beat, as the Leipzig database defines it.
  public static let tachycardiaSymbol = "X"

  /// The meaning of a label. A text that the table does not have with its symbol adds nothing to
  /// what the symbol means; case matters.
  public static func meaning(of label: Label) -> LabelMeaning { meanings[label.row] }

  /// The meaning of a rhythm's name, without its bracket.
  public static func rhythm(named name: String) -> RhythmTerm {
    if let known = terms[name] { return known }
    let isPaced = name.hasPrefix("/")
    return RhythmTerm(
      name: name, kind: .unknown, family: isPaced ? .paced : .other, gravity: isPaced ? 2 : 4,
      title: name, groups: [], mechanism: name)
  }

  /// The name by which a reader says that a rhythm is of a group: of several the table's first, one
  /// that is of this group alone before one that is of others too.
  public static func rhythmName(of group: RhythmGroup) -> String {
    let names = rhythms.filter { $0.groups.contains(group) }
    return (names.first { $0.groups.count == 1 } ?? names.first)?.name ?? group.rawValue
  }

  /// Every label that the table has a row for.
  public static let labels: [Label] = labelTable.map { Label(symbol: $0.symbol, text: $0.text) }

  /// Every rhythm that the table has a row for.
  public static let rhythms: [RhythmTerm] = rhythmTable.map(\.term)

  private struct Key: Hashable {
    var symbol: String
    var text: String
  }

  private static let meanings = labelTable.map(\.meaning) + [unknown]
  private static let unknown = LabelMeaning(
    kind: .unknown, group: .nonBeat, role: .unknown, gravity: BeatGroup.nonBeat.gravity, title: "")

  private static let rows = Dictionary(
    uniqueKeysWithValues: labelTable.enumerated().map {
      (Key(symbol: $0.element.symbol, text: $0.element.text), $0.offset)
    })

  private static let terms = Dictionary(uniqueKeysWithValues: rhythms.map { ($0.name, $0) })

  /// The place of a label's meaning. Files end texts with NUL bytes.
  static func row(symbol: String, text: String) -> Int {
    if !text.isEmpty {
      let key = Key(symbol: symbol, text: String(text.prefix { $0 != "\0" }))
      if let row = rows[key] { return row }
    }
    return rows[Key(symbol: symbol, text: "")] ?? labelTable.count
  }
}
