/// Reads decimal numbers out of bytes, to the last bit as `Double(_:)` reads the same text, without
/// making text of them: a table of a hundred thousand numbers takes a few milliseconds.
struct DecimalParser {
  /// The byte between the whole part and the fraction: a point, in some countries a comma.
  var point = UInt8(ascii: ".")

  struct Number: Equatable {
    /// Always finite.
    var value: Double
    /// Decimal places that the text gives: 3 for `-0.120`, 5 for `1.2e-4`.
    var decimals: Int
  }

  /// Longer numbers are none.
  private static let lengthLimit = 400
  /// Digits that a `UInt64` surely holds.
  private static let mantissaLimit: UInt64 = 100_000_000_000_000_000
  /// Powers of ten that a `Double` holds exactly.
  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The number that begins at `place`, which is moved behind it; nil, and `place` as it was, where
  /// none does, or one that no `Double` holds.
  func number(_ bytes: Span<UInt8>, _ place: inout Int) -> Number? {
    var next = place
    let isNegative = next < bytes.count && bytes[next] == UInt8(ascii: "-")
    if isNegative || next < bytes.count && bytes[next] == UInt8(ascii: "+") { next += 1 }
    guard let digits = digits(bytes, &next) else { return nil }
    let exponent = exponent(bytes, &next)
    guard next - place <= Self.lengthLimit else { return nil }
    let power = exponent - digits.decimals
    var value: Double
    if !digits.isLong, digits.mantissa <= 1 << 53, power.magnitude < Self.powers.count {
      // Both numbers are exact, so that one operation rounds correctly.
      let scale = Self.powers[Int(power.magnitude)]
      value = power < 0 ? Double(digits.mantissa) / scale : Double(digits.mantissa) * scale
      if isNegative { value = -value }
    } else {
      let text = bytes.extracting(place..<next).text.replacing(
        String(Unicode.Scalar(point)), with: ".")
      guard let long = Double(text), long.isFinite else { return nil }
      value = long
    }
    place = next
    return Number(value: value, decimals: max(0, digits.decimals - exponent))
  }

  /// A text that is a number and nothing else.
  func number(_ text: String) -> Number? {
    let bytes = Array(text.utf8)
    var place = 0
    guard let number = number(bytes.span, &place), place == bytes.count else { return nil }
    return number
  }

  private struct Digits {
    var mantissa: UInt64 = 0
    var decimals = 0
    /// Whether there are more digits than the mantissa holds.
    var isLong = false
  }

  private func digits(_ bytes: Span<UInt8>, _ next: inout Int) -> Digits? {
    var digits = Digits()
    var isFraction = false
    var isEmpty = true
    while next < bytes.count {
      let digit = bytes[next] &- 0x30
      if digit < 10 {
        isEmpty = false
        if digits.mantissa < Self.mantissaLimit {
          digits.mantissa = digits.mantissa * 10 + UInt64(digit)
        } else {
          digits.isLong = true
        }
        if isFraction { digits.decimals += 1 }
      } else if bytes[next] == point, !isFraction {
        isFraction = true
      } else {
        break
      }
      next += 1
    }
    return isEmpty ? nil : digits
  }

  /// The power of ten behind the digits, 0 where there is none; what is beyond all numbers stays
  /// so.
  private func exponent(_ bytes: Span<UInt8>, _ next: inout Int) -> Int {
    guard next < bytes.count, bytes[next] | 0x20 == UInt8(ascii: "e") else { return 0 }
    var place = next + 1
    let isNegative = place < bytes.count && bytes[place] == UInt8(ascii: "-")
    if isNegative || place < bytes.count && bytes[place] == UInt8(ascii: "+") { place += 1 }
    var value = 0
    let first = place
    while place < bytes.count, bytes[place] &- 0x30 < 10 {
      value = min(99_999, value * 10 + Int(bytes[place] &- 0x30))
      place += 1
    }
    if place == first { return 0 }
    next = place
    return isNegative ? -value : value
  }
}

extension Span<UInt8> {
  /// The bytes as text; see `FileText`.
  var text: String {
    var copy: [UInt8] = []
    copy.reserveCapacity(count)
    for index in indices { copy.append(self[index]) }
    return FileText.decode(copy)
  }
}
