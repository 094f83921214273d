import Foundation

/// Numbers and text at places of a file's bytes; nil wherever the bytes end before.
struct ByteReader {
  enum Order { case little, big }

  private let data: Data
  var order: Order

  init(_ data: Data, order: Order = .little) {
    self.data = data
    self.order = order
  }

  init(bytes: [UInt8], order: Order = .little) { self.init(Data(bytes), order: order) }

  var count: Int { data.count }

  func byte(_ place: Int) -> UInt8? {
    place >= 0 && place < data.count ? data[data.startIndex + place] : nil
  }

  /// Bytes from a place on, exactly as many as are wanted.
  func bytes(_ place: Int, _ count: Int) -> Data? {
    guard place >= 0, count >= 0, place <= data.count, count <= data.count - place else {
      return nil
    }
    return data[data.startIndex + place..<data.startIndex + place + count]
  }

  func uint16(_ place: Int) -> UInt16? { unsigned(place, 2).map { UInt16($0) } }
  func uint32(_ place: Int) -> UInt32? { unsigned(place, 4).map { UInt32($0) } }
  func uint64(_ place: Int) -> UInt64? { unsigned(place, 8) }
  func int16(_ place: Int) -> Int16? { uint16(place).map { Int16(bitPattern: $0) } }
  func int32(_ place: Int) -> Int32? { uint32(place).map { Int32(bitPattern: $0) } }
  func float32(_ place: Int) -> Float? { uint32(place).map { Float(bitPattern: $0) } }
  func float64(_ place: Int) -> Double? { uint64(place).map { Double(bitPattern: $0) } }

  /// Text of a length in bytes, without what fills it up.
  func text(_ place: Int, _ count: Int) -> String? {
    bytes(place, count).map { FileText.field($0) }
  }

  private func unsigned(_ place: Int, _ width: Int) -> UInt64? {
    guard let bytes = bytes(place, width) else { return nil }
    switch order {
    case .little: return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    case .big: return bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
  }
}
