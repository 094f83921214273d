/// Reads one row of a subject table, and collects its faults.
struct LeipzigRowReader {
  let columns: [String: Int]
  let row: CommaSeparatedTable.Row
  let file: String
  private(set) var warnings: [String] = []

  init(columns: [String: Int], row: CommaSeparatedTable.Row, file: String) {
    self.columns = columns
    self.row = row
    self.file = file
  }

  /// The subject of the row; nil where the row names neither record nor subject.
  mutating func subject(cohort: LeipzigSubject.Cohort, columnCount: Int) -> LeipzigSubject? {
    if row.fields.count != columnCount {
      warn("\(columnCount) fields", found: "\(row.fields.count)")
    }
    let identity = text("subject_id")
    guard let record = text("file_name") ?? identity.map({ "x" + $0 }) else {
      warn("a record's name", found: "none; the line was left out")
      return nil
    }
    return LeipzigSubject(
      subjectID: identity ?? String(record.drop { $0 == "x" }), recordName: record,
      cohort: cohort, gender: gender(), ageYears: age(), diagnosis: text("diagnosis"),
      accessoryPathway: text("ap_loacation") ?? text("ap_location"),
      durationSeconds: duration())
  }

  private func text(_ column: String) -> String? {
    guard let index = columns[column], row.fields.indices.contains(index),
      !row.fields[index].isEmpty
    else { return nil }
    return row.fields[index]
  }

  private mutating func gender() -> LeipzigSubject.Gender? {
    guard let text = text("gender") else { return nil }
    let gender = LeipzigSubject.Gender(rawValue: text.uppercased())
    if gender == nil { warn("M or F as gender", found: "'\(text)'") }
    return gender
  }

  private mutating func age() -> Double? {
    guard let text = text("age") else { return nil }
    if let age = Self.decimal(text), age <= 130 { return age }
    // The release has `.14.3` for x007.
    if text.first == ".", let age = Self.decimal(text.dropFirst()), age <= 130 {
      warn("an age in years", found: "'\(text)', read as \(age)")
      return age
    }
    warn("an age in years", found: "'\(text)'")
    return nil
  }

  /// Hours, minutes and seconds without leading zeros, as in `0:3:6.9`.
  private mutating func duration() -> Double? {
    guard let text = text("ecg_duration") else { return nil }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let values = parts.compactMap { Self.decimal($0) }
    guard parts.count == 3, values.count == 3, values[0] < 1000, values[0].rounded() == values[0],
      values[1] < 60, values[1].rounded() == values[1], values[2] < 60
    else {
      warn("a duration like 0:3:6.9", found: "'\(text)'")
      return nil
    }
    // Whole milliseconds: the sum of parts is not to show in the last digits.
    return ((values[0] * 3600 + values[1] * 60 + values[2]) * 1000).rounded() / 1000
  }

  /// Digits, perhaps with one point between them.
  private static func decimal(_ text: some StringProtocol) -> Double? {
    guard let first = text.utf8.first, (0x30...0x39).contains(first),
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E })
    else { return nil }
    return Double(text)
  }

  private mutating func warn(_ expected: String, found: String) {
    warnings.append("\(file), line \(row.line): expected \(expected), found \(found)")
  }
}
