import Foundation

/// The value of one definition, in the byte order that was defined before it.
struct MFERField {
  let bytes: Data
  private let order: ByteReader.Order
  private let encoding: String.Encoding?

  init(_ bytes: Data, order: ByteReader.Order, encoding: String.Encoding?) {
    self.bytes = bytes
    self.order = order
    self.encoding = encoding
  }

  var isEmpty: Bool { bytes.isEmpty }
  private var reader: ByteReader { ByteReader(bytes, order: order) }

  /// A number of 1 to 4 bytes without sign; nil of another length.
  var unsigned: Int? { Self.unsigned(bytes, order) }

  /// A number of 1 to 4 bytes with its sign.
  var integer: Int? { Self.signed(bytes, order) }

  /// A number of two bytes, or the only byte.
  var code: Int? { bytes.count == 1 ? bytes.first.map(Int.init) : reader.uint16(0).map(Int.init) }

  func byte(_ place: Int) -> Int? { reader.byte(place).map(Int.init) }
  func uint16(_ place: Int) -> Int? { reader.uint16(place).map(Int.init) }
  func int32(_ place: Int) -> Int? { reader.int32(place).map(Int.init) }

  /// A unit, a power of ten, and a number of 1 to 4 bytes.
  var quantity: MFERDefinitions.Quantity? {
    guard let unit = reader.byte(0), let exponent = reader.byte(1),
      let mantissa = Self.signed(bytes.dropFirst(2), order)
    else { return nil }
    return MFERDefinitions.Quantity(
      unit: unit, exponent: Int(Int8(bitPattern: exponent)), mantissa: mantissa)
  }

  var stored: MFERDefinitions.Stored? {
    isEmpty ? nil : MFERDefinitions.Stored(bytes: bytes, order: order)
  }

  var lead: MFERDefinitions.Lead? {
    code.map { MFERDefinitions.Lead(code: $0, text: text(from: 2)) }
  }

  /// The text from a byte on, in the characters that the file names.
  func text(from place: Int = 0) -> String {
    let content = bytes.dropFirst(place)
    guard let encoding else { return FileText.field(content) }
    let kept = Data(content.prefix { $0 != 0 })
    return FileText.clean(String(data: kept, encoding: encoding) ?? FileText.decode(kept))
  }

  private static func unsigned(_ bytes: Data, _ order: ByteReader.Order) -> Int? {
    guard (1...4).contains(bytes.count) else { return nil }
    let big = order == .big ? Array(bytes) : bytes.reversed()
    return big.reduce(0) { $0 << 8 | Int($1) }
  }

  private static func signed(_ bytes: Data, _ order: ByteReader.Order) -> Int? {
    unsigned(bytes, order).map { number in
      let bits = 8 * bytes.count
      return number >> (bits - 1) == 1 ? number - 1 << bits : number
    }
  }
}
