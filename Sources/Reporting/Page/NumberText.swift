import Foundation

/// How numbers are written in the report; none that is undefined or infinite appears as such.
enum NumberText {
  /// What stands for a number that is not known.
  static let missing = "–"

  /// A number with that many decimals; very large ones in scientific notation.
  static func fixed(_ value: Double?, _ decimals: Int) -> String {
    guard let value = value?.finite else { return missing }
    if abs(value) >= 1e7 { return String(format: "%.2e", value) }
    let text = String(format: "%.\(decimals)f", abs(value))
    let isZero = !text.contains { ("1"..."9").contains($0) }
    return value < 0 && !isZero ? "−\(text)" : text
  }

  /// A count with its thousands set apart.
  static func count(_ count: Int) -> String {
    var digits = String(count.magnitude)
    var groups: [Substring] = []
    while digits.count > 3 {
      groups.insert(digits.suffix(3), at: 0)
      digits = String(digits.dropLast(3))
    }
    groups.insert(digits[...], at: 0)
    return (count < 0 ? "−" : "") + groups.joined(separator: ",")
  }

  /// A count and its noun, in the plural unless it is 1.
  static func count(_ count: Int, _ noun: String) -> String {
    let plural = noun.hasSuffix("s") ? noun + "es" : noun + "s"
    return "\(self.count(count)) \(count == 1 ? noun : plural)"
  }

  /// A part of the whole in per cent, without decimals.
  static func percent(_ fraction: Double?) -> String {
    guard let fraction = fraction?.finite else { return missing }
    return "\(fixed(fraction * 100, 0))\u{202F}%"
  }

  /// The ends of an interval; nil where they are not known.
  static func interval(_ estimate: Estimate) -> String? {
    guard let interval = estimate.interval else { return nil }
    let low = fixed(interval.lowerBound, 3), high = fixed(interval.upperBound, 3)
    // A range sign beside a minus sign would be read as part of the number.
    return interval.lowerBound < 0 ? "\(low) to \(high)" : "\(low)–\(high)"
  }

  /// The value of a tick on an axis whose ticks are `step` apart.
  static func tick(_ value: Double, step: Double) -> String {
    if abs(value) < step / 1000 { return "0" }
    guard step >= 1e-3, step < 1e6 else { return scientific(value) }
    let decimals = (0...4).first { decimals in
      let scaled = step * pow(10, Double(decimals))
      return abs(scaled - scaled.rounded()) < 1e-6 * scaled
    }
    return fixed(value, decimals ?? 4)
  }

  private static func scientific(_ value: Double) -> String {
    let parts = String(format: "%.1e", value).split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return missing }
    let mantissa = parts[0].hasSuffix(".0") ? parts[0].dropLast(2) : parts[0]
    return "\(mantissa)e\(exponent)".replacingOccurrences(of: "-", with: "−")
  }
}
