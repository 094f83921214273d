/// How one sample of a format lies in its bytes. `index` counts samples from the first byte at
/// `base`; a codec touches only the bytes of that sample, so the last one of a file is safe.
@unsafe protocol SampleCodec {
  static func load(_ base: UnsafeRawPointer, _ index: Int) -> Int32
  /// Writes a sample that fits the format. Packed formats add to bytes that begin as zeros.
  static func store(_ value: Int32, _ base: UnsafeMutableRawPointer, _ index: Int)
}

enum Int16Codec: @unsafe SampleCodec {
  @inline(__always)
  static func load(_ base: UnsafeRawPointer, _ index: Int) -> Int32 {
    unsafe Int32(Int16(littleEndian: base.loadUnaligned(fromByteOffset: index * 2, as: Int16.self)))
  }
  static func store(_ value: Int32, _ base: UnsafeMutableRawPointer, _ index: Int) {
    unsafe base.storeBytes(
      of: Int16(truncatingIfNeeded: value).littleEndian, toByteOffset: index * 2, as: Int16.self)
  }
}

enum Int16BigEndianCodec: @unsafe SampleCodec {
  @inline(__always)
  static func load(_ base: UnsafeRawPointer, _ index: Int) -> Int32 {
    unsafe Int32(Int16(bigEndian: base.loadUnaligned(fromByteOffset: index * 2, as: Int16.self)))
  }
  static func store(_ value: Int32, _ base: UnsafeMutableRawPointer, _ index: Int) {
    unsafe base.storeBytes(
      of: Int16(truncatingIfNeeded: value).bigEndian, toByteOffset: index * 2, as: Int16.self)
  }
}

enum Offset16Codec: @unsafe SampleCodec {
  @inline(__always)
  static func load(_ base: UnsafeRawPointer, _ index: Int) -> Int32 {
    let stored = unsafe base.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self)
    return Int32(UInt16(littleEndian: stored)) - 32_768
  }
  static func store(_ value: Int32, _ base: UnsafeMutableRawPointer, _ index: Int) {
    let stored = UInt16(truncatingIfNeeded: value + 32_768).littleEndian
    unsafe base.storeBytes(of: stored, toByteOffset: index * 2, as: UInt16.self)
  }
}

enum Offset8Codec: @unsafe SampleCodec {
  @inline(__always)
  static func load(_ base: UnsafeRawPointer, _ index: Int) -> Int32 {
    unsafe Int32(base.load(fromByteOffset: index, as: UInt8.self)) - 128
  }
  static func store(_ value: Int32, _ base: UnsafeMutableRawPointer, _ index: Int) {
    unsafe base.storeBytes(
      of: UInt8(truncatingIfNeeded: value + 128), toByteOffset: index, as: UInt8.self)
  }
}

enum Int24Codec: @unsafe SampleCodec {
  @inline(__always)
  static func load(_ base: UnsafeRawPointer, _ index: Int) -> Int32 {
    let low = unsafe base.loadUnaligned(fromByteOffset: index * 3, as: UInt16.self)
    let high = unsafe base.load(fromByteOffset: index * 3 + 2, as: Int8.self)
    return Int32(high) << 16 | Int32(UInt16(littleEndian: low))
  }
  static func store(_ value: Int32, _ base: UnsafeMutableRawPointer, _ index: Int) {
    for byte in 0..<3 {
      unsafe base.storeBytes(
        of: UInt8(truncatingIfNeeded: value >> Int32(8 * byte)), toByteOffset: index * 3 + byte,
        as: UInt8.self)
    }
  }
}

enum Int32Codec: @unsafe SampleCodec {
  @inline(__always)
  static func load(_ base: UnsafeRawPointer, _ index: Int) -> Int32 {
    unsafe Int32(littleEndian: base.loadUnaligned(fromByteOffset: index * 4, as: Int32.self))
  }
  static func store(_ value: Int32, _ base: UnsafeMutableRawPointer, _ index: Int) {
    unsafe base.storeBytes(of: value.littleEndian, toByteOffset: index * 4, as: Int32.self)
  }
}

