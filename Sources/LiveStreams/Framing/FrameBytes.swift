/// Numbers of a message, least byte first.
struct FrameReader {
  private let bytes: ArraySlice<UInt8>
  private var place: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    place = bytes.startIndex
  }

  var left: Int { bytes.endIndex - place }

  mutating func integer<Value: FixedWidthInteger>(_: Value.Type = Value.self) -> Value? {
    let size = Value.bitWidth / 8
    guard left >= size else { return nil }
    var value: Value = 0
    for index in 0..<size {
      value |= Value(truncatingIfNeeded: bytes[place + index]) << (8 * index)
    }
    place += size
    return value
  }

  mutating func double() -> Double? { integer(UInt64.self).map(Double.init(bitPattern:)) }
  mutating func float() -> Float? { integer(UInt32.self).map(Float.init(bitPattern:)) }

  /// A length of one byte and so many bytes of UTF-8.
  mutating func text() -> String? {
    guard let count = integer(UInt8.self), let bytes = take(Int(count)) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard left >= count else { return nil }
    defer { place += count }
    return bytes[place..<place + count]
  }
}

/// Makes a message.
struct FrameWriter {
  private(set) var bytes: [UInt8] = []

  mutating func integer(_ value: some FixedWidthInteger) {
    for shift in stride(from: 0, to: value.bitWidth, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  mutating func double(_ value: Double) { integer(value.bitPattern) }
  mutating func float(_ value: Float) { integer(value.bitPattern) }

  mutating func text(_ value: String) {
    // A letter is not cut in half.
    var kept = value
    while kept.utf8.count > 255 { kept.removeLast() }
    integer(UInt8(kept.utf8.count))
    bytes += Array(kept.utf8)
  }

  mutating func append(_ more: some Sequence<UInt8>) { bytes += more }
}
