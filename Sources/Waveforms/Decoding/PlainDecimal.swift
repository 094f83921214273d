/// Numbers as decimals without an exponent.
enum PlainDecimal {
  /// The shortest text that reads back as the same number, `10`, `0.5`, `0.00001`; nil for what is
  /// negative or no number.
  static func text(_ value: Double) -> String? {
    guard value.isFinite, value >= 0 else { return nil }
    let parts = "\(value.magnitude)".split(separator: "e")
    var digits = String(parts[0].filter { $0 != "." })
    let point = parts[0].firstIndex(of: ".").map {
      parts[0].distance(from: parts[0].startIndex, to: $0)
    }
    // Where the point stands in the digits.
    var place = (point ?? digits.count) + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    if place <= 0 {
      digits = String(repeating: "0", count: 1 - place) + digits
      place = 1
    }
    digits += String(repeating: "0", count: max(0, place - digits.count))
    var decimals = digits.dropFirst(place)
    while decimals.last == "0" { decimals.removeLast() }
    return digits.prefix(place) + (decimals.isEmpty ? "" : "." + decimals)
  }

  /// The number of such a text; nil where it is written in any other way.
  static func value(_ text: some StringProtocol) -> Double? {
    guard let value = Double(String(text)), Self.text(value) == String(text) else { return nil }
    return value
  }
}
