import Annotations

/// Reads what `MarkEncoder` has written. Throws `DamagedBytes` for anything else.
struct MarkDecoder {
  typealias Damage = ByteReader.DamagedBytes

  private var reader: ByteReader
  private let texts: [String]
  /// Labels by the places of their texts: most marks say one of a few things.
  private var labels: [Int: Label] = [:]

  static func marks(_ bytes: [UInt8]) throws(Damage) -> [Mark] {
    var decoder = try MarkDecoder(bytes)
    return try decoder.all { (decoder) throws(Damage) in
      let id = Mark.ID(rawValue: try decoder.reader.fixed())
      return try decoder.mark(id)
    }
  }

  static func edits(_ bytes: [UInt8]) throws(Damage) -> [Edit] {
    var decoder = try MarkDecoder(bytes)
    return try decoder.all { (decoder) throws(Damage) in try decoder.edit() }
  }

  private init(_ bytes: [UInt8]) throws(Damage) {
    reader = ByteReader(bytes)
    // Version 1 knew no disputes, and no probabilities of proposals.
    guard (1...MarkEncoder.version).contains(try reader.byte()) else { throw Damage() }
    var texts: [String] = []
    for _ in 0..<(try reader.count()) {
      guard let text = String(validating: try reader.run(), as: UTF8.self) else { throw Damage() }
      texts.append(text)
    }
    self.texts = texts
  }

  private mutating func all<Value>(
    _ next: (inout MarkDecoder) throws(Damage) -> Value
  ) throws(Damage) -> [Value] {
    let count = try reader.count()
    var values: [Value] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(try next(&self)) }
    guard reader.isAtEnd else { throw Damage() }
    return values
  }

  private mutating func edit() throws(Damage) -> Edit {
    let parts = try reader.byte()
    let id = Mark.ID(rawValue: try reader.fixed())
    let before = parts & 1 == 0 ? nil : try mark(id)
    let after = parts & 2 == 0 ? nil : try mark(id)
    guard parts <= 3, let edit = Edit(before: before, after: after) else { throw Damage() }
    return edit
  }

  private mutating func mark(_ id: Mark.ID) throws(Damage) -> Mark {
    let parts = MarkParts(rawValue: try reader.byte())
    guard MarkParts.all.isSuperset(of: parts) else { throw Damage() }
    let start = try reader.number()
    let end = parts.contains(.span) ? try reader.end(from: start) : start
    let rank = parts.contains(.rank) ? try reader.number() : Mark.lastRank
    let label = try label(hasText: parts.contains(.text))
    var channels: [Int] = []
    if parts.contains(.channels) {
      for _ in 0..<(try reader.count()) { channels.append(try reader.number()) }
    }
    let provenance = try provenance()
    return Mark(
      id: id, ticks: start..<end, rank: rank, label: label, channels: channels,
      provenance: provenance, fields: parts.contains(.fields) ? try fields() : nil)
  }

  private mutating func label(hasText: Bool) throws(Damage) -> Label {
    let symbol = try place()
    let text = hasText ? try place() : nil
    let key = symbol << 32 | (text.map { $0 + 1 } ?? 0)
    if let known = labels[key] { return known }
    let label = Label(symbol: texts[symbol], text: text.map { texts[$0] } ?? "")
    labels[key] = label
    return label
  }

  private mutating func provenance() throws(Damage) -> Provenance {
    switch try reader.byte() {
    case 0: .file(annotator: try text())
    case 1: .model(try text())
    case 2: .detector
    case 3: .reader(try text(), by: try means())
    case 4: .disputed(try text(), number: try reader.number())
    case 5: .model(try text(), probability: try probability())
    default: throw Damage()
    }
  }

  private mutating func means() throws(Damage) -> Provenance.Means {
    switch try reader.byte() {
    case 0: .hand
    case 1: .family
    case 2: .selection
    case 3: .model(try text(), probability: try probability())
    case 4: .detector
    case 5: .adjudication
    default: throw Damage()
    }
  }

  private mutating func probability() throws(Damage) -> Float? {
    UInt32(exactly: try reader.fixed()).map(Float.init(bitPattern:))
  }

  private mutating func fields() throws(Damage) -> FormatFields {
    let parts = try reader.byte()
    guard parts <= 3 else { throw Damage() }
    let code = try reader.byte()
    let subtype = Int8(bitPattern: try reader.byte())
    let number = Int8(bitPattern: try reader.byte())
    return FormatFields(
      code: code, subtype: subtype, number: number,
      rawText: parts & 1 == 0 ? nil : try reader.run(),
      durationSeconds: parts & 2 == 0 ? nil : Double(bitPattern: try reader.fixed()))
  }

  private mutating func text() throws(Damage) -> String { texts[try place()] }

  private mutating func place() throws(Damage) -> Int {
    let place = try reader.count()
    guard texts.indices.contains(place) else { throw Damage() }
    return place
  }
}
