import ArgumentParser
import Evaluation
import Foundation
import Waveforms

/// What the channels of records are taken for.
struct ChannelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "channels", abstract: "Say what the channels of records are taken for.",
    discussion: """
      Prints a line for each name that channels have: of how many records, which lead or electrodes
      it is taken for, and whether the name says so, it is a guess, or --map does. Records are those
      of a folder, or one. --save writes what was found as a file for --map, which can be mended by
      hand and used for all records of a laboratory.
      """)

  @Argument(help: "A record, or a folder of records.")
  var path: String

  @OptionGroup var input: InputOptions

  @Flag(help: "Print JSON.")
  var json = false

  @Option(help: "Write the map of channels to a file.")
  var save: String?

  @Flag(help: "Replace the file given with --save.")
  var force = false

  /// One kind of line: channels of a name that are taken for the same.
  private struct Line: Encodable, Hashable {
    var name: String
    var unit: String
    var `is`: String
    var kind: String
    var certainty: String
    var inverted: Bool
    /// As a map says it; empty for what is not known.
    var what: String

    enum CodingKeys: String, CodingKey { case name, unit, `is`, kind, certainty, inverted }
  }

  private struct Count: Encodable {
    var channel: Line
    var records: Int
  }

  private struct Report: Encodable {
    var channels: [Count]
    var unread: [String: String]
  }

  func run() throws {
    if let save, !force, FileManager.default.fileExists(atPath: save) {
      throw CommandError.exists(path: save)
    }
    let (paths, hints) = try input.records(path)
    var counts: [Line: Int] = [:]
    var order: [Line] = []
    var unread: [String: String] = [:]
    var listings = FolderListings()
    for path in paths {
      do {
        let record = try Recording(path: path, hints: hints, listings: &listings).record
        for line in Set(record.channels.map(Self.line)) { counts[line, default: 0] += 1 }
        order += record.channels.map(Self.line).filter { !order.contains($0) }
      } catch {
        if paths.count == 1 { throw error }
        unread[path] = "\(error)"
      }
    }
    let found = order.map { Count(channel: $0, records: counts[$0] ?? 0) }
    if json {
      try Output.json(Report(channels: found, unread: unread))
    } else {
      try Output.lines(Self.table(found))
    }
    for (_, sentence) in unread.sorted(by: { $0.key < $1.key }) { Output.note(sentence) }
    if let save { try write(order, to: save) }
  }

  private static func line(_ channel: Channel) -> Line {
    let identity = channel.identity
    return Line(
      name: channel.name, unit: channel.calibration.unit, is: identity.title ?? "\(identity.kind)",
      kind: "\(identity.kind)", certainty: "\(identity.certainty)", inverted: channel.isInverted,
      what: identity.kind == .unknown || identity.kind == .surface && identity.lead == nil
        ? ""
        : ChannelMap.Entry(channel: "", identity: identity, isInverted: channel.isInverted).what)
  }

  private static func table(_ found: [Count]) -> [String] {
    let rows =
      [["name", "unit", "is", "because", "records"]]
      + found.map { count in
        let channel = count.channel
        let why = [
          "named": "its name says so", "assumed": "a guess", "told": "the map says so",
          "unknown": "",
        ]
        let turned = channel.inverted ? ", upside down" : ""
        return [
          channel.name.isEmpty ? "(no name)" : channel.name, channel.unit, channel.is,
          (why[channel.certainty] ?? "") + turned, "\(count.records)",
        ].map(PlainText.safe)
      }
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.dropLast().enumerated().map { PlainText.left($1, widths[$0] + 1) }
      return cells.joined() + (row.last ?? "")
    }
  }

  /// What is known or guessed of each name; that of several equal ones in a record is the first
  /// one's.
  private func write(_ lines: [Line], to path: String) throws {
    var entries: [ChannelMap.Entry] = []
    for line in lines where !line.name.isEmpty && !line.what.isEmpty {
      guard let entry = try? ChannelMap.Entry(channel: line.name, what: line.what),
        !entries.contains(where: { $0.channel == entry.channel })
      else { continue }
      entries.append(entry)
    }
    try Output.write(Array(ChannelMap(entries).text.utf8), to: path)
    let left = Set(lines.map(\.name)).count - entries.count
    Output.note(
      "\(path): written, \(entries.count.counted("name"))"
        + (left > 0 ? "; \(left) of unknown kind are not in it" : ""))
  }
}
