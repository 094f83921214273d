import CursesTerminal
import TerminalGraphics

/// Types into a decoder at instants of its own.
struct Typist {
  private var decoder: KeyDecoder
  private var now = ContinuousClock.now

  /// A few of the keys that a terminal's description has.
  static let keys = KeyTable(capabilities: [
    "kcuu1": "\u{1B}OA", "kf1": "\u{1B}OP", "kf9": "\u{1B}[20~", "kpp": "\u{1B}[5~",
    "kbs": "\u{7F}", "kich1": "\u{1B}[2~", "kb2": "\u{1}@\r", "kcan": "\u{1B}", "khlp": "h",
  ])

  init(encoding: TextEncoding = .utf8) {
    decoder = KeyDecoder(keys: Self.keys, encoding: encoding)
  }

  /// What is read at once.
  mutating func read(_ bytes: [UInt8]) -> [TerminalEvent] { decoder.decode(bytes, at: now) }

  mutating func read(_ text: String) -> [TerminalEvent] { read(Array(text.utf8)) }

  /// What comes of waiting.
  mutating func wait(_ duration: Duration) -> [TerminalEvent] {
    now += duration
    return decoder.expire(at: now)
  }

  /// How long is to be waited; nil for ever.
  var delay: Duration? { decoder.deadline.map { now.duration(to: $0) } }

  /// The events in bytes read at once and one at a time, with what comes when nothing follows.
  static func events(
    _ bytes: [UInt8], encoding: TextEncoding = .utf8
  ) -> (together: [TerminalEvent], apart: [TerminalEvent]) {
    var (one, other) = (Typist(encoding: encoding), Typist(encoding: encoding))
    let together = one.read(bytes) + one.wait(.seconds(1)) + one.wait(.seconds(1))
    var apart = bytes.flatMap { other.read([$0]) + other.wait(.milliseconds(1)) }
    apart += other.wait(.seconds(1)) + other.wait(.seconds(1))
    return (together, apart)
  }
}

extension TerminalEvent {
  /// The keys of a text without keys of other kinds.
  static func keys(_ text: String) -> [TerminalEvent] { text.map { .key(.character($0)) } }
}
