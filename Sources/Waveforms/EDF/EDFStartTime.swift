/// The start of a recording, from the fields that EDF and EDF+ give it in.
enum EDFStartTime {
  /// Date and time of the first sample, `originSeconds` after the time in the header.
  static func start(
    _ header: EDFHeader, originSeconds: Double, warnings: inout [String]
  ) -> RecordStart? {
    let date = self.date(header, warnings: &warnings)
    if let own = header.own, !own.hasTime { return date.map { RecordStart(time: nil, date: $0) } }
    let clock = numbers(header.startTime).flatMap { parts in
      RecordStart.microseconds(ofTime: parts.map(String.init).joined(separator: ":"))
    }
    guard let micros = clock else {
      warnings.append(
        "Expected a start time like 23.59.59, found '\(header.startTime.fitForLine)'")
      return date.map { RecordStart(time: nil, date: $0) }
    }
    let shifted = micros + Int((originSeconds * 1e6).rounded())
    guard (0..<86_400_000_000).contains(shifted) else {
      warnings.append(
        "Expected the first data record on the day of the start time, found it "
          + "\(originSeconds) s after that; the start time is left as the header gives it")
      return RecordStart(time: RecordStart.time(microseconds: micros), date: date)
    }
    return RecordStart(time: RecordStart.time(microseconds: shifted), date: date)
  }

  /// `DD/MM/YYYY`. The short date holds two digits of the year, 1985 to 2084; the recording
  /// field of EDF+ holds all four.
  private static func date(_ header: EDFHeader, warnings: inout [String]) -> String? {
    let (long, isDamaged) = longDate(header.recording)
    if let long { return long }
    // A file of Tawara's own has the other date as a stand-in only.
    if header.own != nil, !isDamaged { return nil }
    let parts = numbers(header.startDate)
    let short = parts.flatMap { parts in
      RecordStart.date(
        day: parts[0], month: parts[1], year: RecordStart.fullYear(twoDigits: parts[2]))
    }
    if isDamaged {
      warnings.append(
        "Recording: expected a start date like Startdate 31-DEC-1999, found "
          + "'\(header.recording.fitForLine)'")
    }
    if short == nil {
      warnings.append(
        "Expected a start date like 31.12.99, found '\(header.startDate.fitForLine)'")
    }
    return short
  }

  /// The date in `Startdate 02-MAR-2002 ...`; damaged is what is neither a date nor the X of an
  /// unknown one.
  private static func longDate(_ recording: String) -> (date: String?, isDamaged: Bool) {
    let words = recording.split(separator: " ")
    guard words.count > 1, words[0].lowercased() == "startdate", words[1].uppercased() != "X" else {
      return (nil, false)
    }
    let parts = words[1].split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[2].count == 4, parts[1].count == 3, let day = Int(parts[0]),
      let year = Int(parts[2]), let month = RecordStart.month(parts[1])
    else { return (nil, true) }
    let date = RecordStart.date(day: day, month: month, year: year)
    return (date, date == nil)
  }

  /// Three numbers of one or two digits; the format asks for points between them, some files have
  /// other signs.
  private static func numbers(_ text: String) -> [Int]? {
    let parts = text.split(omittingEmptySubsequences: false) { !$0.isASCII || !$0.isNumber }
    guard parts.count == 3, parts.allSatisfy({ (1...2).contains($0.count) }) else { return nil }
    let values = parts.compactMap { Int($0) }
    return values.count == 3 ? values : nil
  }
}
