import Foundation

/// Times as they are printed.
enum ClockTime {
  static let day = 86_400.0

  /// Seconds since midnight of `HH:MM:SS.sss`; leading parts may be absent, as WFDB allows.
  static func seconds(_ text: String) -> Double? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (1...3).contains(parts.count) else { return nil }
    var seconds = 0.0
    for part in parts {
      guard let value = Double(part), value.isFinite, value >= 0 else { return nil }
      seconds = seconds * 60 + value
    }
    return seconds
  }

  /// Hours, minutes and seconds.
  static func text(_ seconds: Double, decimals: Int) -> String {
    let scale = pow(10, Double(decimals))
    let units = Int((max(0, min(seconds, 1e9)) * scale).rounded())
    let whole = units / Int(scale)
    let clock = String(format: "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
    guard decimals > 0 else { return clock }
    return clock + "." + String(format: "%0\(decimals)d", units % Int(scale))
  }

  /// Decimals, up to three, that a time needs to be exact.
  static func decimals(_ seconds: Double) -> Int {
    let isExact = { (decimals: Int) in
      let scale = pow(10, Double(decimals))
      return abs((seconds * scale).rounded() / scale - seconds) < 5e-5
    }
    return (0...3).first(where: isExact) ?? 3
  }
}

/// Numbers as they are printed.
enum NumberText {
  /// Up to three decimals, none that are 0.
  static func short(_ value: Double) -> String {
    var text = String(format: "%.3f", value)
    while text.hasSuffix("0") { text.removeLast() }
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }
}
