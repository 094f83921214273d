import ArgumentParser
import Foundation
import ReviewApp
import Waveforms

/// Whole data sets rather than single records.
struct DatasetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dataset", abstract: "Check a copy of a data set.",
    subcommands: [DatasetCheckCommand.self])
}

/// Whether a copy of the Leipzig database is what its release is known to be.
struct DatasetCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Compare a copy of the Leipzig Heart Center ECG-Database with its release.",
    discussion: """
      Checks files, headers, channels, lengths, every label, the subject tables and SHA256SUMS.txt,
      and names each difference on a line: "difference" for what contradicts release 1.0.0,
      "failure" for a file that is absent or cannot be read, "note" for a known fault of the
      release itself. What is not known for certain is called inferred. Ends with status 0 where
      there are only notes, with 1 where there is more, with 2 where PATH is no copy at all.
      """)

  @Argument(help: "The folder of the copy.")
  var path: String

  @Flag(name: .customLong("no-sums"), help: "Do not read 3.4 GB to compare SHA-256 sums.")
  var skipsSums = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    var check = try ReleaseCheck(folder: path, includesSums: !skipsSums)
    let progress = CheckProgress()
    check.run { progress.show(done: $0, total: $1, name: $2) }
    progress.clear()
    let report = DatasetReport(check, includesSums: !skipsSums)
    if json { try Output.json(report) } else { try Output.lines(report.text) }
    if !check.isClean { throw ExitCode(1) }
  }
}

/// How far a check is: one line of the terminal on standard error, and nothing elsewhere.
private struct CheckProgress {
  private let isShown = isatty(STDERR_FILENO) == 1
  private let start = ContinuousClock.now

  func show(done: Int, total: Int, name: String) {
    guard isShown else { return }
    let percent = total > 0 ? done * 100 / total : 0
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    var line = "\(percent) %  \(Output.safe(String(name.suffix(24))))"
    // The first moments tell too little of the disk's speed.
    if elapsed > 1, done > 0 {
      let left = elapsed / Double(done) * Double(total - done)
      line += "  \(TimeLabel.text(left, decimals: 0)) left"
    }
    write("\r\(line)\u{1B}[K")
  }

  func clear() {
    if isShown { write("\r\u{1B}[K") }
  }

  private func write(_ text: String) {
    // Progress that cannot be shown is no reason to end the check.
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}

/// What `dataset check` prints; the names are those of its JSON.
struct DatasetReport: Encodable {
  struct Finding: Encodable {
    var severity: String
    var file: String
    var place: String?
    var text: String
    var inferred: Bool
    var agrees_with_sums: Bool
    var sentence: String
  }

  var folder: String
  var release: String
  var agrees: Bool
  var records: Int
  var records_expected: Int
  var files: Int
  var files_expected: Int
  var annotations: Int
  var annotations_expected: Int
  var sums_read: Bool
  var files_summed: Int
  var sums_agreeing: Int
  var differences: Int
  var failures: Int
  var notes: Int
  var findings: [Finding]

  init(_ check: ReleaseCheck, includesSums: Bool) {
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
  var text: [String] {
    let width = findings.map(\.severity.count).max() ?? 0
    let lines = findings.map { finding in
      finding.severity.padding(toLength: width, withPad: " ", startingAt: 0) + "  "
        + finding.sentence
    }
    return (lines + [counts, verdict]).map(Output.safe)
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
