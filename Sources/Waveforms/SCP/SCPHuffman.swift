import Foundation

/// Section 2: the tables by which samples are packed.
struct SCPHuffman {
  private let tables: [SCPHuffmanTable]

  /// In the place of a number of tables: the standard's own.
  private static let standardMark = 19_999
  /// Most codes of all tables together, so that memory stays small; writers use some twenty.
  private static let codeLimit = 65_536

  init(_ body: ByteReader, file: String) throws(FileError) {
    guard let count = body.uint16(0).map(Int.init), count > 0 else {
      throw .content(file: file, expected: "Huffman tables in section 2", found: "none")
    }
    tables = count == Self.standardMark ? [.standard] : try Self.read(body, count, file)
  }

  private static func read(
    _ body: ByteReader, _ count: Int, _ file: String
  ) throws(FileError) -> [SCPHuffmanTable] {
    var tables: [SCPHuffmanTable] = []
    var place = 2
    var left = codeLimit
    for number in 1...count {
      guard let codes = body.uint16(place).map(Int.init), codes <= left else {
        throw .content(
          file: file, expected: "\(count) Huffman tables in section 2", found: "\(number - 1)")
      }
      place += 2
      left -= codes
      var table = SCPHuffmanTable()
      for _ in 0..<codes {
        guard insertCode(body, place, into: &table) else {
          throw .content(
            file: file,
            expected: "a Huffman code of 1 to 32 bits unlike all others in table \(number)",
            found: "another, or the end of section 2")
        }
        place += 9
      }
      tables.append(table)
    }
    return tables
  }

  /// Reads one code of 9 bytes: bits of the prefix, bits in all, mode, value, prefix.
  private static func insertCode(
    _ body: ByteReader, _ place: Int, into table: inout SCPHuffmanTable
  ) -> Bool {
    guard let prefixBits = body.byte(place).map(Int.init),
      let totalBits = body.byte(place + 1).map(Int.init), let mode = body.byte(place + 2),
      let value = body.int16(place + 3), let prefix = body.uint32(place + 5),
      (1...32).contains(prefixBits), (0...32).contains(totalBits - prefixBits)
    else { return false }
    let code = SCPHuffmanTable.Code(
      numberBits: totalBits - prefixBits, isSwitch: mode == 0, value: Int(value))
    return table.insert(prefix: prefix, bits: prefixBits, code)
  }

  /// Unpacks the values of one lead, which begins with the first table; nil where the bytes hold
  /// fewer, or something that is no code.
  func unpack(_ bytes: Data, count: Int) -> [Int32]? {
    // The shortest code is one bit, so a count that fits bounds the memory by the file.
    guard count <= 8 * bytes.count else { return nil }
    var bits = SCPBits(bytes)
    var values: [Int32] = []
    values.reserveCapacity(count)
    var table = tables[0]
    while values.count < count {
      guard let code = code(table, &bits) else { return nil }
      if code.isSwitch {
        guard tables.indices.contains(code.value - 1) else { return nil }
        table = tables[code.value - 1]
      } else {
        guard let number = bits.number(code.numberBits) else { return nil }
        values.append(Int32(truncatingIfNeeded: code.value + number))
      }
    }
    return values
  }

  private func code(_ table: SCPHuffmanTable, _ bits: inout SCPBits) -> SCPHuffmanTable.Code? {
    var node = 0
    while let bit = bits.next() {
      switch table.step(from: node, bit) {
      case .node(let next): node = next
      case .code(let code): return code
      case .none: return nil
      }
    }
    return nil
  }
}

/// Bits of bytes, the highest of each byte first.
private struct SCPBits {
  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: Data) { self.bytes = [UInt8](bytes) }

  mutating func next() -> Int? {
    guard place < 8 * bytes.count else { return nil }
    defer { place += 1 }
    return Int(bytes[place >> 3] >> UInt8(7 - place & 7) & 1)
  }

  /// A signed number of so many bits; 0 of none.
  mutating func number(_ count: Int) -> Int? {
    var number = 0
    for index in 0..<count {
      guard let bit = next() else { return nil }
      number = index == 0 ? -bit : number << 1 | bit
    }
    return number
  }
}
