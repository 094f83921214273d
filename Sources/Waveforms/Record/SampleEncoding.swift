/// How the samples of a channel are stored.
public enum SampleEncoding: Sendable, Equatable {
  case wfdb(WFDBSignalFormat)
  /// European Data Format: 16 bits, little-endian.
  case edf
  /// BioSemi Data Format: 24 bits, little-endian.
  case bdf
  /// Whole numbers of so many bits in memory, from a file that stores them in another way.
  case decoded(bits: Int)

  /// The name that the format goes by: a WFDB number, `EDF`, `BDF`, or a number of bits.
  public var name: String {
    switch self {
    case .wfdb(let format): String(format.rawValue)
    case .edf: "EDF"
    case .bdf: "BDF"
    case .decoded(let bits): "\(bits) bit"
    }
  }

  /// The digital values that the storage can hold.
  public var range: ClosedRange<Int32> {
    switch self {
    case .wfdb(let format): format.range
    case .edf: Int32(Int16.min)...Int32(Int16.max)
    case .bdf: -8_388_608...8_388_607
    case .decoded(let bits): -(Int32.max >> (32 - bits))...(Int32.max >> (32 - bits))
    }
  }

  /// The digital value that stands for a missing sample; EDF, BDF and format 8 have none.
  public var missing: Int32? {
    switch self {
    case .wfdb(let format): format.missing
    case .edf, .bdf: nil
    case .decoded: Int32.min
    }
  }
}
