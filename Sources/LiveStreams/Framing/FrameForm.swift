/// The framed form of a stream, byte by byte as `docs/live.md` has it; numbers have their least
/// byte first.
///
/// A message is the four bytes `TWF1`, its kind, three zero bytes, the payload's length (32 bits),
/// the payload, and the CRC-32C of all of that but the first four bytes.
enum FrameForm {
  static let magic: [UInt8] = Array("TWF1".utf8)
  /// Bytes before the payload.
  static let head = 12
  /// Bytes behind it.
  static let tail = 4
  /// No payload is longer: 50 ms of the fastest stream are a tenth of it.
  static let longestPayload = 1 << 21
  /// 256 channels with the longest names and units.
  static let longestHeader = 2 + 2 + 8 + 256 + 256 * (2 * 256 + 16)
  /// Bytes of a packet before its samples.
  static let packetHead = 32
  static let version: UInt16 = 1

  enum Kind: UInt8 {
    case header = 1
    case packet = 2
    case end = 3
    case challenge = 4
    case response = 5
  }
}

/// How samples are sent.
public enum StreamSampleType: UInt8, Sendable, CaseIterable {
  /// Digital values of 16 bits; the smallest one is missing.
  case int16 = 1
  /// Digital values of 32 bits; the smallest one is missing.
  case int32 = 2
  /// Physical values in the channel's unit; what is not a number is missing.
  case float32 = 3

  var bytes: Int { self == .int16 ? 2 : 4 }
}
