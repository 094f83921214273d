/// A text on its way from the clipboard, between the marks of bracketed paste.
struct PastedText: Equatable {
  private static let start = Array("\u{1B}[200~".utf8)
  private static let end = Array("\u{1B}[201~".utf8)
  /// Most UTF-8 of it that is kept: what is typed is short.
  private static let limit = 4096
  /// Most of what is read that is kept, with what is left out later.
  private static let rawLimit = 16_384

  private var bytes: [UInt8] = []

  /// Takes what belongs to the text.
  /// - Returns: how many bytes were taken, with the mark at the end, and whether it was there. What
  ///   may be the beginning of a mark is left.
  mutating func take(_ bytes: ArraySlice<UInt8>) -> (count: Int, isWhole: Bool) {
    if let mark = Self.lastEnd(in: bytes) {
      keep(bytes[..<mark])
      return (mark - bytes.startIndex + Self.end.count, true)
    }
    let started = (1..<Self.end.count).last { bytes.suffix($0).elementsEqual(Self.end.prefix($0)) }
    let count = bytes.count - (started ?? 0)
    keep(bytes.prefix(count))
    return (count, false)
  }

  private mutating func keep(_ more: ArraySlice<UInt8>) {
    bytes += more.prefix(max(0, Self.rawLimit - bytes.count))
  }

  /// The mark that ends the text: of several that were read together the last before another text
  /// begins, so that a text with a mark in it does not act as keys.
  private static func lastEnd(in bytes: ArraySlice<UInt8>) -> Int? {
    var last: Int?
    var index = bytes.startIndex
    while let escape = bytes[index...].firstIndex(of: 0x1B) {
      let rest = bytes[escape...]
      if rest.starts(with: end) { last = escape }
      if last != nil, rest.starts(with: start) { break }
      index = escape + 1
    }
    return last
  }

  /// The text without marks and control characters but the ends of its lines.
  func text(_ encoding: TextEncoding) -> String {
    var text = ""
    var count = 0
    var previous: Unicode.Scalar?
    for scalar in encoding.scalars(of: withoutMarks()[...]) {
      defer { previous = scalar }
      let isEnd = scalar == "\n" || scalar == "\r"
      if scalar == "\n", previous == "\r" { continue }
      guard isEnd || scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value) else { continue }
      count += isEnd ? 1 : UTF8.width(scalar)
      if count > Self.limit { break }
      text.unicodeScalars.append(isEnd ? "\n" : scalar)
    }
    return text
  }

  private func withoutMarks() -> [UInt8] {
    var kept: [UInt8] = []
    var rest = bytes[...]
    while let first = rest.first {
      if first == 0x1B, rest.starts(with: Self.start) || rest.starts(with: Self.end) {
        rest = rest.dropFirst(Self.end.count)
      } else {
        kept.append(first)
        rest = rest.dropFirst()
      }
    }
    return kept
  }
}
