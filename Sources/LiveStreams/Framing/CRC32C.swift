/// The checksum of Castagnoli (IEEE Trans Commun 1993;41:883), as iSCSI has it (RFC 3720, B.4): the
/// reflected polynomial 0x82F63B78. "123456789" gives E3069283.
public enum CRC32C {
  /// Eight tables: a byte of each for eight bytes at a time.
  private static let tables: [[UInt32]] = {
    var tables = [
      (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { sum, _ in sum >> 1 ^ (sum & 1 == 1 ? 0x82F6_3B78 : 0) }
      }
    ]
    for number in 1..<4 {
      tables.append(tables[number - 1].map { $0 >> 8 ^ tables[0][Int($0 & 255)] })
    }
    return tables
  }()

  public static func of(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    let (t0, t1, t2, t3) = (tables[0], tables[1], tables[2], tables[3])
    var sum = UInt32.max
    var place = bytes.startIndex
    while place + 4 <= bytes.endIndex {
      sum ^=
        UInt32(bytes[place]) | UInt32(bytes[place + 1]) << 8
        | UInt32(bytes[place + 2]) << 16 | UInt32(bytes[place + 3]) << 24
      sum =
        t3[Int(sum & 255)] ^ t2[Int(sum >> 8 & 255)] ^ t1[Int(sum >> 16 & 255)]
        ^ t0[Int(sum >> 24)]
      place += 4
    }
    while place < bytes.endIndex {
      sum = sum >> 8 ^ t0[Int((sum ^ UInt32(bytes[place])) & 255)]
      place += 1
    }
    return ~sum
  }
}
