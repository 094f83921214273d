/// How a terminal spells the letters that are typed.
public enum TextEncoding: Sendable {
  case utf8
  /// One byte a letter: those of 0x80 to 0xFF, nil where there is none.
  case singleByte([Unicode.Scalar?])

  /// The first letter of bytes that are not empty.
  /// - Returns: how many bytes it takes, 0 where more must come; nil of bytes that are no letter.
  func first(in bytes: ArraySlice<UInt8>) -> (length: Int, scalar: Unicode.Scalar?) {
    guard let first = bytes.first, first >= 0x80 else {
      return (1, bytes.first.map { Unicode.Scalar($0) })
    }
    guard case .singleByte(let scalars) = self else { return Self.firstUTF8(in: bytes) }
    let index = Int(first) - 0x80
    return (1, index < scalars.count ? scalars[index] : nil)
  }

  private static func firstUTF8(in bytes: ArraySlice<UInt8>) -> (Int, Unicode.Scalar?) {
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    switch parser.parseScalar(from: &iterator) {
    case .valid(let encoded): return (encoded.count, Unicode.UTF8.decode(encoded))
    case .emptyInput: return (0, nil)
    case .error(let length):
      let first = bytes.first ?? 0
      let isUnfinished = length == bytes.count && (0xC2...0xF4).contains(first)
      return (isUnfinished ? 0 : length, nil)
    }
  }

  /// The letters of a whole text, U+FFFD for bytes that are none.
  func scalars(of bytes: ArraySlice<UInt8>) -> [Unicode.Scalar] {
    var scalars: [Unicode.Scalar] = []
    var rest = bytes
    while !rest.isEmpty {
      let (length, scalar) = first(in: rest)
      scalars.append(scalar ?? "\u{FFFD}")
      rest = rest.dropFirst(length == 0 ? rest.count : length)
    }
    return scalars
  }
}
