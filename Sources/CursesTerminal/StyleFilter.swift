/// Goes over what ncurses sends, and says colours and attributes only where they change what is
/// seen.
///
/// ncurses says both colours with each change of a pair, and all of them again where an attribute
/// ends: half of a frame's bytes. Only sequences that set the look of what follows are held back,
/// until something is drawn that shows it; all else goes through as it is, in its order. Of those
/// sequences it knows what ECMA-48 and xterm have; with any other it begins anew.
public struct StyleFilter: Sendable {
  private var sent = Look()
  private var wanted = Look()
  /// Whether the terminal looks as `sent` says.
  private var isKnown = false

  public init() {}

  /// What is to be sent in place of some bytes. They end where no sequence is half said.
  public mutating func filtered(_ bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == Self.escape {
        index = escaped(bytes, index, &output)
        continue
      }
      if byte == Self.shiftIn || byte == Self.shiftOut {
        wanted.shift = byte
      } else {
        if byte == 0x20 {
          flush(for: .ground, &output)
        } else if byte != Self.carriageReturn && byte != Self.backspace {
          flush(for: .glyph, &output)
        }
        output.append(byte)
      }
      index += 1
    }
    flush(for: .glyph, &output)
    return output
  }

  /// Takes the terminal's look for unknown: another program may have changed it.
  public mutating func forget() { isKnown = false }

  private static let escape: UInt8 = 0x1B
  private static let carriageReturn: UInt8 = 0x0D
  private static let backspace: UInt8 = 0x08
  private static let shiftOut: UInt8 = 0x0E
  private static let shiftIn: UInt8 = 0x0F

  // MARK: Sequences

  /// Takes a sequence from `start` on. Returns the place after it.
  private mutating func escaped(
    _ bytes: [UInt8], _ start: Int, _ output: inout [UInt8]
  ) -> Int {
    guard start + 1 < bytes.count else { return pass(bytes, start..<bytes.count, &output) }
    let kind = bytes[start + 1]
    if kind == UInt8(ascii: "("), start + 2 < bytes.count {
      wanted.letters = bytes[start + 2]
      return start + 3
    }
    guard kind == UInt8(ascii: "[") else {
      flush(for: .glyph, &output)
      return pass(bytes, start..<start + 2, &output)
    }
    var end = start + 2
    while end < bytes.count, (0x20..<0x40).contains(bytes[end]) { end += 1 }
    guard end < bytes.count else { return pass(bytes, start..<end, &output) }
    let isStyle = bytes[end] == UInt8(ascii: "m")
    if isStyle, wanted.take(bytes[(start + 2)..<end]) { return end + 1 }
    if isStyle {
      flush(for: .glyph, &output)
      isKnown = false
    } else if !Self.moves.contains(bytes[end]) {
      flush(for: .ground, &output)
    }
    return pass(bytes, start..<end + 1, &output)
  }

  /// Last letters of what moves the cursor, and nothing else.
  private static let moves = Set("ABCDGHdf`".utf8)

  private func pass(_ bytes: [UInt8], _ range: Range<Int>, _ output: inout [UInt8]) -> Int {
    output += bytes[range]
    return range.upperBound
  }

  // MARK: Saying it

  /// What has to look as it is wanted: a glyph, or its ground alone, as of blanks and of what is
  /// erased.
  private enum Need { case glyph, ground }

  private mutating func flush(for need: Need, _ output: inout [UInt8]) {
    if isKnown, sent == wanted || need == .ground && sent.hasGround(of: wanted) { return }
    if !isKnown || sent.letters != wanted.letters {
      output += [Self.escape, UInt8(ascii: "("), wanted.letters]
    }
    if sent.shift != wanted.shift { output.append(wanted.shift) }
    let anew = wanted.codes
    var best = anew
    if isKnown {
      let change = sent.codes(to: wanted)
      if change.count < anew.count { best = change }
    }
    if !isKnown || !sent.looksLike(wanted) {
      output += [Self.escape, UInt8(ascii: "[")]
      output += best
      output.append(UInt8(ascii: "m"))
    }
    (sent, isKnown) = (wanted, true)
  }
}

/// How a terminal draws what comes.
private struct Look: Sendable, Equatable {
  enum Color: Sendable, Equatable {
    /// One of the numbers from 0 to 7, or 60 to 67 for the bright ones; 9 for the terminal's own.
    case basic(Int)
    case indexed(Int)
    case direct(Int, Int, Int)

    static let own = Color.basic(9)

    func codes(_ base: Int) -> [UInt8] {
      switch self {
      case .basic(let number): Array("\(base + number)".utf8)
      case .indexed(let number): Array("\(base + 8);5;\(number)".utf8)
      case .direct(let red, let green, let blue):
        Array("\(base + 8);2;\(red);\(green);\(blue)".utf8)
      }
    }
  }

