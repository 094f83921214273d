import Foundation

/// Times of a record as people write them: `0:41:12.480`.
public enum TimeLabel {
  /// Hours, minutes and seconds with a fixed number of decimals.
  public static func text(_ seconds: Double, decimals: Int = 3) -> String {
    // Beyond any record; the digits would not fit an integer.
    guard seconds.isFinite, abs(seconds) < 1e12 else { return "–" }
    let scale = pow(10, Double(decimals))
    let units = (abs(seconds) * scale).rounded()
    let whole = Int(min(units / scale, 1e15).rounded(.down))
    let fraction = Int((units - Double(whole) * scale).rounded())
    let sign = seconds < 0 && units > 0 ? "-" : ""
    let clock = "\(whole / 3600):\(twoDigits(whole / 60 % 60)):\(twoDigits(whole % 60))"
    guard decimals > 0 else { return sign + clock }
    let digits = String(fraction)
    return sign + clock + "." + String(repeating: "0", count: max(0, decimals - digits.count))
      + digits
  }

  private static func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

  /// What a person types to go somewhere, as seconds from the record's start: `1:02:03.5`,
  /// `12:30`, `90` or `90s` (seconds), `15m`, `2h`, `50%`, `#12000` (a frame).
  public static func parse(_ text: String, record: (duration: Double, frameRateHz: Double))
    -> Double?
  {
    let text = text.trimmingCharacters(in: .whitespaces).lowercased()
    if text.hasPrefix("#") {
      return number(text.dropFirst()).map { $0 / record.frameRateHz }
    }
    if let unit = text.last,
      let scale = ["%": record.duration / 100, "s": 1, "m": 60, "h": 3600][unit]
    {
      return number(text.dropLast()).map { $0 * scale }
    }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (1...3).contains(parts.count) else { return nil }
    var seconds = 0.0
    for part in parts {
      guard let value = number(part) else { return nil }
      seconds = seconds * 60 + value
    }
    return seconds
  }

  /// A plain decimal number of 0 and above.
  private static func number(_ text: Substring) -> Double? {
    guard !text.isEmpty, text.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }) else {
      return nil
    }
    return Double(text).flatMap { $0.isFinite ? $0 : nil }
  }
}
