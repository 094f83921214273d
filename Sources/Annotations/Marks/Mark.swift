/// One label at one place of a record: at an instant, or over a span.
public struct Mark: Sendable, Hashable, Identifiable {
  public let id: ID
  /// Ticks of the time line, from the first to the one behind the last; empty for an instant. May
  /// lie before 0 or beyond the record's end where a file says so.
  public var ticks: Range<Int>
  /// Among marks that begin at one tick, those of a lower rank come first: the file's order.
  public var rank: Int
  /// What it says there. Most marks of a record say one of a few things.
  private var statement: MarkStatement

  /// The rank of a mark that no file orders: behind those of a file.
  public static let lastRank = Int.max

  public init(
    id: ID, ticks: Range<Int>, rank: Int = Mark.lastRank, label: Label, channels: [Int] = [],
    provenance: Provenance, fields: FormatFields? = nil
  ) {
    self.id = id
    self.ticks = ticks
    self.rank = rank
    statement = .shared(
      .init(label: label, channels: channels, provenance: provenance, fields: fields))
  }

  public var start: Int { ticks.lowerBound }
  public var end: Int { ticks.upperBound }
  public var isInstant: Bool { ticks.isEmpty }

  public var label: Label {
    get { statement.content.label }
    set { state { $0.label = newValue } }
  }

  /// Numbers of the record's channels that it belongs to; empty for all of them.
  public var channels: [Int] {
    get { statement.content.channels }
    set { state { $0.channels = newValue } }
  }

  public var provenance: Provenance {
    get { statement.content.provenance }
    set { state { $0.provenance = newValue } }
  }

  /// What the file says beside that; nil for marks that are from no file.
  public var fields: FormatFields? {
    get { statement.content.fields }
    set { state { $0.fields = newValue } }
  }

  private mutating func state(_ change: (inout MarkStatement.Content) -> Void) {
    var content = statement.content
    change(&content)
    statement = .shared(content)
  }
}
