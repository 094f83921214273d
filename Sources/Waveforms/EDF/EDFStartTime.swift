/// The start of a recording, from the fields that EDF and EDF+ give it in.
enum EDFStartTime {
  private static let months = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
  ]

  /// Date and time of the first sample, `originSeconds` after the time in the header.
  static func start(
    _ header: EDFHeader, originSeconds: Double, warnings: inout [String]
  ) -> RecordStart? {
    let date = self.date(header)
    let clock = numbers(header.startTime, limits: [0...23, 0...59, 0...59])
    if date == nil {
      warnings.append("Expected a start date like 31.12.99, found '\(header.startDate)'")
    }
    guard let clock else {
      warnings.append("Expected a start time like 23.59.59, found '\(header.startTime)'")
      return date.map { RecordStart(time: nil, date: $0) }
    }
    let micros = (clock[0] * 3600 + clock[1] * 60 + clock[2]) * 1_000_000
    let shifted = micros + Int((originSeconds * 1e6).rounded())
    guard (0..<86_400_000_000).contains(shifted) else {
      warnings.append(
        "Expected the first data record on the day of the start time, found it "
          + "\(originSeconds) s after that; the start time is left as the header gives it")
      return RecordStart(time: self.time(micros), date: date)
    }
    return RecordStart(time: self.time(shifted), date: date)
  }

  private static func time(_ micros: Int) -> String {
    let seconds = micros / 1_000_000
    let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }
    let fraction = micros % 1_000_000
    let whole = clock.joined(separator: ":")
    guard fraction > 0 else { return whole }
    guard fraction % 1000 > 0 else { return whole + "." + padded(fraction / 1000, 3) }
    return whole + "." + padded(fraction, 6)
  }

  /// `DD/MM/YYYY`. The short date holds two digits of the year, 1985 to 2084; the recording
  /// field of EDF+ holds all four.
  private static func date(_ header: EDFHeader) -> String? {
    if let long = longDate(header.recording) { return long }
    guard let parts = numbers(header.startDate, limits: [1...31, 1...12, 0...99]) else {
      return nil
    }
    return written(day: parts[0], month: parts[1], year: parts[2] + (parts[2] < 85 ? 2000 : 1900))
  }

  /// The date in `Startdate 02-MAR-2002 ...`.
  private static func longDate(_ recording: String) -> String? {
    let words = recording.split(separator: " ")
    guard words.count > 1, words[0].lowercased() == "startdate" else { return nil }
    let parts = words[1].split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[2].count == 4, let day = Int(parts[0]), let year = Int(parts[2]),
      let month = months.firstIndex(of: parts[1].uppercased()), (1...31).contains(day), year > 0
    else { return nil }
    return written(day: day, month: month + 1, year: year)
  }

  private static func written(day: Int, month: Int, year: Int) -> String {
    "\(padded(day, 2))/\(padded(month, 2))/\(padded(year, 4))"
  }

  /// Numbers of one or two digits; the format asks for points between them, some files have
  /// other signs.
  private static func numbers(_ text: String, limits: [ClosedRange<Int>]) -> [Int]? {
    let parts = text.split(omittingEmptySubsequences: false) { !$0.isASCII || !$0.isNumber }
    guard parts.count == limits.count, parts.allSatisfy({ (1...2).contains($0.count) }) else {
      return nil
    }
    let values = parts.compactMap { Int($0) }
    guard values.count == limits.count, zip(values, limits).allSatisfy({ $1.contains($0) }) else {
      return nil
    }
    return values
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
