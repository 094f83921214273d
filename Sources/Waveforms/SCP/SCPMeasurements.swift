/// Section 7: what the device measured on the whole recording, and pulses of a pacemaker.
struct SCPMeasurements {
  struct Pulse {
    /// From the start of the recording.
    var milliseconds: Int
    var description: String
  }

  private(set) var comments: [String] = []
  private(set) var pulses: [Pulse] = []

  /// Values from here on say why there is none; so do 999 degrees.
  private static let noValue = 29_997
  private static let otherNoValue = 19_999

  init(_ body: ByteReader?) {
    guard let body, let blocks = body.byte(0).map(Int.init), let count = body.byte(1).map(Int.init)
    else { return }
    add("mean RR interval", body.uint16(2), "ms")
    add("mean PP interval", body.uint16(4), "ms")
    if blocks > 0 { readBlock(body, 6) }
    let start = 6 + 16 * blocks
    for index in 0..<count { readPulse(body, start + 4 * index, start + 4 * count + 6 * index) }
    let types = start + 10 * count
    guard let beats = body.uint16(types).map(Int.init) else { return }
    add("ventricular rate", body.uint16(types + 2 + beats), "/min")
    add("atrial rate", body.uint16(types + 4 + beats), "/min")
    add("QTc interval", body.uint16(types + 6 + beats), "ms")
  }

  /// The first block is of the reference beat. Times are from that beat's start, and so have no
  /// place on the recording's time line.
  private mutating func readBlock(_ body: ByteReader, _ place: Int) {
    let names = ["P onset", "P end", "QRS onset", "QRS end", "T end"]
    for (index, name) in names.enumerated() {
      add(name + " in the reference beat", body.uint16(place + 2 * index), "ms")
    }
    for (index, name) in ["P axis", "QRS axis", "T axis"].enumerated() {
      guard let angle = body.int16(place + 10 + 2 * index), abs(Int(angle)) <= 360 else { continue }
      comments.append("measurement: \(name) \(angle) degrees")
    }
  }

  private mutating func add(_ name: String, _ value: UInt16?, _ unit: String) {
    guard let value, value > 0, value < Self.noValue, value != Self.otherNoValue else { return }
    comments.append("measurement: \(name) \(value) \(unit)")
  }

  /// A pulse has its time and amplitude in one table, its kind in a second.
  private mutating func readPulse(_ body: ByteReader, _ place: Int, _ kindPlace: Int) {
    guard let time = body.uint16(place), let amplitude = body.int16(place + 2),
      let kind = body.byte(kindPlace), let source = body.byte(kindPlace + 1),
      let width = body.uint16(kindPlace + 4)
    else { return }
    var parts: [String] = []
    if let kind = [2: "ventricular", 3: "atrial"][kind] { parts.append(kind) }
    if let source = [1: "internal", 2: "external"][source] { parts.append(source) }
    if abs(Int(amplitude)) < Self.noValue { parts.append("\(amplitude) uV") }
    if width > 0, width < Self.noValue { parts.append("\(width) us") }
    pulses.append(Pulse(milliseconds: Int(time), description: parts.joined(separator: ", ")))
  }
}

/// Sections 8 and 11: what the device or a physician says of the recording.
enum SCPStatements {
  /// A line each. In section 11 a byte of its kind leads each statement.
  static func comments(_ body: ByteReader?, hasKinds: Bool) -> [String] {
    guard let body, let state = body.byte(0), let count = body.byte(8) else { return [] }
    let name = "statement" + ([1: " (confirmed)", 2: " (overread)"][state] ?? "")
    var lines: [String] = []
    var place = 9
    for _ in 0..<Int(count) {
      guard let length = body.uint16(place + 1).map(Int.init),
        let value = body.bytes(place + 3, length)
      else { break }
      place += 3 + length
      let texts = value.dropFirst(hasKinds ? 1 : 0).split(separator: 0).map { FileText.field($0) }
      let text = texts.filter { !$0.isEmpty }.joined(separator: " ")
      if !text.isEmpty { lines.append("\(name): \(text)") }
    }
    return lines
  }
}
