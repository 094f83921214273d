/// FNV-1a with a last mixing, over 64 bits: the same in every run and on every machine, as the
/// standard library's hashing is not.
package struct StableDigest {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  package init() {}

  package mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { take(byte) }
    // No byte of UTF-8: a text does not run into the next.
    take(0xFF)
  }

  package mutating func add(_ value: Int) {
    var rest = UInt64(bitPattern: Int64(value))
    for _ in 0..<8 {
      take(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  private mutating func take(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }

  package func value(occurrence: Int = 0) -> UInt64 {
    var mixed = state &+ UInt64(occurrence) &* 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
