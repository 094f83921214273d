/// Days of the calendar and times of the day, as starts of records need them.
extension RecordStart {
  private static let daySeconds = 86_400
  private static let monthNames = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
  ]

  /// The month, 1 to 12, of an English name or its first three letters.
  static func month(_ name: some StringProtocol) -> Int? {
    monthNames.firstIndex(of: name.prefix(3).uppercased()).map { $0 + 1 }
  }

  /// The first three letters of a month's English name, in capitals.
  static func monthName(_ month: Int) -> String { monthNames[(month - 1) % 12] }

  /// `DD/MM/YYYY`; nil for a day that no calendar has.
  static func date(day: Int, month: Int, year: Int) -> String? {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= dayCount(month: month, year: year)
    else { return nil }
    return "\(padded(day, 2))/\(padded(month, 2))/\(padded(year, 4))"
  }

  /// The year of two digits as EDF reads them: 1985 to 2084.
  static func fullYear(twoDigits year: Int) -> Int { year + (year < 85 ? 2000 : 1900) }

  private static func dayCount(month: Int, year: Int) -> Int {
    let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  /// Day, month and year of a date as this type writes it.
  static func parts(ofDate date: String) -> (day: Int, month: Int, year: Int)? {
    let numbers = date.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 3, let day = numbers[0], let month = numbers[1], let year = numbers[2],
      Self.date(day: day, month: month, year: year) != nil
    else { return nil }
    return (day, month, year)
  }

  /// Microseconds since midnight of `HH:MM:SS`, `MM:SS` or `SS`, with or without decimals; nil for
  /// what is no time of a day.
  static func microseconds(ofTime time: some StringProtocol) -> Int? {
    let halves = time.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let whole = halves[0].split(separator: ":", omittingEmptySubsequences: false)
    guard (1...3).contains(whole.count) else { return nil }
    var seconds = 0
    for (part, limit) in zip(whole.reversed(), [60, 60, 24]).reversed() {
      guard (1...2).contains(part.count), isDigits(part), let value = Int(part), value < limit
      else {
        return nil
      }
      seconds = seconds * 60 + value
    }
    guard halves.count == 2 else { return seconds * 1_000_000 }
    guard (1...9).contains(halves[1].count), isDigits(halves[1]),
      let fraction = Int(String((halves[1] + "000000").prefix(6)))
    else { return nil }
    return seconds * 1_000_000 + fraction
  }

  private static func isDigits(_ text: some StringProtocol) -> Bool {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// `HH:MM:SS`, with three or six decimals where there are any.
  static func time(microseconds: Int) -> String {
    let seconds = microseconds / 1_000_000
    let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }
    let fraction = microseconds % 1_000_000
    let whole = clock.joined(separator: ":")
    guard fraction > 0 else { return whole }
    guard fraction % 1000 > 0 else { return whole + "." + padded(fraction / 1000, 3) }
    return whole + "." + padded(fraction, 6)
  }

  /// `HH:MM:SS`, with thousandths of a second where there are any; nil for a time that no day has.
  static func time(hour: Int, minute: Int, second: Int, milliseconds: Int = 0) -> String? {
    guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second),
      (0...999).contains(milliseconds)
    else { return nil }
    let seconds = (hour * 60 + minute) * 60 + second
    return time(microseconds: seconds * 1_000_000 + milliseconds * 1000)
  }

  /// The start of what begins `seconds` later; the same where the time of the day is not known.
  func advanced(bySeconds seconds: Double) -> RecordStart {
    guard seconds > 0, seconds < 1e9, let time, let first = Self.microseconds(ofTime: time) else {
      return self
    }
    let dayMicros = Self.daySeconds * 1_000_000
    let shifted = first + Int((seconds * 1e6).rounded())
    var start = RecordStart(time: Self.time(microseconds: shifted % dayMicros), date: date)
    guard let date, var day = Self.parts(ofDate: date) else { return start }
    // At most 30 years of days, one by one.
    for _ in 0..<shifted / dayMicros {
      day.day += 1
      if day.day > Self.dayCount(month: day.month, year: day.year) {
        (day.day, day.month) = (1, day.month + 1)
      }
      if day.month > 12 { (day.month, day.year) = (1, day.year + 1) }
    }
    start.date = Self.date(day: day.day, month: day.month, year: day.year)
    return start
  }

  static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
