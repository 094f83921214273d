/// The ways in which WFDB stores samples, by their numbers; see signal(5) of the WFDB library.
public enum WFDBSignalFormat: Int, Sendable, CaseIterable {
  /// No samples at all: every sample is missing.
  case null = 0
  /// 8-bit first differences.
  case differences8 = 8
  /// 16-bit two's complement, little-endian.
  case int16 = 16
  /// 24-bit two's complement, little-endian.
  case int24 = 24
  /// 32-bit two's complement, little-endian.
  case int32 = 32
  /// 16-bit two's complement, big-endian.
  case int16BigEndian = 61
  /// 8-bit offset binary.
  case offset8 = 80
  /// 16-bit offset binary, little-endian.
  case offset16 = 160
  /// Two 12-bit samples in 3 bytes.
  case packed12 = 212
  /// Three 10-bit samples in 4 bytes, as two 16-bit words.
  case packed10 = 310
  /// Three 10-bit samples in 4 bytes, as one 32-bit word.
  case packed10Word = 311
  /// 8-bit samples in FLAC.
  case flac8 = 508
  /// 16-bit samples in FLAC.
  case flac16 = 516
  /// 24-bit samples in FLAC.
  case flac24 = 524

  /// The digital values that a sample can have.
  public var range: ClosedRange<Int32> {
    switch self {
    case .null, .int32: Int32.min...Int32.max
    case .differences8: Int32.min...Int32.max
    case .int16, .int16BigEndian, .offset16, .flac16: -32_768...32_767
    case .int24, .flac24: -8_388_608...8_388_607
    case .offset8, .flac8: -128...127
    case .packed12: -2_048...2_047
    case .packed10, .packed10Word: -512...511
    }
  }

  /// The digital value that stands for a missing sample: the smallest one. Format 8 has none.
  public var missing: Int32? { self == .differences8 ? nil : range.lowerBound }

  /// Whether the samples are in a FLAC stream.
  public var isFLAC: Bool { self == .flac8 || self == .flac16 || self == .flac24 }

  /// Whether a record can be written in this format without loss. Differences of 8 bits cannot
  /// follow every signal, and the null format holds none.
  public var isWritable: Bool { self != .null && self != .differences8 }

  /// Bits of a sample.
  public var bits: Int {
    switch self {
    case .null: 0
    case .differences8, .offset8, .flac8: 8
    case .int16, .int16BigEndian, .offset16, .flac16: 16
    case .int24, .flac24: 24
    case .int32: 32
    case .packed12: 12
    case .packed10, .packed10Word: 10
    }
  }

  /// ADC resolution where a header gives none; see header(5).
  public var defaultResolutionBits: Int {
    switch self {
    case .differences8: 10
    case .null: 0
    default: 12
    }
  }

  /// Number of whole samples in `bytes` bytes; the last block of a packed format may be partial.
  public func sampleCount(bytes: Int) -> Int {
    switch self {
    case .null: 0
    case .differences8, .offset8, .flac8: bytes
    case .int16, .int16BigEndian, .offset16, .flac16: bytes / 2
    case .int24, .flac24: bytes / 3
    case .int32: bytes / 4
    case .packed12: bytes / 3 * 2 + (bytes % 3 == 2 ? 1 : 0)
    case .packed10: bytes / 4 * 3 + (bytes % 4 >= 2 ? 1 : 0)
    case .packed10Word: bytes / 4 * 3 + max(0, bytes % 4 - 1)
    }
  }
}
