import Foundation

/// Figures printed as far as they decide: what lies below a threshold never reads like the
/// threshold, and what differs never reads as equal.
public enum DecidingFigures {
  private static let leastDecimals = 2
  private static let mostDecimals = 15

  /// A value and the bound that it missed, with as many decimals as tell them apart: `.9987`,
  /// `.999`. The bound has no less than it has alone.
  public static func pair(_ value: Double, _ bound: Double) -> (value: String, bound: String) {
    let alone = self.decimals(bound)
    for decimals in leastDecimals..<mostDecimals {
      let text = fixed(value, decimals)
      if text != fixed(bound, decimals) {
        return (text, trimmed(fixed(bound, max(alone, decimals))))
      }
    }
    return (fixed(value, mostDecimals), fixed(bound, mostDecimals))
  }

  /// A bound by itself, with as many decimals as tell it from 1: `.75`, `.999`, `.9995`.
  public static func bound(_ value: Double) -> String { trimmed(fixed(value, decimals(value))) }

  private static func decimals(_ bound: Double) -> Int {
    guard bound > 0, bound < 1 else { return leastDecimals }
    return min(mostDecimals, max(leastDecimals, Int((-log10(1 - bound)).rounded(.up))))
  }

  /// The probabilities of one answer's classes. What rounds to nothing is `<.01`, what rounds to
  /// all is `>.99`.
  public static func probabilities(_ values: [Double]) -> [String] {
    var decimals = values.map { _ in leastDecimals }
    for _ in leastDecimals..<mostDecimals {
      let texts = zip(values, decimals).map(probability)
      let unclear = values.indices.filter { index in
        !texts[index].hasPrefix("<")
          && values.indices.contains {
            texts[$0] == texts[index] && values[$0] != values[index]
          }
      }
      if unclear.isEmpty { break }
      for index in unclear { decimals[index] = min(decimals[index] + 1, mostDecimals) }
    }
    return zip(values, decimals).map(probability)
  }

  private static func probability(_ value: Double, _ decimals: Int) -> String {
    let unit = pow(10, -Double(decimals))
    if rounded(value, decimals) >= 1 { return ">" + fixed(1 - unit, decimals) }
    return rounded(value, decimals) <= 0 ? "<" + fixed(unit, decimals) : fixed(value, decimals)
  }

  private static func rounded(_ value: Double, _ decimals: Int) -> Double {
    Double(String(format: "%.\(decimals)f", value)) ?? value
  }

  /// Without the nought before the point.
  private static func fixed(_ value: Double, _ decimals: Int) -> String {
    let text = String(format: "%.\(decimals)f", value)
    if text.hasPrefix("0.") { return String(text.dropFirst()) }
    return text.hasPrefix("-0.") ? "-" + text.dropFirst(2) : text
  }

  private static func trimmed(_ text: String) -> String {
    let decimals = text.split(separator: ".").last?.count ?? 0
    let spare = text.reversed().prefix { $0 == "0" }.count
    return String(text.dropLast(min(spare, max(0, decimals - leastDecimals))))
  }
}
