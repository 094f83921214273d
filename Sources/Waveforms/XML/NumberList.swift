import Foundation

/// Samples that a file lists as text, read from its bytes.
enum NumberList {
  /// The whole numbers of a text, between white space or commas; nil where something is no whole
  /// number that 31 bits hold.
  static func whole(_ text: String) -> [Int32]? {
    let bytes = Array(text.utf8)
    var numbers: [Int32] = []
    numbers.reserveCapacity(bytes.count / 4)
    var place = 0
    while true {
      while place < bytes.count, isSeparator(bytes[place]) { place += 1 }
      guard place < bytes.count else { return numbers }
      let isNegative = bytes[place] == 0x2D
      if isNegative || bytes[place] == 0x2B { place += 1 }
      let first = place
      var number: Int32 = 0
      while place < bytes.count, (0x30...0x39).contains(bytes[place]) {
        guard number < 100_000_000 else { return nil }
        number = number * 10 + Int32(bytes[place] - 0x30)
        place += 1
      }
      guard place > first, place == bytes.count || isSeparator(bytes[place]) else { return nil }
      numbers.append(isNegative ? -number : number)
    }
  }

  /// All numbers of a text; one that is `NaN` is a sample that is not there. Where there is
  /// something else, it.
  static func decimal(_ text: String) -> Result<[Double], NotANumber> {
    var numbers: [Double] = []
    for word in text.utf8.split(whereSeparator: isSeparator) {
      let word = String(decoding: word, as: UTF8.self)
      if let number = EDFText.number(word) {
        numbers.append(number)
      } else if word.lowercased() == "nan" {
        numbers.append(.nan)
      } else {
        return .failure(NotANumber(place: numbers.count, text: word))
      }
    }
    return .success(numbers)
  }

  struct NotANumber: Error {
    /// Numbers before it.
    var place: Int
    var text: String
  }

  private static func isSeparator(_ byte: UInt8) -> Bool { byte <= 0x20 || byte == 0x2C }
}

/// Samples that a file holds as bytes in Base64 (RFC 4648).
enum Base64Samples {
  /// The bytes of a text with any white space in it; nil where it holds something else. Skipping
  /// what is no Base64 would shift all samples after it.
  static func bytes(_ text: String) -> [UInt8]? {
    Data(base64Encoded: Data(text.utf8.filter { $0 > 0x20 })).map { [UInt8]($0) }
  }

  /// 16-bit numbers, the low byte first; nil for an odd number of bytes.
  static func int16(_ bytes: some Collection<UInt8>) -> [Int32]? {
    let bytes = Array(bytes)
    guard bytes.count.isMultiple(of: 2) else { return nil }
    return stride(from: 0, to: bytes.count, by: 2).map { place in
      Int32(Int16(bitPattern: UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8))
    }
  }

  /// The same without a sign.
  static func uint16(_ bytes: some Collection<UInt8>) -> [Int32]? {
    int16(bytes)?.map { $0 & 0xFFFF }
  }
}