  var foreground = Color.own
  var background = Color.own
  /// Bit n for attribute n: 1 bold, 2 dim, 3 italic, 4 underline, 5 blink, 7 reverse, 8 hidden.
  var attributes: UInt16 = 0
  var letters = UInt8(ascii: "B")
  var shift: UInt8 = 0x0F

  private static let boldOrDim: UInt16 = 1 << 1 | 1 << 2
  private static let seenOnBlanks: UInt16 = 1 << 4 | 1 << 5 | 1 << 7

  /// Whether a blank looks as in the other.
  func hasGround(of other: Look) -> Bool {
    background == other.background && letters == other.letters && shift == other.shift
      && (attributes | other.attributes) & Self.seenOnBlanks == 0
  }

  /// Whether colours and attributes are the same.
  func looksLike(_ other: Look) -> Bool {
    foreground == other.foreground && background == other.background
      && attributes == other.attributes
  }

  // MARK: Reading

  /// Takes the numbers of a sequence; false, and nothing is changed, where one is not known.
  mutating func take(_ parameters: ArraySlice<UInt8>) -> Bool {
    guard let numbers = Self.numbers(parameters) else { return false }
    var changed = self
    var index = 0
    while index < numbers.count {
      let number = numbers[index]
      if number == 38 || number == 48 {
        guard let (color, count) = Self.color(numbers[(index + 1)...]) else { return false }
        if number == 38 { changed.foreground = color } else { changed.background = color }
        index += count
      } else if !changed.take(number) {
        return false
      }
      index += 1
    }
    self = changed
    return true
  }

  private mutating func take(_ number: Int) -> Bool {
    switch number {
    case 0: (foreground, background, attributes) = (.own, .own, 0)
    case 1...5, 7, 8: attributes |= 1 << UInt16(number)
    case 22: attributes &= ~Self.boldOrDim
    case 23...25, 27, 28: attributes &= ~(1 << UInt16(number - 20))
    case 30...37, 39, 90...97: foreground = .basic(number - 30)
    case 40...47, 49, 100...107: background = .basic(number - 40)
    default: return false
    }
    return true
  }

  /// What comes after 38 or 48, and how many numbers it is.
  private static func color(_ numbers: ArraySlice<Int>) -> (Color, Int)? {
    let numbers = Array(numbers)
    if numbers.count >= 2, numbers[0] == 5 { return (.indexed(numbers[1]), 2) }
    guard numbers.count >= 4, numbers[0] == 2 else { return nil }
    return (.direct(numbers[1], numbers[2], numbers[3]), 4)
  }

  /// Numbers between semicolons, 0 where there is none; nil where there is anything else.
  private static func numbers(_ bytes: ArraySlice<UInt8>) -> [Int]? {
    var numbers = [0]
    for byte in bytes {
      if byte == UInt8(ascii: ";") {
        numbers.append(0)
      } else if (0x30...0x39).contains(byte), numbers[numbers.count - 1] < 10_000 {
        numbers[numbers.count - 1] = numbers[numbers.count - 1] * 10 + Int(byte - 0x30)
      } else {
        return nil
      }
    }
    return numbers
  }

  // MARK: Saying

  /// Numbers that make this look from any other.
  var codes: [UInt8] {
    guard !looksLike(Look()) else { return [] }
    return Self.joined([Array("0".utf8)] + additions(to: Look()))
  }

  /// Numbers that make another look from this one.
  func codes(to other: Look) -> [UInt8] {
    var ends: [[UInt8]] = []
    var before = self
    let ended = attributes & ~other.attributes
    if ended & Self.boldOrDim != 0 {
      ends.append(Array("22".utf8))
      before.attributes &= ~Self.boldOrDim
    }
    for attribute in [3, 4, 5, 7, 8] where ended & 1 << UInt16(attribute) != 0 {
      ends.append(Array("\(20 + attribute)".utf8))
      before.attributes &= ~(1 << UInt16(attribute))
    }
    return Self.joined(ends + other.additions(to: before))
  }

  /// Numbers that lead here from a look of which no attribute has to end.
  private func additions(to before: Look) -> [[UInt8]] {
    var parts: [[UInt8]] = []
    for attribute in [1, 2, 3, 4, 5, 7, 8]
    where attributes & ~before.attributes & 1 << UInt16(attribute) != 0 {
      parts.append(Array("\(attribute)".utf8))
    }
    if foreground != before.foreground { parts.append(foreground.codes(30)) }
    if background != before.background { parts.append(background.codes(40)) }
    return parts
  }

  private static func joined(_ parts: [[UInt8]]) -> [UInt8] {
    Array(parts.joined(separator: [UInt8(ascii: ";")]))
  }
}
