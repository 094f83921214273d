/// How an SCP-ECG file packs its numbers.
enum SCPPacking {
  /// 16 bits each.
  case none
  /// The standard's table.
  case standard
  /// Two tables. The first has codes for 0 and for numbers of 16 bits, and one that leads to the
  /// second; the second has codes for ±1 about 100, and one that leads back.
  case own

  var section: [UInt8]? {
    var section = BinaryBytes()
    switch self {
    case .none: return nil
    case .standard: section.put(UInt16(19_999))
    case .own:
      section.put(UInt16(2))
      // Bits of the prefix, bits in all, 0 for a leap, value, prefix with its first bit lowest.
      put([(1, 1, 1, 0, 0b0), (2, 18, 1, 0, 0b01), (2, 2, 0, 2, 0b11)], &section)
      put([(1, 9, 1, 100, 0b1), (2, 2, 0, 1, 0b10), (2, 2, 1, -1, 0b00)], &section)
    }
    return section.bytes
  }

  private func put(
    _ codes: [(prefix: UInt8, all: UInt8, mode: UInt8, value: Int16, code: UInt32)],
    _ section: inout BinaryBytes
  ) {
    section.put(UInt16(codes.count))
    for code in codes {
      for number in [code.prefix, code.all, code.mode] { section.put(number) }
      section.put(code.value)
      section.put(code.code)
    }
  }

  func pack(_ numbers: [Int]) -> [UInt8] {
    switch self {
    case .none:
      var bytes = BinaryBytes()
      for number in numbers { bytes.put(Int16(truncatingIfNeeded: number)) }
      return bytes.bytes
    case .standard: return Self.bytes(numbers.map(Self.standardCode).joined())
    case .own:
      var text = ""
      var isSecond = false
      for number in numbers {
        let wantsSecond = number == -1 || (-28...227).contains(number) && number != 0
        if wantsSecond != isSecond { text += isSecond ? "01" : "11" }
        isSecond = wantsSecond
        if number == -1 {
          text += "00"
        } else if isSecond {
          text += "1" + Self.binary(number - 100, 8)
        } else {
          text += number == 0 ? "0" : "10" + Self.binary(number, 16)
        }
      }
      return Self.bytes(text)
    }
  }

  private static func standardCode(_ number: Int) -> String {
    switch number {
    case 0: "0"
    case -8...8: String(repeating: "1", count: abs(number)) + (number > 0 ? "00" : "01")
    case -128...127: "1111111110" + binary(number, 8)
    default: "1111111111" + binary(number, 16)
    }
  }

  private static func binary(_ number: Int, _ count: Int) -> String {
    (0..<count).reversed().map { number >> $0 & 1 == 1 ? "1" : "0" }.joined()
  }

  private static func bytes(_ bits: String) -> [UInt8] {
    var bits = Array(bits.utf8)
    while !bits.count.isMultiple(of: 16) { bits.append(UInt8(ascii: "0")) }
    return stride(from: 0, to: bits.count, by: 8).map { start in
      bits[start..<start + 8].reduce(0) { $0 << 1 | ($1 == UInt8(ascii: "1") ? 1 : 0) }
    }
  }
}

extension SCPSample {
  /// Section 1: fields of a tag, a length and a value.
  static func fields(_ fields: [(tag: UInt8, value: [UInt8])]) -> [UInt8] {
    var section = BinaryBytes()
    for field in fields + [(255, [])] {
      section.put(field.tag)
      section.put(UInt16(field.value.count))
      section.bytes += field.value
    }
    return section.bytes
  }

  static let patient = fields([
    (0, Array("M".utf8) + [0xFC] + Array("ller\0".utf8)), (1, Array("Eva\0".utf8)),
    (2, Array("P-9\0".utf8)), (4, [70, 0, 1]), (5, [0xA1, 0x07, 5, 8]), (8, [2]),
    (14, device), (25, [0xD2, 0x07, 11, 22]), (26, [9, 10, 5]), (27, [5, 0]), (28, [150, 0]),
    (30, Array("a remark\0".utf8)), (200, [1, 2, 3]),
  ])

  private static let device =
    [UInt8](repeating: 0, count: 8) + Array("CART-1".utf8)
    + [20, 0xC0, 0] + [UInt8](repeating: 0, count: 19)
    + Array("analysis\0s17\0v2\0scp\0maker\0".utf8)

  static var measurements: [UInt8] {
    var section = BinaryBytes()
    section.put(UInt8(1))
    section.put(UInt8(2))
    for number in [810, 29_999, 100, 200, 250, 340, 620] as [UInt16] { section.put(number) }
    for number in [44, -61, 999] as [Int16] { section.put(number) }
    for (time, amplitude) in [(301, 2000), (77, -1500)] as [(UInt16, Int16)] {
      section.put(time)
      section.put(amplitude)
    }
    for kind in [[2, 1], [3, 0]] as [[UInt8]] {
      section.bytes += kind
      section.put(UInt16(0))
      section.put(UInt16(400))
    }
    section.put(UInt16(2))
    section.bytes += [0, 1]
    for number in [74, 29_999, 443] as [UInt16] { section.put(number) }
    section.put(UInt8(1))
    return section.bytes
  }

  static var statements: [UInt8] {
    var section = BinaryBytes()
    section.bytes = [1, 0xD2, 0x07, 11, 22, 9, 10, 5, 2]
    for (index, text) in ["sinus rhythm\0", "normal\u{1B}[31m ECG\0"].enumerated() {
      section.put(UInt8(index + 1))
      section.put(UInt16(text.utf8.count))
      section.put(text)
    }
    return section.bytes
  }
}
