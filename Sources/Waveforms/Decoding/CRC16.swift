/// The checksum of CCITT: polynomial x^16 + x^12 + x^5 + 1, all bits set at the start, the highest
/// bit of a byte first. ISHNE and SCP-ECG use it.
enum CRC16 {
  static func ccitt(_ bytes: some Sequence<UInt8>) -> UInt16 {
    bytes.reduce(0xFFFF) { crc, byte in
      crc << 8 ^ table[Int(UInt8(crc >> 8) ^ byte)]
    }
  }

  /// What eight shifts make of each possible highest byte.
  private static let table: [UInt16] = (0..<256).map { byte in
    (0..<8).reduce(UInt16(byte) << 8) { crc, _ in crc & 0x8000 == 0 ? crc << 1 : crc << 1 ^ 0x1021 }
  }
}
