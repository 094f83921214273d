import CursesTerminal
import LiveStreams
import TerminalGraphics

/// Readers of what comes piece by piece: what is found may not hang on where the pieces end.
extension FuzzTarget {
  static let streams = [
    FuzzTarget(name: "stream") { bytes, _ in
      var whole = StreamDecoder(source: "whole")
      var parts = StreamDecoder(source: "whole")
      let together = Result { try whole.take(bytes) }
      let apart = Result {
        try stride(from: 0, to: bytes.count, by: 7).flatMap {
          try parts.take(Array(bytes[$0..<min($0 + 7, bytes.count)]))
        }
      }
      guard case .success(let one) = together, case .success(let other) = apart else {
        _ = try together.get()
        return
      }
      precondition(one.filter(isMessage) == other.filter(isMessage), "pieces change messages")
    },
    FuzzTarget(name: "keys") { bytes, _ in
      let now = ContinuousClock.now
      var whole = KeyDecoder(keys: keys)
      var parts = KeyDecoder(keys: keys)
      var together = whole.decode(bytes, at: now)
      var apart = bytes.flatMap { parts.decode([$0], at: now) }
      // What is left of a sequence may begin another.
      for second in 1...2 {
        together += whole.expire(at: now + .seconds(second))
        apart += parts.expire(at: now + .seconds(second))
      }
      // By design: of a sequence that is too long the rest is typed text, of several ends of a pasted
      // text that come together the last one counts, and so does the last of several drags.
      let ends =
        String(decoding: bytes, as: UTF8.self)
        .split(separator: "[201~", omittingEmptySubsequences: false).count - 1
      if bytes.count > 512 || ends > 1 { return }
      precondition(
        together.filter { !isDrag($0) } == apart.filter { !isDrag($0) }, "pieces change keys")
    },
  ]

  /// Bytes that are none are counted as they come.
  private static func isMessage(_ message: StreamMessage) -> Bool {
    if case .corrupt = message { false } else { true }
  }

  private static func isDrag(_ event: TerminalEvent) -> Bool {
    if case .mouse(let mouse) = event { mouse.kind == .drag } else { false }
  }

  /// A few of a terminal's keys, one the beginning of another.
  private static let keys = KeyTable(capabilities: [
    "kcuu1": "\u{1B}OA", "kf1": "\u{1B}OP", "kf9": "\u{1B}[20~", "kpp": "\u{1B}[5~",
    "kbs": "\u{7F}", "kich1": "\u{1B}[2~", "kb2": "\u{1}@\r", "kcan": "\u{1B}", "khlp": "h",
  ])
}
