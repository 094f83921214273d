/// The start of a record as its header writes it: `HH:MM:SS DD/MM/YYYY`, see header(5).
///
/// Headers in use have it in other orders and forms: `2014-05-08 05:05:15`, `05-May-2020 09:49:17`,
/// `10:20:30 2006`, or values that no clock and no calendar has.
struct WFDBStart {
  /// What the fields say, with the date as `DD/MM/YYYY`.
  let start: RecordStart?
  /// What is wrong with them, and how they were read.
  let warning: String?

  /// Reads the fields that follow the number of samples.
  init(_ fields: ArraySlice<Substring>) {
    let words = fields.prefix(2).flatMap { Self.words($0) }
    var time: String?
    var date: String?
    for (place, word) in words.enumerated() {
      // Seconds alone are a time only where a time is expected.
      if time == nil, word.contains(":") || place == 0 && word.utf8.count <= 2,
        RecordStart.microseconds(ofTime: word) != nil
      {
        time = String(word)
      } else if date == nil {
        date = Self.date(word)
      }
    }
    start = time == nil && date == nil ? nil : RecordStart(time: time, date: date)
    let found = fields.prefix(2).joined(separator: " ")
    let isOrdinary =
      words.isEmpty || words.first.map(String.init) == time && words.count == 1
      || words.count == 2 && words[0] == time ?? "" && Self.isOrdinary(words[1], date)
    warning =
      isOrdinary
      ? nil
      : "expected the start as HH:MM:SS DD/MM/YYYY, found \"\(found.fitForLine)\"; "
        + Self.reading(time, date)
  }

  private static func words(_ field: Substring) -> [Substring] {
    // `2014-05-08T05:05:15` is one field.
    guard field.contains(":"), let mark = field.firstIndex(of: "T") else { return [field] }
    return [field[..<mark], field[field.index(after: mark)...]]
  }

  private static func reading(_ time: String?, _ date: String?) -> String {
    switch (time, date) {
    case (let time?, let date?): "read as \(time) on \(date)"
    case (let time?, nil): "read as \(time) on an unknown day"
    case (nil, let date?): "read as an unknown time on \(date)"
    case (nil, nil): "the start is not known"
    }
  }

  /// Whether a date is written as it has to be, leading zeros apart.
  private static func isOrdinary(_ word: Substring, _ date: String?) -> Bool {
    guard let date, let parts = RecordStart.parts(ofDate: String(word)) else { return false }
    return RecordStart.date(day: parts.day, month: parts.month, year: parts.year) == date
  }

  /// `DD/MM/YYYY` of a date in any order that can be told: by a year of four digits, by the name of
  /// a month, or by a day beyond 12.
  private static func date(_ word: Substring) -> String? {
    let parts = word.split(omittingEmptySubsequences: false) { "/-.".contains($0) }
    guard parts.count == 3 else { return nil }
    if let month = RecordStart.month(parts[1]), isName(parts[1]) {
      return parts[0].count == 4
        ? date(day: parts[2], month: month, year: parts[0])
        : date(day: parts[0], month: month, year: parts[2])
    }
    if let month = RecordStart.month(parts[0]), isName(parts[0]) {
      return date(day: parts[1], month: month, year: parts[2])
    }
    guard let middle = Int(parts[1]) else { return nil }
    if parts[0].count == 4 { return date(day: parts[2], month: middle, year: parts[0]) }
    if let found = date(day: parts[0], month: middle, year: parts[2]) { return found }
    return Int(parts[0]).flatMap { date(day: parts[1], month: $0, year: parts[2]) }
  }

  private static func isName(_ text: Substring) -> Bool { text.allSatisfy(\.isLetter) }

  private static func date(day: Substring, month: Int, year: Substring) -> String? {
    guard (1...2).contains(day.count), [2, 4].contains(year.count), let day = Int(day),
      let number = Int(year)
    else { return nil }
    let full = year.count == 2 ? RecordStart.fullYear(twoDigits: number) : number
    return RecordStart.date(day: day, month: month, year: full)
  }
}

extension RecordStart {
  /// The start as a header can hold it: nil without a time of the day, and without a day that the
  /// calendar does not have. Reads back as itself.
  var wfdbText: String? {
    guard let time, let micros = Self.microseconds(ofTime: time) else { return nil }
    // Readers know at most six decimals.
    let decimals = time.split(separator: ".").dropFirst().first?.count ?? 0
    let clock = decimals > 6 ? Self.time(microseconds: micros) : time
    guard let date, let parts = Self.parts(ofDate: date),
      let written = Self.date(day: parts.day, month: parts.month, year: parts.year)
    else { return clock }
    return clock + " " + written
  }
}
