public import TerminalGraphics

/// Turns the bytes that a terminal sends into events. It keeps what is unfinished between two
/// readings, and tells how long to wait for the rest of it.
public struct KeyDecoder: Sendable {
  /// How long unfinished bytes are kept.
  public struct Delays: Sendable {
    /// After an Escape, which is a key of its own.
    public var escape: Duration
    /// After what can only be the beginning of a sequence.
    public var sequence: Duration

    /// Of people no one notices the one, and of networks few take longer than the other.
    public init(
      escape: Duration = .milliseconds(25), sequence: Duration = .milliseconds(250)
    ) {
      self.escape = escape
      self.sequence = sequence
    }
  }

  private enum Mode: Equatable {
    case keys
    case paste(PastedText)
    /// A terminal's answer to a question that another program asked.
    case answer
  }

  /// Whether the rest of what is unfinished may still come.
  private enum Outlook { case open, over }

  /// What the first bytes mean; of none that more must come.
  private struct Step {
    static let wait = Step(length: 0)

    var length: Int
    var event: TerminalEvent?
    var mode: Mode?
  }

  /// When what is unfinished is to be taken as it is, with `expire`; nil where nothing is.
  public private(set) var deadline: ContinuousClock.Instant?

  private let keys: KeyTable
  private let encoding: TextEncoding
  private let delays: Delays
  private var mode = Mode.keys
  private var unfinished: [UInt8] = []

  /// A decoder that has read nothing.
  public init(keys: KeyTable, encoding: TextEncoding = .utf8, delays: Delays = Delays()) {
    self.keys = keys
    self.encoding = encoding
    self.delays = delays
  }

  /// The events in what was read at once. Bytes that come late still belong to what is unfinished:
  /// who was busy cannot know when they arrived.
  public mutating func decode(
    _ bytes: [UInt8], at instant: ContinuousClock.Instant
  ) -> [TerminalEvent] {
    if bytes.isEmpty { return [] }
    let events = take(unfinished + bytes, .open)
    deadline = delay.map { instant + $0 }
    return events
  }

  /// The events in what is unfinished, where its time is over.
  public mutating func expire(at instant: ContinuousClock.Instant) -> [TerminalEvent] {
    guard let deadline, instant >= deadline else { return [] }
    self.deadline = nil
    if mode == .answer {
      mode = .keys
      // One Escape may have been the beginning of the answer's end; more are a key's.
      if unfinished.count == 1 { unfinished = [] }
    }
    return take(unfinished, .over)
  }

  /// A text that is pasted takes as long as it takes.
  private var delay: Duration? {
    switch mode {
    case .paste: return nil
    case .answer: return delays.sequence
    case .keys: break
    }
    guard let first = unfinished.first else { return nil }
    let isKey =
      unfinished.allSatisfy { $0 == Self.escape } || keys.match(unfinished[...]).length > 0
    return isKey || first != Self.escape && first < 0x80 ? delays.escape : delays.sequence
  }

  private mutating func take(_ bytes: [UInt8], _ outlook: Outlook) -> [TerminalEvent] {
    var rest = bytes[...]
    var events: [TerminalEvent] = []
    while !rest.isEmpty {
      let step = step(rest, outlook)
      if step.length == 0 { break }
      if let event = step.event { events.append(event) }
      if let mode = step.mode { self.mode = mode }
      rest = rest.dropFirst(step.length)
    }
    unfinished = Array(rest)
    return Self.coalesced(events)
  }

  private func step(_ bytes: ArraySlice<UInt8>, _ outlook: Outlook) -> Step {
    switch mode {
    case .keys: return key(bytes, outlook)
    case .answer: return answer(bytes)
    case .paste(var text):
      let (count, isWhole) = text.take(bytes)
      if isWhole { return Step(length: count, event: .paste(text.text(encoding)), mode: .keys) }
      return Step(length: count, mode: .paste(text))
    }
  }

  private static let escape: UInt8 = 0x1B
  private static let bell: UInt8 = 0x07

  /// The description comes first: it knows what its terminal sends.
  private func key(_ bytes: ArraySlice<UInt8>, _ outlook: Outlook) -> Step {
    let match = keys.match(bytes)
    if match.mayGrow, outlook == .open { return .wait }
    if match.length > 0 {
      return Step(length: match.length, event: match.key.map(TerminalEvent.key))
    }
    return bytes.first == Self.escape ? escaped(bytes, outlook) : typed(bytes, outlook)
  }

