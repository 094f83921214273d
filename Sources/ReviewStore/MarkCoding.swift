import Annotations

/// Marks and edits as bytes: some twenty for a mark. Texts stand once, at the end.
struct MarkEncoder {
  /// Grows whenever what is written can no longer be read by an earlier program.
  static let version: UInt8 = 2

  private var body = ByteWriter()
  private var texts: [String] = []
  private var places: [String: Int] = [:]

  static func bytes(of marks: some Collection<Mark>) -> [UInt8] {
    var encoder = MarkEncoder()
    encoder.body.add(count: marks.count)
    for mark in marks { encoder.add(mark.id, mark) }
    return encoder.bytes
  }

  static func bytes(of edits: [Edit]) -> [UInt8] {
    var encoder = MarkEncoder()
    encoder.body.add(count: edits.count)
    for edit in edits { encoder.add(edit) }
    return encoder.bytes
  }

  private var bytes: [UInt8] {
    var whole = ByteWriter()
    whole.add(byte: Self.version)
    whole.add(count: texts.count)
    for text in texts { whole.add(run: Array(text.utf8)) }
    return whole.bytes + body.bytes
  }

  private mutating func add(_ edit: Edit) {
    body.add(byte: (edit.before == nil ? 0 : 1) | (edit.after == nil ? 0 : 2))
    body.add(fixed: edit.id.rawValue)
    if let before = edit.before { add(before) }
    if let after = edit.after { add(after) }
  }

  private mutating func add(_ id: Mark.ID, _ mark: Mark) {
    body.add(fixed: id.rawValue)
    add(mark)
  }

  private mutating func add(_ mark: Mark) {
    body.add(byte: MarkParts(mark).rawValue)
    body.add(number: mark.start)
    if !mark.isInstant { body.add(from: mark.start, to: mark.end) }
    if mark.rank != Mark.lastRank { body.add(number: mark.rank) }
    add(mark.label.symbol)
    if !mark.label.text.isEmpty { add(mark.label.text) }
    if !mark.channels.isEmpty {
      body.add(count: mark.channels.count)
      for channel in mark.channels { body.add(number: channel) }
    }
    add(mark.provenance)
    if let fields = mark.fields { add(fields) }
  }

  private mutating func add(_ provenance: Provenance) {
    switch provenance {
    case .file(let annotator):
      body.add(byte: 0)
      add(annotator)
    case .model(let name, nil):
      body.add(byte: 1)
      add(name)
    case .model(let name, let probability?):
      body.add(byte: 5)
      add(name)
      body.add(fixed: UInt64(probability.bitPattern))
    case .detector: body.add(byte: 2)
    case .reader(let name, let means):
      body.add(byte: 3)
      add(name)
      add(means)
    case .disputed(let reader, let number):
      body.add(byte: 4)
      add(reader)
      body.add(number: number)
    }
  }

  private mutating func add(_ means: Provenance.Means) {
    switch means {
    case .hand: body.add(byte: 0)
    case .family: body.add(byte: 1)
    case .selection: body.add(byte: 2)
    case .model(let name, let probability):
      body.add(byte: 3)
      add(name)
      body.add(fixed: probability.map { UInt64($0.bitPattern) } ?? .max)
    case .detector: body.add(byte: 4)
    case .adjudication: body.add(byte: 5)
    }
  }

  private mutating func add(_ fields: FormatFields) {
    body.add(byte: (fields.rawText == nil ? 0 : 1) | (fields.durationSeconds == nil ? 0 : 2))
    body.add(byte: fields.code)
    body.add(byte: UInt8(bitPattern: fields.subtype))
    body.add(byte: UInt8(bitPattern: fields.number))
    if let raw = fields.rawText { body.add(run: raw) }
    if let duration = fields.durationSeconds { body.add(fixed: duration.bitPattern) }
  }

  private mutating func add(_ text: String) {
    let place = places[text] ?? texts.count
    if place == texts.count {
      texts.append(text)
      places[text] = place
    }
    body.add(count: place)
  }
}

/// What of a mark is written: what most marks do not have takes no room.
struct MarkParts: OptionSet {
  let rawValue: UInt8

  static let span = MarkParts(rawValue: 1)
  static let rank = MarkParts(rawValue: 2)
  static let text = MarkParts(rawValue: 4)
  static let channels = MarkParts(rawValue: 8)
  static let fields = MarkParts(rawValue: 16)
  static let all: MarkParts = [.span, .rank, .text, .channels, .fields]

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init(_ mark: Mark) {
    var parts: MarkParts = []
    if !mark.isInstant { parts.insert(.span) }
    if mark.rank != Mark.lastRank { parts.insert(.rank) }
    if !mark.label.text.isEmpty { parts.insert(.text) }
    if !mark.channels.isEmpty { parts.insert(.channels) }
    if mark.fields != nil { parts.insert(.fields) }
    self = parts
  }
}
