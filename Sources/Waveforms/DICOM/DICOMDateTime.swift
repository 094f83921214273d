import Foundation

/// A date and time as DICOM writes them (`DA`, `TM`, `DT`; see PS3.5, 6.2), to the microsecond. The
/// offset from universal time is left out: all times of a file are of one place.
struct DICOMDateTime {
  /// Days from 1970-01-01; nil where only a time is given.
  private var day: Int?
  /// Nil where only a date is given.
  private var microseconds: Int?

  private static let dayMicroseconds = 86_400_000_000

  /// `20130125105919.250000+0100`.
  init?(dateTime: String) {
    let local = dateTime.prefix { $0 != "+" && $0 != "-" && $0 != "&" }
    self.init(date: String(local.prefix(8)), time: String(local.dropFirst(8)))
  }

  /// `20130125` and `105919.25`; either may be empty. Old files write `2013.01.25` and `10:59:19`.
  init?(date: String, time: String) {
    day = Self.day(date)
    microseconds = Self.microseconds(time)
    if day == nil && microseconds == nil { return nil }
  }

  private static func day(_ text: String) -> Int? {
    let digits = text.filter { $0 != "." && $0 != "-" }
    guard digits.utf8.count == 8, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let year = Int(digits.prefix(4)), let month = Int(digits.dropFirst(4).prefix(2)),
      let day = Int(digits.suffix(2)), (1...12).contains(month), (1...31).contains(day),
      let date = calendar.date(from: DateComponents(year: year, month: month, day: day))
    else { return nil }
    return Int((date.timeIntervalSince1970 / 86_400).rounded(.down))
  }

  private static func microseconds(_ text: String) -> Int? {
    let text = text.filter { $0 != ":" }
    let whole = text.prefix { $0 != "." }
    let fraction = text.dropFirst(whole.count + 1)
    let isDigits = (whole + fraction).utf8.allSatisfy { (0x30...0x39).contains($0) }
    guard isDigits, [2, 4, 6].contains(whole.utf8.count) else { return nil }
    let padded = whole + String(repeating: "0", count: 6 - whole.utf8.count)
    guard let hours = Int(padded.prefix(2)), let minutes = Int(padded.dropFirst(2).prefix(2)),
      let seconds = Int(padded.suffix(2)), hours < 24, minutes < 60, seconds <= 60
    else { return nil }
    let decimals = fraction.prefix(6) + String(repeating: "0", count: max(0, 6 - fraction.count))
    return ((hours * 60 + minutes) * 60 + seconds) * 1_000_000 + (Int(decimals) ?? 0)
  }

  /// Seconds from another date and time; nil where one of them is not whole.
  func seconds(since other: DICOMDateTime) -> Double? {
    guard let day, let microseconds, let otherDay = other.day,
      let otherMicroseconds = other.microseconds
    else { return nil }
    let days = (day - otherDay) * Self.dayMicroseconds
    return Double(days + microseconds - otherMicroseconds) / 1e6
  }

  /// The same later by some milliseconds; of no more than ten years.
  func adding(milliseconds: Double) -> DICOMDateTime {
    guard let microseconds, milliseconds != 0, abs(milliseconds) < 3e11 else { return self }
    let sum = microseconds + Int((milliseconds * 1000).rounded())
    let days = Int((Double(sum) / Double(Self.dayMicroseconds)).rounded(.down))
    var copy = self
    copy.microseconds = sum - days * Self.dayMicroseconds
    copy.day = day.map { $0 + days }
    return copy
  }

  /// As a record's start gives them: `10:59:19.250` and `25/01/2013`.
  var start: RecordStart { RecordStart(time: time, date: date("/", yearFirst: false)) }

  private var time: String? {
    guard let microseconds else { return nil }
    let milliseconds = microseconds / 1000
    let seconds = milliseconds / 1000
    let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60]
      .map { RecordStart.padded($0, 2) }.joined(separator: ":")
    let rest = milliseconds % 1000
    return rest == 0 ? clock : clock + "." + RecordStart.padded(rest, 3)
  }

  /// The date with its parts joined; as `1971-01-23` for remarks.
  func date(_ separator: String, yearFirst: Bool) -> String? {
    guard let day else { return nil }
    let date = Date(timeIntervalSince1970: Double(day) * 86_400)
    let parts = Self.calendar.dateComponents([.year, .month, .day], from: date)
    guard let year = parts.year, let month = parts.month, let number = parts.day else { return nil }
    let texts = [
      RecordStart.padded(year, 4), RecordStart.padded(month, 2), RecordStart.padded(number, 2),
    ]
    return (yearFirst ? texts : texts.reversed()).joined(separator: separator)
  }

  private static let calendar: Calendar = {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    return calendar
  }()
}
