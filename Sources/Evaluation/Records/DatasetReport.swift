import Foundation
public import LeipzigRelease

/// What `dataset check` prints; the names are those of its JSON.
public struct DatasetReport: Encodable, Sendable {
  struct Finding: Encodable {
    let severity: String
    let file: String
    let place: String?
    let text: String
    let inferred: Bool
    let agrees_with_sums: Bool
    let sentence: String
  }

  let folder: String
  let release: String
  let agrees: Bool
  let records: Int
  let records_expected: Int
  let files: Int
  let files_expected: Int
  let annotations: Int
  let annotations_expected: Int
  let sums_read: Bool
  let files_summed: Int
  let sums_agreeing: Int
  let differences: Int
  let failures: Int
  let notes: Int
  let findings: [Finding]

  /// What a check found.
  public init(_ check: ReleaseCheck, includesSums: Bool) {
    folder = check.folder
    release = check.facts.name
    agrees = check.isClean
    records = check.summary.recordCount
    records_expected = check.facts.entries.count
    files = check.summary.fileCount
    files_expected = check.facts.fileNames.count
    annotations = check.summary.annotationCount
    annotations_expected = check.facts.annotationCount
    sums_read = includesSums
    files_summed = check.summary.summedFileCount
    sums_agreeing = check.summary.agreeingSumCount
    differences = check.count(.difference)
    failures = check.count(.failure)
    notes = check.count(.note)
    findings = check.findings.map { finding in
      Finding(
        severity: finding.severity.rawValue, file: finding.file, place: finding.place,
        text: finding.text, inferred: finding.isInferred,
        agrees_with_sums: finding.agreesWithSums, sentence: finding.sentence)
    }
  }

  /// The report for people: a line for each finding, then what was looked at and the verdict.
  public var text: [String] {
    let width = findings.map(\.severity.count).max() ?? 0
    let lines = findings.map { finding in
      finding.severity.padding(toLength: width, withPad: " ", startingAt: 0) + "  "
        + finding.sentence
    }
    return (lines + [counts, verdict]).map(PlainText.safe)
  }

  private var counts: String {
    let sums =
      sums_read ? "\(sums_agreeing) of \(files_summed) sums agree" : "sums were not compared"
    return "\(records) of \(records_expected) records, \(files) of \(files_expected) files, "
      + "\(annotations) of \(annotations_expected) annotations; \(sums)"
  }

  private var verdict: String {
    if agrees { return "no difference from the \(release)" }
    return "\(differences) differences from the \(release), "
      + "\(failures) files or records absent or unreadable"
  }
}
