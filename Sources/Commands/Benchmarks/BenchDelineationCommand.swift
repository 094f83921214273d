import ArgumentParser
import Evaluation
import Foundation
import Waveforms

/// How far marks of waves are from those of hands.
struct BenchDelineationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delineation", abstract: "Compare where waves begin and end with manual marks.",
    discussion: """
      Reads a folder of records with manual marks: an annotator for each lead, as
      LUDB has, or q1c (and q2c, a second cardiologist), as the QT database has.
      Beats are detected. Prints Markdown: program minus hand for each mark and
      interval, by the median of the leads and from the earliest to the latest
      lead that another one confirms; how many wide complexes are told; each lead
      by itself; the records that are furthest off.

      --marks sets another program beside: CSV with record, lead, beat_s,
      p_onset_s, p_offset_s, qrs_onset_s, qrs_offset_s, t_end_s, in seconds.
      Benchmarks/delineation/peers.py writes such tables.
      """)

  @Argument(help: "A folder of records with manual marks.")
  var path: String

  @Option(help: ArgumentHelp("Another program's marks.", valueName: "name=file.csv"))
  var marks: [String] = []

  @OptionGroup var threading: ThreadOptions

  func run() throws {
    let crew = try threading.crew()
    var bench = DelineationBench(peers: try marks.map(peer))
    let names = try RecordFolder(path: path).recordNames
    for name in names {
      try bench.add(try Recording(path: path.appendingPath(name)), crew: crew)
    }
    guard bench.records > 0 else {
      throw CommandError.badOption(
        name: path, expected: "records with manual marks of waves, by lead or as q1c",
        found: "none in \(names.count.counted("record"))")
    }
    try Output.lines(bench.markdown)
  }

  private func peer(_ text: String) throws -> (name: String, marks: DelineationBench.Marks) {
    guard let sign = text.firstIndex(of: "="), sign != text.startIndex else {
      throw CommandError.badOption(name: "--marks", expected: "NAME=FILE.csv", found: text)
    }
    return (
      String(text[..<sign]), try PeerMarks.read(String(text[text.index(after: sign)...]))
    )
  }
}
