import ArgumentParser
import Evaluation
import Foundation
import LeipzigRelease
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
    var line = ProgressLine("check")
    check.run { done, total, name in
      line.show(Double(done) / Double(max(1, total)), PlainText.safe(String(name.suffix(24))))
    }
    line.clear()
    let report = DatasetReport(check, includesSums: !skipsSums)
    if json { try Output.json(report) } else { try Output.lines(report.text) }
    if !check.isClean { throw ExitCode(1) }
  }
}
