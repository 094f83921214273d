import CNCurses
import Glibc

/// A terminal description with 24-bit colours added.
///
/// ncurses draws 24-bit colours only where the description has them, and those descriptions
/// (xterm-direct and the like) are seldom installed. So the description that TERM names is read,
/// changed in memory and handed over in TERMINFO, as terminfo(5) allows. `term(5)` has the format.
public struct DirectColor: Sendable {
  private static let magicShortNumbers = 0x011A
  private static let magicLongNumbers = 0x021E
  private static let colors = 13
  private static let pairs = 14
  private static let setForeground = 359
  private static let setBackground = 360

  private var names: ArraySlice<UInt8>
  private var flags: ArraySlice<UInt8>
  private var numbers: [Int]
  private var offsets: [Int]
  private var texts: [UInt8]
  private var extended: Extended

  /// The capabilities that a description adds to the standard ones.
  fileprivate struct Extended {
    var flags: [UInt8] = []
    var numbers: [Int] = []
    var offsets: [Int] = []
    var nameOffsets: [Int] = []
    var texts: [UInt8] = []
    var items = 0
  }

  /// Reads a compiled description; nil where it is not one, or of a terminal without colours.
  public init?(compiled bytes: [UInt8]) {
    var reader = Reader(bytes: bytes)
    guard let header = reader.shorts(6) else { return nil }
    let isLong = header[0] == Self.magicLongNumbers
    guard isLong || header[0] == Self.magicShortNumbers, header[3] > Self.pairs,
      header[4] > Self.setBackground, let names = reader.bytes(header[1]),
      let flags = reader.bytes(header[2])
    else { return nil }
    reader.align()
    guard let numbers = reader.numbers(header[3], long: isLong),
      let offsets = reader.shorts(header[4]), let texts = reader.bytes(header[5])
    else { return nil }
    reader.align()
    (self.names, self.flags, self.numbers) = (names, flags, numbers)
    (self.offsets, self.texts) = (offsets, Array(texts))
    extended = Self.extended(&reader, long: isLong) ?? Extended()
  }

  /// The description with 24-bit colours, compiled.
  public func compiledWithDirectColor() -> [UInt8] {
    var copy = self
    copy.numbers[Self.colors] = 1 << 24
    copy.numbers[Self.pairs] = 1 << 16
    copy.setText(Self.setForeground, Self.sequence(38))
    copy.setText(Self.setBackground, Self.sequence(48))
    copy.extended.addFlag("RGB")
    return copy.compiled()
  }

  private static func sequence(_ code: Int) -> String {
    "\u{1B}[\(code);2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%dm"
  }

  private mutating func setText(_ index: Int, _ text: String) {
    offsets[index] = texts.count
    texts += Array(text.utf8) + [0]
  }

  private static func extended(_ reader: inout Reader, long: Bool) -> Extended? {
    guard let header = reader.shorts(5), let flags = reader.bytes(header[0]) else { return nil }
    reader.align()
    guard let numbers = reader.numbers(header[1], long: long),
      let offsets = reader.shorts(header[2]),
      let nameOffsets = reader.shorts(header[0] + header[1] + header[2]),
      let texts = reader.bytes(header[4])
    else { return nil }
    return Extended(
      flags: Array(flags), numbers: numbers, offsets: offsets, nameOffsets: nameOffsets,
      texts: Array(texts), items: header[3])
  }

  private func compiled() -> [UInt8] {
    var writer = Writer()
    writer.shorts([
      Self.magicLongNumbers, names.count, flags.count, numbers.count, offsets.count, texts.count,
    ])
    writer.output += names + flags
    writer.align()
    writer.longs(numbers)
    writer.shorts(offsets)
    writer.output += texts
    writer.align()
    writer.shorts([
      extended.flags.count, extended.numbers.count, extended.offsets.count, extended.items,
      extended.texts.count,
    ])
    writer.output += extended.flags
    writer.align()
    writer.longs(extended.numbers)
    writer.shorts(extended.offsets)
    writer.shorts(extended.nameOffsets)
    writer.output += extended.texts
    return writer.output
  }
}

extension DirectColor.Extended {
  /// Adds a flag that is set. Names are counted from the end of the values, which come first.
  fileprivate mutating func addFlag(_ name: String) {
    var values = 0
    for offset in offsets where offset < texts.count && offset < 0x8000 {
      values += (texts[offset...].firstIndex(of: 0) ?? texts.count) - offset + 1
    }
    nameOffsets.insert(texts.count - values, at: flags.count)
    flags.append(1)
    texts += Array(name.utf8) + [0]
    items += 1
  }
}

private struct Reader {
  let bytes: [UInt8]
  var position = 0

  mutating func align() { position += position & 1 }

  mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, position + count <= bytes.count else { return nil }
    defer { position += count }
    return bytes[position..<position + count]
  }

  mutating func shorts(_ count: Int) -> [Int]? {
    guard let raw = bytes(count * 2).map(Array.init) else { return nil }
    return (0..<count).map { Int(raw[2 * $0]) | Int(raw[2 * $0 + 1]) << 8 }
  }

  mutating func numbers(_ count: Int, long: Bool) -> [Int]? {
    guard let halves = shorts(long ? count * 2 : count) else { return nil }
    if !long { return halves.map { Int(Int16(truncatingIfNeeded: $0)) } }
    return (0..<count).map {
      Int(Int32(truncatingIfNeeded: halves[2 * $0] | halves[2 * $0 + 1] << 16))
    }
  }
}

private struct Writer {
  var output: [UInt8] = []

  mutating func align() { if output.count & 1 == 1 { output.append(0) } }

  mutating func shorts(_ values: [Int]) {
    for value in values {
      output.append(UInt8(truncatingIfNeeded: value))
      output.append(UInt8(truncatingIfNeeded: value >> 8))
    }
  }

  mutating func longs(_ values: [Int]) {
    for value in values { shorts([value, value >> 16]) }
  }
}
