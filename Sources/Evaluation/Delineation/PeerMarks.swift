import Foundation

/// Another program's marks, from a table.
public enum PeerMarks {
  private static let columns: [(name: String, mark: DelineationMark)] = [
    ("p_onset_s", .pOnset), ("p_offset_s", .pOffset), ("qrs_onset_s", .qrsOnset),
    ("qrs_offset_s", .qrsOffset), ("t_end_s", .tEnd),
  ]

  /// A table cannot be read.
  public struct Fault: Error, CustomStringConvertible {
    public let description: String
  }

  /// Reads CSV with the columns `record`, `lead`, `beat_s` and those of marks in seconds; a line
  /// for each lead of each beat, or for each beat, an empty cell where there is no mark.
  /// - Throws: `Fault`, which names the file, the line, and what is wrong with it.
  public static func read(_ path: String) throws -> DelineationBench.Marks {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw Fault(description: "\(path): cannot be read as text")
    }
    let lines = text.split(whereSeparator: \.isNewline)
    guard let header = lines.first?.split(separator: ",").map(String.init),
      let record = header.firstIndex(of: "record"), let beat = header.firstIndex(of: "beat_s")
    else {
      throw Fault(description: "\(path), line 1: expected columns named record and beat_s")
    }
    let lead = header.firstIndex(of: "lead")
    let marks = columns.compactMap { column in
      header.firstIndex(of: column.name).map { ($0, column.mark) }
    }
    var beats: DelineationBench.Marks = [:]
    for (number, line) in lines.enumerated().dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      guard cells.count == header.count, let time = Double(cells[beat]) else {
        throw Fault(
          description: "\(path), line \(number + 1): expected \(header.count) cells with a number "
            + "in beat_s, found \(line.prefix(60))")
      }
      let found = marks.reduce(into: [:]) { $0[$1.1] = Double(cells[$1.0]) }
      let name = lead.map { String(cells[$0]) } ?? ""
      add(found, name, time, to: &beats[String(cells[record]), default: []])
    }
    return beats.mapValues { $0.sorted { $0.beat < $1.beat } }
  }

  /// Lines of one beat are gathered.
  private static func add(
    _ found: [DelineationMark: Double], _ lead: String, _ time: Double,
    to beats: inout [DelineatedBeat]
  ) {
    if let place = beats.lastIndex(where: { $0.beat == time }) {
      beats[place].leads[lead] = found
    } else {
      beats.append(DelineatedBeat(beat: time, leads: [lead: found]))
    }
  }
}
