import Foundation

/// Dates and times of day as exports write them.
enum TextDate {
  /// `7/26/2024 10:02:58 AM`, `2024-07-26 10:02:58`, `26.07.2024`, `15:17:57`, ` 6:55:24.120`.
  ///
  /// A date with slashes has the month first, as in the United States where the vendors are, unless
  /// that is no month.
  static func start(_ text: String) -> RecordStart? {
    let words = text.split { $0.isWhitespace || $0 == "T" }.map(String.init)
    let half = words.last?.uppercased()
    let day = words.lazy.compactMap { date($0) }.first
    let clock = words.lazy.compactMap { time($0, half: half) }.first
    return day == nil && clock == nil ? nil : RecordStart(time: clock, date: day)
  }

  /// `HH:MM:SS`, with decimals where the text has them. EnSite writes points for colons.
  static func time(_ text: String, half: String? = nil) -> String? {
    let colons = text.split(separator: ":", omittingEmptySubsequences: false)
    let isPointed = colons.count == 1 && text.split(separator: ".").count >= 3
    let parts =
      isPointed
      ? text.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false) : colons
    guard parts.count == 3, var hour = whole(parts[0], 0...23), let minute = whole(parts[1], 0...59)
    else { return nil }
    let second = parts[2].split(separator: ".", omittingEmptySubsequences: false)
    guard let first = second.first, let seconds = whole(first, 0...59), second.count <= 2 else {
      return nil
    }
    let decimals = second.count == 2 ? String(second[1].prefix(9)) : ""
    guard decimals.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
    if half == "PM", hour < 12 { hour += 12 }
    if half == "AM", hour == 12 { hour = 0 }
    let clock = [hour, minute, seconds].map(padded).joined(separator: ":")
    return decimals.isEmpty ? clock : clock + "." + decimals
  }

  /// `DD/MM/YYYY`.
  private static func date(_ text: String) -> String? {
    for separator in ["/", "-", "."] as [Character] {
      let parts = text.split(separator: separator, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      if let year = whole(parts[0], 1900...2200) {
        return written(year: year, month: parts[1], day: parts[2])
      }
      guard let year = whole(parts[2], 1900...2200) else { return nil }
      let monthFirst = written(year: year, month: parts[0], day: parts[1])
      let dayFirst = written(year: year, month: parts[1], day: parts[0])
      return separator == "/" ? monthFirst ?? dayFirst : dayFirst
    }
    return nil
  }

  private static func written(year: Int, month: Substring, day: Substring) -> String? {
    guard let month = whole(month, 1...12), let day = whole(day, 1...31) else { return nil }
    return "\(padded(day))/\(padded(month))/\(year)"
  }

  private static func whole(_ text: Substring, _ range: ClosedRange<Int>) -> Int? {
    guard let value = Int(text), range.contains(value) else { return nil }
    return value
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
