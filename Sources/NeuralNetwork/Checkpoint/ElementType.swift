/// The types of elements that a safetensors file may hold, by their names in its header.
public enum ElementType: String, Sendable, CaseIterable {
  case bool = "BOOL"
  case float4 = "F4"
  case float6E2M3 = "F6_E2M3"
  case float6E3M2 = "F6_E3M2"
  case float8E4M3 = "F8_E4M3"
  case float8E4M3FNUZ = "F8_E4M3FNUZ"
  case float8E5M2 = "F8_E5M2"
  case float8E5M2FNUZ = "F8_E5M2FNUZ"
  case float8E8M0 = "F8_E8M0"
  case uint8 = "U8"
  case int8 = "I8"
  case uint16 = "U16"
  case int16 = "I16"
  case float16 = "F16"
  case bfloat16 = "BF16"
  case uint32 = "U32"
  case int32 = "I32"
  case float32 = "F32"
  case uint64 = "U64"
  case int64 = "I64"
  case float64 = "F64"
  case complex64 = "C64"

  /// Bits of one element; those of a tensor make whole bytes.
  public var bitCount: Int {
    switch self {
    case .float4: 4
    case .float6E2M3, .float6E3M2: 6
    case .bool, .float8E4M3, .float8E4M3FNUZ, .float8E5M2, .float8E5M2FNUZ, .float8E8M0, .uint8,
      .int8:
      8
    case .uint16, .int16, .float16, .bfloat16: 16
    case .uint32, .int32, .float32: 32
    case .uint64, .int64, .float64, .complex64: 64
    }
  }

  /// Bytes of a tensor, or nil where the extents overflow or its elements make no whole bytes.
  func byteCount(of shape: [Int]) -> Int? {
    guard let count = elementCount(of: shape) else { return nil }
    let (bits, isOverflow) = count.multipliedReportingOverflow(by: bitCount)
    return isOverflow || !bits.isMultiple(of: 8) ? nil : bits / 8
  }
}
