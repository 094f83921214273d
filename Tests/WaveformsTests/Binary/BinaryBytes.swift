/// Bytes as binary formats hold them, built piece by piece.
struct BinaryBytes {
  var bytes: [UInt8] = []
  var isBigEndian = false

  mutating func put(_ number: some FixedWidthInteger) {
    let width = number.bitWidth / 8
    let little = (0..<width).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    bytes += isBigEndian ? little.reversed() : little
  }

  /// Text in a field of a length, filled up with NUL; of its own length where none is given.
  mutating func put(_ text: String, _ length: Int? = nil) {
    let text = Array(text.utf8)
    let length = length ?? text.count
    bytes += text.prefix(length) + [UInt8](repeating: 0, count: max(0, length - text.count))
  }

  /// The checksum of CCITT bit by bit, as its definition goes.
  static func checksum(_ bytes: some Sequence<UInt8>) -> UInt16 {
    var register: UInt32 = 0xFFFF
    for byte in bytes {
      register ^= UInt32(byte) << 8
      for _ in 0..<8 {
        register = register & 0x8000 == 0 ? register << 1 : (register << 1) ^ 0x1021
      }
    }
    return UInt16(truncatingIfNeeded: register)
  }
}

/// A small valid file of each format, for the mutator.
enum BinarySeeds {
  static let all: [(name: String, file: String, bytes: [UInt8])] = [
    ("ISHNE Holter", "ishne.ecg", ISHNESample().bytes),
    ("ISHNE annotations", "ishne.ann", ISHNESample.annotations([("N", 0, 50), ("V", 0, 40)])),
    ("SCP-ECG", "packed.scp", SCPSample.packed().bytes),
    ("SCP-ECG with a reference beat", "beats.scp", SCPSample.subtracted().bytes),
    ("SCP-ECG with own tables", "tables.scp", SCPSample.ownTables().bytes),
    ("MFER", "twelve.mwf", MFERSample.twelveLeads().bytes),
    ("MFER of mixed channels", "mixed.mwf", MFERSample.mixed().bytes),
  ]
}
