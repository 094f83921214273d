/// One of the database's two tables of subjects.
public struct LeipzigSubjectTable: Sendable, Equatable {
  /// In the order of the table.
  public private(set) var subjects: [LeipzigSubject] = []
  /// Faults of the table, each with its file and line; what could be read is in `subjects`.
  public private(set) var warnings: [String] = []

  /// Reads the table in the file at `path`.
  public init(path: String, cohort: LeipzigSubject.Cohort) throws(LeipzigError) {
    let bytes: [UInt8]
    do {
      bytes = try MappedFile.bytes(of: path, limit: 1 << 24)
    } catch {
      throw .cannotRead(path: path, reason: error.description)
    }
    try self.init(text: String(decoding: bytes, as: UTF8.self), file: path, cohort: cohort)
  }

  /// Reads a table; `file` names it in warnings.
  public init(text: String, file: String, cohort: LeipzigSubject.Cohort) throws(LeipzigError) {
    let table = CommaSeparatedTable(text)
    let header = table.rows.first?.fields ?? []
    var columns: [String: Int] = [:]
    for (index, name) in header.enumerated() where columns[name.lowercased()] == nil {
      columns[name.lowercased()] = index
    }
    guard columns["file_name"] != nil || columns["subject_id"] != nil else {
      throw .missingColumn(file: file, column: "file_name", found: header)
    }
    var expected = ["subject_id", "file_name", "gender", "age", "diagnosis", "ecg_duration"]
    if cohort == .children { expected.append("ap_loacation") }
    for column in expected
    where columns[column] == nil && !(column == "ap_loacation" && columns["ap_location"] != nil) {
      warnings.append("\(file), line 1: expected a column \(column), found none")
    }
    if let line = table.unclosedQuoteLine {
      warnings.append("\(file), line \(line): expected a closing quote, found none")
    }
    var names: Set<String> = []
    for row in table.rows.dropFirst() {
      var reader = LeipzigRowReader(columns: columns, row: row, file: file)
      guard let subject = reader.subject(cohort: cohort, columnCount: header.count) else {
        warnings += reader.warnings
        continue
      }
      warnings += reader.warnings
      if names.insert(subject.recordName).inserted {
        subjects.append(subject)
      } else {
        warnings.append(
          "\(file), line \(row.line): expected each record once, found \(subject.recordName) "
            + "again; the first line holds")
      }
    }
  }
}
