/// A point in time as HL7 version 3 writes it: `YYYYMMDDHHMMSS.UUUU[+|-ZZzz]`, cut anywhere after
/// the day (data type TS, "Data Types - Abstract Specification").
struct HL7Time: Equatable {
  /// Microseconds from the beginning of the year 0, by the clock of the place.
  private(set) var microseconds: Int
  /// Minutes by which that clock is ahead of Greenwich, where the file says so.
  private(set) var zoneMinutes: Int?
  /// Whether minutes are given, and not a day alone.
  let hasTimeOfDay: Bool

  init?(_ text: String?) {
    guard let text else { return nil }
    let digits = text.utf8.prefix { Self.isDigit($0) }
    var rest = text.utf8.dropFirst(digits.count)
    // An hour alone is not precise enough to stand for a time of day.
    guard [8, 10, 12, 14].contains(digits.count) else { return nil }
    let field = { (start: Int, length: Int) -> Int in
      digits.dropFirst(start).prefix(length).reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
    let (year, month, day) = (field(0, 4), field(4, 2), field(6, 2))
    let (hour, minute, second) = (field(8, 2), field(10, 2), field(12, 2))
    guard (1...12).contains(month), (1...Self.daysOfMonth(month, year)).contains(day),
      hour < 24, minute < 60, second <= 60
    else { return nil }
    var fraction = 0
    if rest.first == 0x2E {
      let decimals = rest.dropFirst().prefix { Self.isDigit($0) }
      for place in 0..<6 {
        fraction = fraction * 10 + (decimals.dropFirst(place).first.map { Int($0 - 0x30) } ?? 0)
      }
      rest = rest.dropFirst(1 + decimals.count)
    }
    if !rest.isEmpty {
      guard let minutes = Self.zone(rest) else { return nil }
      zoneMinutes = minutes
    }
    hasTimeOfDay = digits.count >= 12
    let seconds = ((Self.days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second
    microseconds = seconds * 1_000_000 + fraction
  }

  /// Seconds from an earlier time to this one. Where one of them has no zone, both have the same.
  func seconds(since earlier: HL7Time) -> Double {
    var difference = microseconds - earlier.microseconds
    if let zoneMinutes, let other = earlier.zoneMinutes {
      difference -= (zoneMinutes - other) * 60_000_000
    }
    return Double(difference) / 1e6
  }

  /// The time so many seconds later.
  func advanced(by seconds: Double) -> HL7Time {
    var copy = self
    copy.microseconds += Int(exactly: (seconds * 1e6).rounded()) ?? 0
    return copy
  }

  /// As the start of a record, by the clock of the place.
  var start: RecordStart {
    let (days, time) = microseconds.quotientAndRemainder(dividingBy: 86_400_000_000)
    let (year, month, day) = Self.date(days)
    let date = "\(Self.two(day))/\(Self.two(month))/\(RecordStart.padded(year, 4))"
    guard hasTimeOfDay else { return RecordStart(time: nil, date: date) }
    let seconds = time / 1_000_000
    var text = [seconds / 3600, seconds / 60 % 60, seconds % 60].map(Self.two).joined(
      separator: ":")
    let fraction = time % 1_000_000
    if fraction != 0 {
      text += "." + RecordStart.padded(fraction, 6)
      while text.last == "0" { text.removeLast() }
    }
    return RecordStart(time: text, date: date)
  }

  private static func zone(_ text: Substring.UTF8View) -> Int? {
    let digits = text.dropFirst().map { Int($0) - 0x30 }
    guard text.first == 0x2B || text.first == 0x2D, digits.count == 4 || digits.count == 2,
      digits.allSatisfy({ (0...9).contains($0) })
    else { return nil }
    let minutes = (digits[0] * 10 + digits[1]) * 60 + digits.dropFirst(2).reduce(0) { $0 * 10 + $1 }
    return text.first == 0x2D ? -minutes : minutes
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private static func two(_ number: Int) -> String { RecordStart.padded(number, 2) }
}

// Days of the Gregorian calendar, from 1 January of the year 0 on.
extension HL7Time {
  private static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  fileprivate static func daysOfMonth(_ month: Int, _ year: Int) -> Int {
    [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  fileprivate static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let leapYearsBefore = (year + 3) / 4 - (year + 99) / 100 + (year + 399) / 400
    let ofMonths = (1..<month).reduce(0) { $0 + daysOfMonth($1, year) }
    return year * 365 + leapYearsBefore + ofMonths + day - 1
  }

  fileprivate static func date(_ days: Int) -> (year: Int, month: Int, day: Int) {
    var year = days / 366
    while self.days(year + 1, 1, 1) <= days { year += 1 }
    var month = 1
    while month < 12, self.days(year, month + 1, 1) <= days { month += 1 }
    return (year, month, days - self.days(year, month, 1) + 1)
  }
}