  private func escaped(_ bytes: ArraySlice<UInt8>, _ outlook: Outlook) -> Step {
    guard let second = bytes.dropFirst().first else {
      return outlook == .open ? .wait : Step(length: 1, event: .key(.escape))
    }
    switch Unicode.Scalar(second) {
    case "[", "O": return sequence(bytes, outlook)
    case "]", "P", "_": return Step(length: 2, mode: .answer)
    case "\u{1B}": return twiceEscaped(bytes, outlook)
    default:
      // Read together they are one key with Alt, which nothing is bound to.
      let step = typed(bytes.dropFirst(), outlook)
      return step.length == 0 ? .wait : Step(length: step.length + 1)
    }
  }

  /// Some terminals put Escape before a key's sequence for Alt; else Escape was typed before.
  private func twiceEscaped(_ bytes: ArraySlice<UInt8>, _ outlook: Outlook) -> Step {
    let alone = Step(length: 1, event: .key(.escape))
    guard let third = bytes.dropFirst(2).first else { return outlook == .open ? .wait : alone }
    guard third == UInt8(ascii: "[") || third == UInt8(ascii: "O") else { return alone }
    let step = key(bytes.dropFirst(), outlook)
    if step.length == 0 { return .wait }
    if case .mouse? = step.event { return alone }
    return step.mode == nil ? Step(length: step.length + 1) : alone
  }

  private func sequence(_ bytes: ArraySlice<UInt8>, _ outlook: Outlook) -> Step {
    switch ControlSequence.parse(bytes) {
    case .unfinished: return outlook == .open ? .wait : Step(length: bytes.count)
    case .broken(let length): return Step(length: length)
    case .whole(let sequence):
      var step = Step(length: sequence.length)
      if sequence.isPasteStart { step.mode = .paste(PastedText()) }
      step.event =
        sequence.mouse.map(TerminalEvent.mouse) ?? sequence.key.map(TerminalEvent.key)
      return step
    }
  }

  /// An answer ends with BEL or ESC \, and with any other sequence that begins.
  private func answer(_ bytes: ArraySlice<UInt8>) -> Step {
    guard let end = bytes.firstIndex(where: { $0 == Self.bell || $0 == Self.escape }) else {
      return Step(length: bytes.count)
    }
    let count = end - bytes.startIndex
    if bytes[end] == Self.bell { return Step(length: count + 1, mode: .keys) }
    guard end + 1 < bytes.endIndex else { return Step(length: count) }
    if bytes[end + 1] == UInt8(ascii: "\\") { return Step(length: count + 2, mode: .keys) }
    if count > 0 { return Step(length: count, mode: .keys) }
    var step = key(bytes, .open)
    if step.length > 0 { step.mode = step.mode ?? .keys }
    return step
  }

  private func typed(_ bytes: ArraySlice<UInt8>, _ outlook: Outlook) -> Step {
    let (length, scalar) = encoding.first(in: bytes)
    if length == 0 { return outlook == .open ? .wait : Step(length: bytes.count) }
    return Step(
      length: length, event: scalar.flatMap(Self.typed).map(TerminalEvent.key))
  }

  private static func typed(_ scalar: Unicode.Scalar) -> KeyPress? {
    switch scalar.value {
    case 0x0A, 0x0D: .enter
    case 0x09: .tab
    case 0x1B: .escape
    case 0x08, 0x7F: .backspace
    case 0: .control(" ")
    case 1...26: .control(Character(Unicode.Scalar(UInt8(scalar.value + 0x60))))
    case 0x1C...0x1F: .control(Character(Unicode.Scalar(UInt8(scalar.value + 0x40))))
    case 0x80..<0xA0: nil
    default: .character(Character(scalar))
    }
  }

  /// Only the last place of a drag counts; every turn of the wheel does.
  private static func coalesced(_ events: [TerminalEvent]) -> [TerminalEvent] {
    var result: [TerminalEvent] = []
    for event in events {
      if case .mouse(let new) = event, case .mouse(let old)? = result.last,
        new.kind == .drag, old.kind == .drag
      {
        result.removeLast()
      }
      result.append(event)
    }
    return result
  }
}