/// Two samples in three bytes: low 8 bits, the two high nibbles, low 8 bits.
enum Packed12Codec: @unsafe SampleCodec {
  @inline(__always)
  static func load(_ base: UnsafeRawPointer, _ index: Int) -> Int32 {
    let byte = index + index >> 1
    let word = unsafe UInt16(
      littleEndian: base.loadUnaligned(fromByteOffset: byte, as: UInt16.self))
    // Even: byte 0 and the low nibble of byte 1. Odd: byte 2 and the high nibble of byte 1.
    let bits = index & 1 == 0 ? word << 4 : word >> 4 & 0x0ff0 | word << 8 & 0xf000
    return Int32(Int16(bitPattern: bits) >> 4)
  }
  static func store(_ value: Int32, _ base: UnsafeMutableRawPointer, _ index: Int) {
    let byte = index + index >> 1
    let low = index & 1 == 0 ? byte : byte + 1
    let high = index & 1 == 0 ? byte + 1 : byte
    let nibble = UInt8(truncatingIfNeeded: value >> 8 & 0xf)
    unsafe base.storeBytes(of: UInt8(truncatingIfNeeded: value), toByteOffset: low, as: UInt8.self)
    let shared = unsafe base.load(fromByteOffset: high, as: UInt8.self)
    let mixed = shared | (index & 1 == 0 ? nibble : nibble << 4)
    unsafe base.storeBytes(of: mixed, toByteOffset: high, as: UInt8.self)
  }
}

/// Three samples in two 16-bit words: bits 1...10 of each word, and bits 11...15 of both.
enum Packed10Codec: @unsafe SampleCodec {
  @inline(__always)
  static func load(_ base: UnsafeRawPointer, _ index: Int) -> Int32 {
    let (block, place) = index.quotientAndRemainder(dividingBy: 3)
    let byte = block * 4
    if place < 2 {
      let word = unsafe base.loadUnaligned(fromByteOffset: byte + place * 2, as: UInt16.self)
      return signed10(UInt32(UInt16(littleEndian: word)) >> 1)
    }
    let words = unsafe UInt32(
      littleEndian: base.loadUnaligned(fromByteOffset: byte, as: UInt32.self))
    return signed10((words >> 11 & 0x1f) | ((words >> 27) << 5))
  }
  static func store(_ value: Int32, _ base: UnsafeMutableRawPointer, _ index: Int) {
    let (block, place) = index.quotientAndRemainder(dividingBy: 3)
    let bits = UInt16(truncatingIfNeeded: value) & 0x3ff
    if place < 2 {
      unsafe add(bits << 1, base, block * 4 + place * 2)
    } else {
      unsafe add((bits & 0x1f) << 11, base, block * 4)
      unsafe add((bits >> 5) << 11, base, block * 4 + 2)
    }
  }
  private static func add(_ bits: UInt16, _ base: UnsafeMutableRawPointer, _ byte: Int) {
    let before = unsafe UInt16(
      littleEndian: base.loadUnaligned(fromByteOffset: byte, as: UInt16.self))
    unsafe base.storeBytes(of: (before | bits).littleEndian, toByteOffset: byte, as: UInt16.self)
  }
}

/// Three samples in one 32-bit word: bits 0...9, 10...19 and 20...29.
enum Packed10WordCodec: @unsafe SampleCodec {
  @inline(__always)
  static func load(_ base: UnsafeRawPointer, _ index: Int) -> Int32 {
    let (block, place) = index.quotientAndRemainder(dividingBy: 3)
    // The two bytes that hold the sample, never a byte beyond: the last word may be cut.
    let word = unsafe base.loadUnaligned(fromByteOffset: block * 4 + place, as: UInt16.self)
    return signed10(UInt32(UInt16(littleEndian: word)) >> UInt32(2 * place))
  }
  static func store(_ value: Int32, _ base: UnsafeMutableRawPointer, _ index: Int) {
    let (block, place) = index.quotientAndRemainder(dividingBy: 3)
    let byte = block * 4 + place
    let before = unsafe UInt16(
      littleEndian: base.loadUnaligned(fromByteOffset: byte, as: UInt16.self))
    let bits = (UInt16(truncatingIfNeeded: value) & 0x3ff) << UInt16(2 * place)
    unsafe base.storeBytes(of: (before | bits).littleEndian, toByteOffset: byte, as: UInt16.self)
  }
}

@inline(__always)
private func signed10(_ bits: UInt32) -> Int32 {
  Int32(bitPattern: bits << 22) >> 22
}
