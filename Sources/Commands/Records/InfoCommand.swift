import ArgumentParser
import Evaluation
import Foundation
import ReviewApp
import Waveforms

/// What is in a record, from its header alone or from every sample.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Say what is in a record.",
    discussion: """
      Prints the record's length, rate, channels and annotators. With --verify every sample is
      read: missing and clipped samples are counted, the header's checksums are compared, and a
      SHA-256 over the digital samples is printed. PATH is a WFDB header (with or without .hea),
      an EDF or BDF file, or a folder of records.
      """)

  @Argument(help: "A record, or a folder of records.")
  var path: String

  @OptionGroup var input: InputOptions
  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "Read every sample and check it.")
  var verify = false

  func run() throws {
    guard !RecordFolder.exists(path) else { return try runFolder() }
    let report = try RecordReport(input.open(path), verify: verify)
    if json { try Output.json(report) } else { try Output.lines(report.text) }
    for warning in report.warnings { Output.note("warning: \(warning)") }
  }

  private func runFolder() throws {
    let folder = try RecordFolder(path: path)
    let hints = try input.hints().lenient
    var reports: [String: RecordReport] = [:]
    var failures: [String: String] = [:]
    var listings = FolderListings()
    for name in folder.recordNames {
      do {
        let recording = try Recording(path: path + "/" + name, hints: hints, listings: &listings)
        reports[name] = try RecordReport(recording, verify: verify)
      } catch {
        failures[name] = "\(error)"
      }
    }
    if json {
      try Output.json(FolderReport(records: reports, unread: failures))
      return
    }
    try Output.lines(
      folder.recordNames.map { name in
        PlainText.safe(
          reports[name]?.line(name) ?? "\(name)  cannot be opened: \(failures[name] ?? "")")
      })
  }
}

private struct FolderReport: Encodable {
  var records: [String: RecordReport]
  var unread: [String: String]
}
