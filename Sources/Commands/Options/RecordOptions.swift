import ArgumentParser
import Foundation
import ReviewApp
import TerminalGraphics
import Waveforms

/// A part of a record's time line, as options give it.
struct WindowOptions: ParsableArguments {
  @Option(help: "Where to begin: 1:02:03.5, 90s, 15m, 50% or #FRAME.")
  var from: String?

  @Option(help: "Where to end, likewise; the record's end if not given.")
  var to: String?

  func frames(of record: Record) throws -> Range<Int> {
    let first = try from.map { try Self.frame($0, option: "--from", record) } ?? 0
    let end = try to.map { try Self.frame($0, option: "--to", record) } ?? record.frameCount
    guard first <= end else {
      throw CommandError.badOption(name: "--to", expected: "a time after --from", found: to ?? "")
    }
    return first..<end
  }

  static func seconds(_ text: String, option: String, _ record: Record) throws -> Double {
    let extent = (record.durationSeconds, record.frameRateHz)
    guard let seconds = TimeLabel.parse(text, record: extent),
      seconds <= record.durationSeconds + 1e-9
    else {
      let end = TimeLabel.text(record.durationSeconds)
      throw CommandError.badOption(
        name: option, expected: "a time up to \(end), such as 1:02:03.5, 90s, 15m, 50% or #12000",
        found: text)
    }
    return seconds
  }

  private static func frame(_ text: String, option: String, _ record: Record) throws -> Int {
    let seconds = try seconds(text, option: option, record)
    return min(record.frameCount, Int((seconds * record.frameRateHz).rounded()))
  }
}

/// Some of a record's channels, by name.
struct ChannelOptions: ParsableArguments {
  @Option(help: "Channels by name, or #2 for the second, with commas; all if not given.")
  var channels: String?

  func indices(of record: Record) throws -> [Int] {
    guard let channels else { return Array(record.channels.indices) }
    return try Self.names(channels, in: record).map(record.channel(named:))
  }
}

extension ChannelOptions {
  /// The names in a list. Those that hold a comma, `CS 1,2`, are found where the record has them.
  static func names(_ list: String, in record: Record) throws(CommandError) -> [Substring] {
    let pieces = list.split(separator: ",")
    var names: [Substring] = []
    var next = 0
    while next < pieces.count {
      // The longest run of pieces that is a channel's name, which may end with a comma too.
      let ends = (next..<pieces.count).reversed()
      let runs = ends.flatMap { end -> [(end: Int, text: Substring)] in
        let run = list[pieces[next].startIndex..<pieces[end].endIndex]
        let comma = list[run.endIndex...].prefix(1)
        return [(end, list[run.startIndex..<comma.endIndex]), (end, run)]
      }
      let found = runs.first { (try? record.channel(named: $0.text)) != nil }
      names.append(found?.text ?? pieces[next])
      next = (found?.end ?? next) + 1
    }
    return names
  }
}

extension Record {
  /// The place of a channel by its number, `#2`, or its name: written the same, else but for its
  /// case, else as it is called on screens.
  func channel(named name: Substring) throws(CommandError) -> Int {
    let wanted = name.trimmingCharacters(in: .whitespaces)
    let found =
      ChannelMap.place(of: wanted, in: channels)
      ?? channels.firstIndex { $0.shownName.lowercased() == wanted.lowercased() }
    guard let found else {
      throw .noChannel(name: wanted, record: self.name, found: channels.map(\.name))
    }
    return found
  }
}
