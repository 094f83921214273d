import Foundation

/// MATLAB files of version 5, made from the public description of the format.
struct MATLABSample {
  var isBig = false
  var isCompressed = false

  func uint32(_ value: Int) -> [UInt8] {
    let bytes = (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    return isBig ? bytes.reversed() : bytes
  }

  func number<Number: FixedWidthInteger>(_ value: Number) -> [UInt8] {
    let bytes = (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    return isBig ? bytes.reversed() : bytes
  }

  func number(_ value: Double) -> [UInt8] { number(value.bitPattern) }

  /// An element; one of up to four bytes takes the short form.
  func element(_ type: Int, _ bytes: [UInt8]) -> [UInt8] {
    if (1...4).contains(bytes.count) {
      let filler = [UInt8](repeating: 0, count: 4 - bytes.count)
      return uint32(bytes.count << 16 | type) + bytes + filler
    }
    let filler = [UInt8](repeating: 0, count: (8 - bytes.count % 8) % 8)
    return uint32(type) + uint32(bytes.count) + bytes + filler
  }

  func array(_ name: String, kind: Int, _ dimensions: [Int], _ content: [UInt8]) -> [UInt8] {
    let flags = element(6, uint32(kind) + uint32(0))
    let sizes = element(5, dimensions.flatMap { uint32($0) })
    let body = flags + sizes + element(1, Array(name.utf8)) + content
    return uint32(14) + uint32(body.count) + body
  }

  /// A matrix of double precision, its values column after column.
  func doubles(_ name: String, _ rows: Int, _ columns: Int, _ values: [Double]) -> [UInt8] {
    array(name, kind: 6, [rows, columns], element(9, values.flatMap { number($0) }))
  }

  /// A matrix of 16-bit numbers.
  func words(_ name: String, _ rows: Int, _ columns: Int, _ values: [Int16]) -> [UInt8] {
    array(name, kind: 10, [rows, columns], element(3, values.flatMap { number($0) }))
  }

  func text(_ name: String, _ text: String) -> [UInt8] {
    let words = Array(text.utf16)
    return array(name, kind: 4, [1, words.count], element(4, words.flatMap { number($0) }))
  }

  func cells(_ name: String, _ texts: [String]) -> [UInt8] {
    array(name, kind: 1, [1, texts.count], texts.flatMap { text("", $0) })
  }

  /// A structure of one element, whose fields are arrays without name.
  func structure(_ name: String, _ fields: [(name: String, array: [UInt8])]) -> [UInt8] {
    let names = fields.flatMap { field in
      Array(field.name.utf8) + [UInt8](repeating: 0, count: 32 - field.name.utf8.count)
    }
    let arrays = fields.flatMap(\.array)
    return array(
      name, kind: 2, [1, 1], element(5, uint32(32)) + element(1, names) + arrays)
  }

  func file(_ arrays: [[UInt8]], version: Int = 0x0100) -> [UInt8] {
    var bytes = Array("MATLAB 5.0 MAT-file, made by a test".utf8)
    bytes += [UInt8](repeating: 0x20, count: 124 - bytes.count)
    bytes +=
      isBig
      ? [UInt8(version >> 8), UInt8(version & 0xFF)] : [UInt8(version & 0xFF), UInt8(version >> 8)]
    bytes += Array((isBig ? "MI" : "IM").utf8)
    for array in arrays {
      let stored = isCompressed ? Self.zlib(array) : []
      bytes += isCompressed ? uint32(15) + uint32(stored.count) + stored : array
    }
    return bytes
  }

  /// A zlib stream that stores bytes as they are; see RFC 1950 and 1951.
  static func zlib(_ bytes: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    var (a, b) = (1, 0)
    for byte in bytes {
      a = (a + Int(byte)) % 65521
      b = (b + a) % 65521
    }
    for start in stride(from: 0, to: bytes.count, by: 65535) {
      let block = bytes[start..<min(start + 65535, bytes.count)]
      let length = UInt16(block.count)
      stream.append(start + 65535 >= bytes.count ? 1 : 0)
      for word in [length, ~length] { stream += [UInt8(word & 0xFF), UInt8(word >> 8)] }
      stream += block
    }
    return stream + [b >> 8, b & 0xFF, a >> 8, a & 0xFF].map { UInt8($0) }
  }
}
