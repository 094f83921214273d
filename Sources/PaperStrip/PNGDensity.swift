/// The size of a PNG picture's dots, which Cairo does not write: without it a print is at no
/// scale at all.
enum PNGDensity {
  /// Length of the signature and of the header chunk that has to come first.
  private static let headEnd = 33

  /// Adds a pHYs chunk behind the header.
  static func adding(_ dotsPerInch: Double, to bytes: [UInt8]) -> [UInt8] {
    guard bytes.count > headEnd else { return bytes }
    let perMetre = UInt32((dotsPerInch / 0.0254).rounded())
    // The same in both directions; unit 1 is the metre.
    let body = Array("pHYs".utf8) + bigEndian(perMetre) + bigEndian(perMetre) + [1]
    let chunk = bigEndian(UInt32(body.count - 4)) + body + bigEndian(checksum(body))
    return bytes[..<headEnd] + chunk + bytes[headEnd...]
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  /// The CRC of ISO 3309, as PNG has it.
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var crc = UInt32.max
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1 }
    }
    return ~crc
  }
}
