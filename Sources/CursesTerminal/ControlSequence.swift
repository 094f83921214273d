import TerminalGraphics

/// A sequence that begins with ESC [ or ESC O, as ECMA-48 and DEC's terminals have it, where the
/// terminal's description does not know it: cursor keys are known in both their modes, and what
/// else there is must not act as the keys it is spelt with.
struct ControlSequence {
  enum Parsed {
    case whole(ControlSequence)
    case unfinished
    /// What is no sequence after so many bytes.
    case broken(length: Int)
  }

  let length: Int
  private let isApplication: Bool
  private let parameters: String
  private let final: UInt8

  /// Parses what begins with ESC and `[` or `O`.
  static func parse(_ bytes: ArraySlice<UInt8>) -> Parsed {
    let bytes = Array(bytes.prefix(longest))
    guard bytes.count > 2 else { return .unfinished }
    // The Linux console's function keys: ESC [ [ and a letter.
    var end = bytes[1] == bracket && bytes[2] == bracket ? 3 : 2
    while end < bytes.count, (0x20..<0x40).contains(bytes[end]) { end += 1 }
    guard end < bytes.count else {
      return end < longest ? .unfinished : .broken(length: end)
    }
    guard (0x40..<0x7F).contains(bytes[end]) else { return .broken(length: end) }
    // The oldest report of the mouse: button, column and row are a byte each.
    let isOldReport = end == 2 && bytes[1] == bracket && bytes[end] == UInt8(ascii: "M")
    let length = end + (isOldReport ? 4 : 1)
    guard length <= bytes.count else { return .unfinished }
    return .whole(
      ControlSequence(
        length: length, isApplication: bytes[1] != bracket,
        parameters: String(decoding: bytes[2..<end], as: UTF8.self), final: bytes[end]))
  }

  private static let bracket = UInt8(ascii: "[")
  private static let longest = 1024

  /// Whether it says where a pasted text begins.
  var isPasteStart: Bool { isEditing && parameters == "200" }

  private var isEditing: Bool { !isApplication && final == UInt8(ascii: "~") }

  /// The key, with no more than shift held down: nothing is bound to others.
  var key: KeyPress? {
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false)
    let first = numbers.first ?? ""
    if isEditing { return Self.isPlain(numbers.dropFirst()) ? Self.editing(first) : nil }
    // Old terminals have the modifiers as the only number.
    let modifiers = numbers.count > 1 && first == "1" ? numbers.dropFirst() : numbers[...]
    guard Self.isPlain(modifiers) else { return nil }
    let isShifted = modifiers.first == "2"
    switch Unicode.Scalar(final) {
    case "A": return .up
    case "B": return .down
    case "C": return isShifted ? .shiftRight : .right
    case "D": return isShifted ? .shiftLeft : .left
    case "H": return .home
    case "F": return .end
    case "Z": return .backTab
    default: return nil
    }
  }

  private static func isPlain(_ modifiers: ArraySlice<Substring>) -> Bool {
    modifiers.count <= 1 && ["", "1", "2"].contains(modifiers.first ?? "")
  }

  private static func editing(_ number: Substring) -> KeyPress? {
    switch number {
    case "1", "7": .home
    case "4", "8": .end
    case "3": .delete
    case "5": .pageUp
    case "6": .pageDown
    default: nil
    }
  }

  /// Columns and rows that a terminal can have: the system counts them in 16 bits.
  private static let places = 1...65_535

  /// What the mouse did. A report is `<button;column;row` and `M` for a press or `m` for a release.
  var mouse: MouseEvent? {
    let isRelease = final == UInt8(ascii: "m")
    guard !isApplication, isRelease || final == UInt8(ascii: "M"), parameters.first == "<"
    else { return nil }
    let texts = parameters.dropFirst().split(separator: ";", omittingEmptySubsequences: false)
    let numbers = texts.compactMap { $0.allSatisfy(\.isNumber) ? Int($0) : nil }
    guard texts.count == 3, numbers.count == 3, Self.places.contains(numbers[1]),
      Self.places.contains(numbers[2]),
      let kind = Self.mouseKind(button: numbers[0], isRelease: isRelease)
    else { return nil }
    return MouseEvent(kind: kind, x: numbers[1] - 1, y: numbers[2] - 1)
  }

  private static func mouseKind(button: Int, isRelease: Bool) -> MouseEvent.Kind? {
    let modifiers = 4 | 8 | 16
    switch button & ~modifiers {
    case 0: return isRelease ? .release : .press
    case 32: return isRelease ? .release : .drag
    case 64: return isRelease ? nil : .wheelUp
    case 65: return isRelease ? nil : .wheelDown
    default: return nil
    }
  }
}
