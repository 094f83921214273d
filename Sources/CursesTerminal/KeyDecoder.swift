import CNCurses
import TerminalGraphics

/// Turns what `wget_wch` returns into events. It keeps what is unfinished between two readings.
struct KeyDecoder {
  /// One thing read: a character, or a key's code.
  enum Unit: Equatable {
    case scalar(Unicode.Scalar)
    case code(Int32)
  }

  /// Codes for sequences that ncurses is told of with `define_key`; above all of its own.
  static let pasteStart: Int32 = 2000
  static let pasteEnd: Int32 = 2001
  static let mouseReport: Int32 = 2002

  private enum State: Equatable {
    case keys
    case paste(String)
    case mouse(String)
    case sequence(String)
  }

  private var state = State.keys

  /// The events in what was read at once.
  mutating func decode(_ units: [Unit]) -> [TerminalEvent] {
    var events: [TerminalEvent] = []
    var index = 0
    while index < units.count {
      let unit = units[index]
      let next = index + 1 < units.count ? units[index + 1] : nil
      index += 1
      switch state {
      case .keys:
        if unit == .scalar("\u{1B}"), index + 1 < units.count,
          next == .scalar("[") || next == .scalar("O")
        {
          state = .sequence("")
          index += 1
        } else if unit == .scalar("\u{1B}"), case .scalar? = next {
          // Read together they are one key with Alt, which nothing is bound to.
          index += 1
        } else if let event = key(unit) {
          events.append(event)
        }
      case .paste(let text): if let event = paste(text, unit) { events.append(event) }
      case .mouse(let text): if let event = mouse(text, unit) { events.append(event) }
      case .sequence(let text): if let key = sequence(text, unit) { events.append(.key(key)) }
      }
    }
    return Self.coalesced(events)
  }

  /// A sequence that the terminal's description does not have: cursor keys are known in both
  /// their modes, what else there is must not act as the keys it is spelt with.
  private mutating func sequence(_ text: String, _ unit: Unit) -> KeyPress? {
    state = .keys
    guard case .scalar(let scalar) = unit, text.utf8.count < 24 else { return nil }
    if (0x20..<0x40).contains(scalar.value) {
      state = .sequence(text + String(Character(scalar)))
      return nil
    }
    switch scalar {
    case "A": return .up
    case "B": return .down
    case "C": return text.hasSuffix(";2") ? .shiftRight : .right
    case "D": return text.hasSuffix(";2") ? .shiftLeft : .left
    case "H": return .home
    case "F": return .end
    case "Z": return .backTab
    case "~": return Self.editing(text)
    default: return nil
    }
  }

  private static func editing(_ number: String) -> KeyPress? {
    switch number.prefix(while: { $0 != ";" }) {
    case "1", "7": .home
    case "4", "8": .end
    case "3": .delete
    case "5": .pageUp
    case "6": .pageDown
    default: nil
    }
  }

  /// Most of a pasted text that is kept: what is typed is short.
  private static let pasteLimit = 4096

  /// Pasted text comes whole, so that it never acts as keys.
  private mutating func paste(_ text: String, _ unit: Unit) -> TerminalEvent? {
    switch unit {
    case .code(Self.pasteEnd):
      state = .keys
      return .paste(text)
    case .scalar(let scalar) where text.utf8.count < Self.pasteLimit:
      let isEnd = scalar == "\n" || scalar == "\r"
      guard isEnd || scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value) else {
        return nil
      }
      state = .paste(text + (isEnd ? "\n" : String(Character(scalar))))
      return nil
    default: return nil
    }
  }

  private mutating func key(_ unit: Unit) -> TerminalEvent? {
    switch unit {
    case .code(Self.pasteStart): state = .paste("")
    case .code(Self.mouseReport): state = .mouse("")
    case .code(let code): return Self.special(code).map(TerminalEvent.key)
    case .scalar(let scalar): return Self.typed(scalar).map(TerminalEvent.key)
    }
    return nil
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

  private static func special(_ code: Int32) -> KeyPress? {
    switch code {
    case KEY_UP, KEY_SR: .up
    case KEY_DOWN, KEY_SF: .down
    case KEY_LEFT: .left
    case KEY_RIGHT: .right
    case KEY_SLEFT: .shiftLeft
    case KEY_SRIGHT: .shiftRight
    case KEY_PPAGE, KEY_SPREVIOUS, KEY_A3: .pageUp
    case KEY_NPAGE, KEY_SNEXT, KEY_C3: .pageDown
    case KEY_HOME, KEY_SHOME, KEY_FIND, KEY_A1: .home
    case KEY_END, KEY_SEND, KEY_SELECT, KEY_C1: .end
    case KEY_ENTER: .enter
    case KEY_BTAB: .backTab
    case KEY_BACKSPACE: .backspace
    case KEY_DC, KEY_SDC: .delete
    case KEY_F0 + 1...KEY_F0 + 63: .function(Int(code - KEY_F0))
    default: nil
    }
  }

  /// A report is `button;column;row` and `M` for a press or `m` for a release.
  private mutating func mouse(_ text: String, _ unit: Unit) -> TerminalEvent? {
    guard case .scalar(let scalar) = unit, text.utf8.count < 24 else {
      state = .keys
      return nil
    }
    if scalar != "M" && scalar != "m" {
      state = .mouse(text + String(Character(scalar)))
      return nil
    }
    state = .keys
    let numbers = text.split(separator: ";").compactMap { Int($0) }
    guard numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else { return nil }
    guard let kind = Self.mouseKind(button: numbers[0], isRelease: scalar == "m") else {
      return nil
    }
    return .mouse(MouseEvent(kind: kind, x: numbers[1] - 1, y: numbers[2] - 1))
  }

  private static func mouseKind(button: Int, isRelease: Bool) -> MouseEvent.Kind? {
    let modifiers = 4 | 8 | 16
    switch button & ~modifiers {
    case 0: return isRelease ? .release : .press
    case 32: return .drag
    case 64: return .wheelUp
    case 65: return .wheelDown
    default: return nil
    }
  }

  /// Of a burst of drags or of turns of the wheel the last one counts.
  private static func coalesced(_ events: [TerminalEvent]) -> [TerminalEvent] {
    var result: [TerminalEvent] = []
    for event in events {
      // Only the last place of a drag counts; every turn of the wheel does.
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
