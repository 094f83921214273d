import Waveforms

extension ReleaseCheck {
  /// Looks at the texts beside the records: the lists, and faults that the release is known for.
  mutating func checkTexts() {
    checkRecordList()
    if let text = text("ANNOTATORS") {
      let annotators = text.split(whereSeparator: \.isNewline)
        .compactMap { $0.split(whereSeparator: \.isWhitespace).first }
      if !annotators.contains("atr") {
        findings.append(
          Finding(
            file: "ANNOTATORS", expected: "the annotator atr",
            found: annotators.isEmpty
              ? "none" : quoted(annotators.joined(separator: " "))))
      }
    }
    for file in ["README.md", "dataset_info.csv"] {
      if let text = text(file) { noteQuirks(file, text) }
    }
    if names.contains(ReleaseFacts.sumsFile) && sums == nil {
      findings.append(Finding(.failure, file: ReleaseFacts.sumsFile, text: "cannot be read"))
    }
  }

  private mutating func checkRecordList() {
    guard let text = text("RECORDS") else { return }
    let listed = text.split(whereSeparator: \.isWhitespace).map(String.init)
    let expected = Set(facts.entries.map(\.name))
    let absent = expected.subtracting(listed).sorted(by: LeipzigDatabase.precedes)
    let strange = Set(listed).subtracting(expected).sorted(by: LeipzigDatabase.precedes)
    for name in absent {
      findings.append(Finding(file: "RECORDS", expected: "a line \(name)", found: "none"))
    }
    for name in strange {
      findings.append(
        Finding(file: "RECORDS", expected: "the release's records", found: "\(quoted(name)) too"))
    }
  }

  private mutating func noteQuirks(_ file: String, _ text: String) {
    for quirk in facts.quirks where quirk.file == file && text.contains(quirk.mark) {
      findings.append(Finding(.note, file: file, text: quirk.remark + "; the release is so"))
    }
  }

  /// A text file's content; nil where it is not there, or cannot be read, which is reported.
  private mutating func text(_ file: String) -> String? {
    guard names.contains(file) else { return nil }
    do throws(FileError) {
      let path = folder.appendingPath(file)
      return String(
        decoding: try MappedFile.bytes(of: path, limit: Self.textLimit), as: UTF8.self)
    } catch {
      report(error, file: file)
      return nil
    }
  }

  // MARK: Subjects

  /// Compares one of the subject tables, row by row.
  mutating func checkSubjects(_ cohort: LeipzigSubject.Cohort) {
    let file = Self.tableFile(cohort)
    guard let text = text(file) else { return }
    noteQuirks(file, text)
    let table: LeipzigSubjectTable
    do throws(LeipzigError) {
      table = try LeipzigSubjectTable(text: text, file: file, cohort: cohort)
    } catch {
      findings.append(Finding(file: file, text: Self.remainder(of: "\(error)", behind: file)))
      return
    }
    let marks = facts.quirks.filter { $0.file == file }.map(\.mark)
    for warning in table.warnings where !marks.contains(where: warning.contains) {
      findings.append(Finding(file: file, text: Self.remainder(of: warning, behind: file)))
    }
    let expected = facts.entries.map(\.subject).filter { $0.cohort == cohort }
    for subject in expected {
      if let found = table.subjects.first(where: { $0.recordName == subject.recordName }) {
        compare(found, with: subject, file: file)
      } else {
        findings.append(
          Finding(file: file, place: subject.recordName, expected: "a row", found: "none"))
      }
    }
    let known = Set(expected.map(\.recordName))
    for subject in table.subjects where !known.contains(subject.recordName) {
      findings.append(
        Finding(
          file: file, expected: "the release's subjects", found: "\(quoted(subject.recordName)) too"
        ))
    }
  }

  private mutating func compare(
    _ found: LeipzigSubject, with expected: LeipzigSubject, file: String
  ) {
    let fields = zip(Self.fields(expected), Self.fields(found))
    for (expected, other) in fields where expected.text != other.text {
      findings.append(
        Finding(
          file: file, place: found.recordName, expected: "\(expected.name) \(expected.text)",
          found: quoted(other.text)))
    }
  }

  /// A subject's row in words. Numbers are shortest forms, so that equal ones look equal.
  private static func fields(_ subject: LeipzigSubject) -> [(name: String, text: String)] {
    [
      ("subject_id", subject.subjectID), ("gender", subject.gender?.rawValue ?? "none"),
      ("age", subject.ageYears.map(plain) ?? "none"),
      ("diagnosis", subject.diagnosis ?? "none"),
      ("accessory pathway", subject.accessoryPathway ?? "none"),
      ("duration in seconds", subject.durationSeconds.map(plain) ?? "none"),
    ]
  }

  /// A number to three decimals at most, without those that are zero.
  static func plain(_ value: Double) -> String {
    let rounded = (value * 1000).rounded() / 1000
    return rounded == rounded.rounded() && rounded.magnitude < 1e15
      ? String(Int(rounded)) : "\(rounded)"
  }
}
