/// How a sample is stored: Waveform Bits Allocated and Waveform Sample Interpretation; see DICOM
/// PS3.3, C.10.9.1.5.
enum DICOMSampleFormat: String {
  case int8 = "SB"
  case uint8 = "UB"
  case int16 = "SS"
  case uint16 = "US"
  case int32 = "SL"
  case uint32 = "UL"

  init(bits: Int?, interpretation: String, file: String) throws(FileError) {
    guard let format = DICOMSampleFormat(rawValue: interpretation),
      format.byteCount * 8 == bits ?? format.byteCount * 8
    else {
      let unread = ["MB": "mu-law", "AB": "A-law", "SV": "64-bit", "UV": "64-bit"]
      let kind = unread[interpretation] ?? "'\(interpretation.fitForLine)'"
      throw .content(
        file: file, expected: "waveform samples of 8, 16 or 32 bits, with or without sign",
        found: "\(kind) samples of \(bits.map { "\($0)" } ?? "unknown") bits")
    }
    self = format
  }

  var byteCount: Int {
    switch self {
    case .int8, .uint8: 1
    case .int16, .uint16: 2
    case .int32, .uint32: 4
    }
  }

  /// The format by which samples are decoded in a file that stays mapped; nil where they are read
  /// into memory.
  func mapped(_ order: ByteReader.Order) -> WFDBSignalFormat? {
    switch (self, order) {
    case (.int16, .little): .int16
    case (.int16, .big): .int16BigEndian
    case (.int32, .little): .int32
    default: nil
    }
  }

  /// One sample from its bytes, the most significant first.
  @inline(__always)
  private func value(_ pattern: UInt32) -> Int64 {
    switch self {
    case .int8: Int64(Int8(truncatingIfNeeded: pattern))
    case .int16: Int64(Int16(truncatingIfNeeded: pattern))
    case .int32: Int64(Int32(bitPattern: pattern))
    case .uint8, .uint16, .uint32: Int64(pattern)
    }
  }

  /// The sample at a place of bytes that hold it whole.
  /// - Parameter swaps: whether bytes lie in 16-bit words whose more significant byte comes first,
  ///   as 8-bit samples do in big-endian `OW`.
  @inline(__always)
  func sample(_ bytes: [UInt8], _ place: Int, _ order: ByteReader.Order, swaps: Bool) -> Int64 {
    if byteCount == 1 {
      let swapped = swaps && place ^ 1 < bytes.count ? place ^ 1 : place
      return value(UInt32(bytes[swapped]))
    }
    var pattern: UInt32 = 0
    for offset in 0..<byteCount {
      let index = order == .big ? place + offset : place + byteCount - 1 - offset
      pattern = pattern << 8 | UInt32(bytes[index])
    }
    return value(pattern)
  }
}
