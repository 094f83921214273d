public import Annotations

/// A mark as files of text have it: a row of a table, an element of a JSON array. Times are in
/// seconds from the record's start.
public struct LabelRow: Sendable, Equatable, Codable {
  public var time_s: Double
  /// Nil for an instant.
  public var end_s: Double?
  public var kind: String
  public var symbol: String
  public var aux: String
  public var subtype: Int8
  public var channels: [Int]
  public var number: Int8
  /// `Provenance.origin`.
  public var origin: String
  /// Nil for marks of a file or a machine.
  public var reader: String?

  private enum CodingKeys: String, CodingKey {
    case time_s, end_s, kind, symbol, aux, subtype, channels, number, origin, reader
  }

  public static let columns = [
    "time_s", "end_s", "kind", "symbol", "aux", "subtype", "channels", "number", "origin", "reader",
  ]

  public init(_ mark: Mark, _ timeLine: TimeLine) {
    time_s = timeLine.seconds(mark.start)
    end_s = mark.isInstant ? nil : timeLine.seconds(mark.end)
    kind = mark.label.meaning.kind.rawValue
    (symbol, aux) = (mark.label.symbol, mark.label.text)
    (subtype, number) = (mark.fields?.subtype ?? 0, mark.fields?.number ?? 0)
    channels = mark.channels
    (origin, reader) = (mark.provenance.origin, mark.provenance.reader)
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    time_s = try values.decode(Double.self, forKey: .time_s)
    end_s = try values.decodeIfPresent(Double.self, forKey: .end_s)
    kind = try values.decodeIfPresent(String.self, forKey: .kind) ?? ""
    symbol = try values.decode(String.self, forKey: .symbol)
    aux = try values.decodeIfPresent(String.self, forKey: .aux) ?? ""
    subtype = try values.decodeIfPresent(Int8.self, forKey: .subtype) ?? 0
    channels = try values.decodeIfPresent([Int].self, forKey: .channels) ?? []
    number = try values.decodeIfPresent(Int8.self, forKey: .number) ?? 0
    origin = try values.decodeIfPresent(String.self, forKey: .origin) ?? "file"
    reader = try values.decodeIfPresent(String.self, forKey: .reader)
  }

  /// What is absent is said to be null.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(time_s, forKey: .time_s)
    try values.encode(end_s, forKey: .end_s)
    try values.encode(kind, forKey: .kind)
    try values.encode(symbol, forKey: .symbol)
    try values.encode(aux, forKey: .aux)
    try values.encode(subtype, forKey: .subtype)
    try values.encode(channels, forKey: .channels)
    try values.encode(number, forKey: .number)
    try values.encode(origin, forKey: .origin)
    try values.encode(reader, forKey: .reader)
  }

  /// The row as cells of a table.
  public var cells: [String] {
    [
      "\(time_s)", end_s.map { "\($0)" } ?? "", kind, symbol, aux, "\(subtype)",
      channels.map(String.init).joined(separator: " "), "\(number)", origin, reader ?? "",
    ]
  }

  /// Of the cells of a table by the names of its columns. Nil where a number is none, or no time or
  /// symbol is.
  public init?(cells: [String: String]) {
    guard let time = cells["time_s"].flatMap(Double.init), let symbol = cells["symbol"],
      !symbol.isEmpty
    else { return nil }
    let end = cells["end_s"] ?? ""
    let numbers = (cells["channels"] ?? "").split(separator: " ").map { Int($0) }
    guard end.isEmpty || Double(end) != nil, !numbers.contains(nil) else { return nil }
    (time_s, end_s, self.symbol) = (time, Double(end), symbol)
    (kind, aux) = (cells["kind"] ?? "", cells["aux"] ?? "")
    subtype = cells["subtype"].flatMap(Int8.init) ?? 0
    number = cells["number"].flatMap(Int8.init) ?? 0
    channels = numbers.compactMap { $0 }
    origin = cells["origin"] ?? "file"
    reader = cells["reader"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The mark of a row, on a time line. Nil where a time is no number, or the end lies before the
  /// start.
  public func mark(_ timeLine: TimeLine, id: Mark.ID, rank: Int) -> Mark? {
    guard time_s.isFinite, end_s.map(\.isFinite) ?? true else { return nil }
    let start = timeLine.tick(nearest: time_s)
    let end = end_s.map { timeLine.tick(nearest: $0) } ?? start
    guard start <= end else { return nil }
    let hasFields = subtype != 0 || number != 0
    return Mark(
      id: id, ticks: start..<end, rank: rank, label: Label(symbol: symbol, text: aux),
      channels: channels, provenance: Provenance(origin: origin, reader: reader),
      fields: hasFields ? FormatFields(code: 0, subtype: subtype, number: number) : nil)
  }
}

extension Provenance {
  /// What `origin` and `reader` tell of.
  public init(origin: String, reader: String?) {
    let words = origin.split(separator: " ")
    guard let reader else {
      switch (words.first, words.count) {
      case ("detector", 1): self = .detector
      case ("model", 2...3):
        self = .model(String(words[1]), probability: words.count > 2 ? Float(words[2]) : nil)
      case ("disputed", 3) where Int(words[2]) != nil:
        self = .disputed(String(words[1]), number: Int(words[2]) ?? 0)
      default: self = .file(annotator: origin)
      }
      return
    }
    switch (words.first, words.count) {
    case ("family", 1): self = .reader(reader, by: .family)
    case ("selection", 1): self = .reader(reader, by: .selection)
    case ("detector", 1): self = .reader(reader, by: .detector)
    case ("adjudication", 1): self = .reader(reader, by: .adjudication)
    case ("model", 2...3):
      let probability = words.count > 2 ? Float(words[2]) : nil
      self = .reader(reader, by: .model(String(words[1]), probability: probability))
    default: self = .reader(reader)
    }
  }
}
