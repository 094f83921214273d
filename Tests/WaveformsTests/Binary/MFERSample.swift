/// Makes MFER files after MFER Part 1, "Medical waveform description Format Encoding Rules".
struct MFERSample {
  var bytes: [UInt8] = []
  var isBigEndian = true

  /// A definition: tag, length, value. Lengths from 128 on have a byte that counts their own bytes.
  mutating func put(_ tag: UInt8, _ value: [UInt8]) {
    bytes += [tag] + Self.length(value.count) + value
  }

  mutating func put(_ tag: UInt8, _ text: String) { put(tag, Array(text.utf8)) }

  mutating func put(_ tag: UInt8, _ number: some FixedWidthInteger) {
    put(tag, numbers([number]))
  }

  func numbers(_ numbers: [some FixedWidthInteger]) -> [UInt8] {
    var all = BinaryBytes()
    all.isBigEndian = isBigEndian
    for number in numbers { all.put(number) }
    return all.bytes
  }

  /// A unit, a power of ten, and a number of 16 bits.
  func quantity(_ unit: UInt8, _ exponent: Int8, _ mantissa: Int16) -> [UInt8] {
    [unit, UInt8(bitPattern: exponent)] + numbers([mantissa])
  }

  /// Definitions of one channel, counted from 0.
  mutating func put(channel: UInt8, _ fill: (inout MFERSample) -> Void) {
    var inner = MFERSample(isBigEndian: isBigEndian)
    fill(&inner)
    bytes += [0x3F, channel] + Self.length(inner.bytes.count) + inner.bytes
  }

  /// The same with an open length, which two zeros end.
  mutating func putOpen(channel: UInt8, _ fill: (inout MFERSample) -> Void) {
    var inner = MFERSample(isBigEndian: isBigEndian)
    fill(&inner)
    bytes += [0x3F, channel, 0x80] + inner.bytes + [0, 0]
  }

  private static func length(_ count: Int) -> [UInt8] {
    if count < 128 { return [UInt8(count)] }
    if count < 65_536 { return [0x82, UInt8(count >> 8), UInt8(count & 0xFF)] }
    return [0x84] + (0..<4).reversed().map { UInt8(truncatingIfNeeded: count >> ($0 * 8)) }
  }

  /// Preamble, byte order, patient, time.
  static func start(isBigEndian: Bool) -> MFERSample {
    var file = MFERSample(isBigEndian: isBigEndian)
    file.put(0x40, "MFR Standard 12 leads ECG")
    file.put(0x01, [isBigEndian ? 0 : 1])
    file.put(0x17, "Maker^Model^v1^S9")
    file.put(0x81, "Muster^^Anna")
    file.put(0x82, "H-17")
    file.put(0x83, [74] + file.numbers([12, 1950] as [UInt16]) + [4, 3])
    file.put(0x84, [2])
    file.put(
      0x85,
      file.numbers([2024] as [UInt16]) + [2, 29, 23, 59, 58]
        + file.numbers([250, 0] as [UInt16]))
    file.put(0x16, "a remark")
    return file
  }

  /// Eight leads of 16 bits at 500 Hz, 1.25 uV, one block each, little-endian.
  static func twelveLeads(count: Int = 300) -> MFERSample {
    var file = start(isBigEndian: false)
    file.put(0x08, UInt16(1))
    file.put(0x0B, file.quantity(1, -3, 2))
    file.put(0x0C, file.quantity(0, -8, 125))
    file.put(0x04, UInt32(count))
    file.put(0x05, [8])
    file.put(0x06, [1])
    file.put(0x12, file.numbers([Int16.min]))
    for channel in 0..<8 {
      file.put(channel: UInt8(channel)) { $0.put(0x09, [UInt8(channel + 1)]) }
    }
    file.put(0x41, event(file, code: 7, start: 50, duration: 20, "tachycardia"))
    file.put(0x1E, (0..<8).flatMap { file.numbers(samples(count, seed: $0)) })
    file.bytes += [0x80, 0]
    return file
  }

  static func samples(_ count: Int, seed: Int) -> [Int16] {
    (0..<count).map { $0 == 3 ? .min : Int16(($0 * (seed + 3)) % 701 * 40 - 14_000) }
  }

  static func event(
    _ file: MFERSample, code: UInt16, start: Int32, duration: Int32, _ text: String
  ) -> [UInt8] {
    file.numbers([code]) + file.numbers([start, duration]) + Array(text.utf8)
  }

  /// Four channels of other rates and types in five sequences, big-endian; one is of a status.
  static func mixed() -> MFERSample {
    var file = start(isBigEndian: true)
    file.put(0x08, UInt16(20))
    file.put(0x0B, file.quantity(0, 0, 250))
    file.put(0x0C, file.quantity(0, -6, 1))
    file.put(0x04, [4])
    file.put(0x05, [4])
    file.put(0x06, [5])
    file.put(channel: 0) { $0.put(0x09, [2]) }
    file.putOpen(channel: 1) { channel in
      channel.put(0x09, channel.numbers([UInt16(143)]) + Array("ART".utf8))
      channel.put(0x04, [2])
      channel.put(0x0A, [3])
      channel.put(0x0B, channel.quantity(0, 0, 125))
      channel.put(0x0C, channel.quantity(1, -1, 5))
      channel.put(0x0D, [246])
    }
    file.put(channel: 2) { channel in
      channel.put(0x09, channel.numbers([UInt16(9000)]) + Array("own".utf8))
      channel.put(0x0A, [7])
    }
    file.put(channel: 3) { $0.put(0x0A, [4]) }
    var wave: [UInt8] = []
    for sequence in 0..<5 {
      let values = (0..<4).map { sequence * 4 + $0 }
      wave += file.numbers(values.map { Int16($0 * 100 - 900) })
      wave += (0..<2).map { UInt8(sequence * 20 + $0) }
      wave += file.numbers(values.map { (Float($0) / 8 - 1).bitPattern })
      wave += file.numbers(values.map { UInt16($0) })
    }
    file.put(0x1E, wave)
    return file
  }
}
