/// How the samples of a channel are stored.
public enum SampleEncoding: Sendable, Equatable {
  case wfdb(WFDBSignalFormat)
  /// European Data Format: 16 bits, little-endian.
  case edf
  /// BioSemi Data Format: 24 bits, little-endian.
  case bdf

  /// The name that the format goes by: a WFDB number, `EDF` or `BDF`.
  public var name: String {
    switch self {
    case .wfdb(let format): String(format.rawValue)
    case .edf: "EDF"
    case .bdf: "BDF"
    }
  }

  /// The digital values that the storage can hold.
  public var range: ClosedRange<Int32> {
    switch self {
    case .wfdb(let format): format.range
    case .edf: Int32(Int16.min)...Int32(Int16.max)
    case .bdf: -8_388_608...8_388_607
    }
  }

  /// The digital value that stands for a missing sample; EDF, BDF and format 8 have none.
  public var missing: Int32? {
    switch self {
    case .wfdb(let format): format.missing
    case .edf, .bdf: nil
    }
  }
}
