/// One label at one place of a record: at an instant, or over a span.
public struct Mark: Sendable, Hashable, Identifiable {
  public let id: ID
  /// Ticks of the time line, from the first to the one behind the last; empty for an instant. May
  /// lie before 0 or beyond the record's end where a file says so.
  public var ticks: Range<Int>
  /// Among marks that begin at one tick, those of a lower rank come first: the file's order.
  public var rank: Int
  public var label: Label
  /// Numbers of the record's channels that it belongs to; empty for all of them.
  public var channels: [Int]
  public var provenance: Provenance
  /// What the file says beside that; nil for marks that are from no file.
  public var fields: FormatFields?

  /// The rank of a mark that no file orders: behind those of a file.
  public static let lastRank = Int.max

  public init(
    id: ID, ticks: Range<Int>, rank: Int = Mark.lastRank, label: Label, channels: [Int] = [],
    provenance: Provenance, fields: FormatFields? = nil
  ) {
    self.id = id
    self.ticks = ticks
    self.rank = rank
    self.label = label
    self.channels = channels
    self.provenance = provenance
    self.fields = fields
  }

  public var start: Int { ticks.lowerBound }
  public var end: Int { ticks.upperBound }
  public var isInstant: Bool { ticks.isEmpty }
}
