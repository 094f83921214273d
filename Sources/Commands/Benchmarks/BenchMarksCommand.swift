import Annotations
import ArgumentParser
import Foundation

/// How long editing and finding take among many marks.
struct BenchMarksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "marks", abstract: "Time editing and finding among many marks.",
    discussion: """
      Prints a Markdown table of medians, 95th percentiles and maxima in milliseconds: one edit,
      its undo and its redo while a copy of the marks is held, as the screen holds one; searches by
      time and by identity; and one edit of half of all marks.
      """)

  @Option(help: "Number of marks.")
  var count = 100_000

  @Option(help: "Number of edits and of searches.")
  var rounds = 1000

  /// A beat every 200 ticks of 1/250 s.
  private static let ticksPerMark = 200
  private static let timeLine = TimeLine(ticksPerSecond: 250)

  func run() throws {
    try check("--count", count, 2...2_000_000)
    try check("--rounds", rounds, 10...100_000)
    var history = History(try MarkIndex(marks(), timeLine: Self.timeLine))
    try Output.lines([
      "\(count) marks, \(rounds) rounds", "", "| | median ms | 95 % ms | max ms |",
      "|---|---|---|---|",
    ])
    try Output.lines([
      row("edit", try edits(&history)), row("undo and redo", try undos(&history)),
      row("find by time", finds(history.marks)), row("find by identity", lookups(history.marks)),
      row("edit of half of all", try halves(&history)),
    ])
  }

  private func check(_ name: String, _ value: Int, _ range: ClosedRange<Int>) throws {
    guard range.contains(value) else {
      throw CommandError.badOption(
        name: name, expected: "\(range.lowerBound) to \(range.upperBound)", found: "\(value)")
    }
  }

  private func marks() -> [Mark] {
    (0..<count).map { number in
      let tick = number * Self.ticksPerMark
      // Every tenth one is a span, and every twentieth beat ectopic.
      let end = number.isMultiple(of: 10) ? tick + 1000 : tick
      return Mark(
        id: Mark.ID(rawValue: UInt64(number) &* 0x9E37_79B9_7F4A_7C15), ticks: tick..<end,
        label: Label(symbol: number.isMultiple(of: 20) ? "V" : "N"),
        provenance: .file(annotator: "atr"))
    }
  }

  private func edits(_ history: inout History) throws -> [Double] {
    try (0..<rounds).map { round in
      let place = round &* 7919 % count * Self.ticksPerMark
      guard let mark = history.marks.first(atOrAfter: Self.timeLine.seconds(place)) else {
        return 0
      }
      // Moved beyond its neighbours, which costs more than another label does.
      let edit = Edit.change(mark) { $0.ticks = $0.start + 450..<$0.end + 450 }
      return try holding(&history) { try $0.commit([edit], by: "bench", at: .now) }
    }
  }

  private func undos(_ history: inout History) throws -> [Double] {
    try (0..<rounds).map { round in
      try holding(&history) {
        if round.isMultiple(of: 2) {
          try $0.undo(by: "bench", at: .now)
        } else {
          try $0.redo(by: "bench", at: .now)
        }
      }
    }
  }

  private func finds(_ marks: MarkIndex) -> [Double] {
    (0..<rounds).map { round in
      let seconds = Self.timeLine.seconds(round &* 104_729 % count * Self.ticksPerMark)
      return milliseconds {
        _ = marks.first(atOrAfter: seconds) { $0.label.symbol == "V" }
        _ = marks.last(before: seconds) { $0.label.symbol == "V" }
        _ = marks.spans(from: seconds, to: seconds + 10)
      }
    }
  }

  private func lookups(_ marks: MarkIndex) -> [Double] {
    (0..<rounds).map { round in
      let number = UInt64(round &* 15_485_863 % count)
      let id = Mark.ID(rawValue: number &* 0x9E37_79B9_7F4A_7C15)
      return milliseconds { _ = marks[id] }
    }
  }

  private func halves(_ history: inout History) throws -> [Double] {
    try (0..<10).map { round in
      let label = Label(symbol: round.isMultiple(of: 2) ? "A" : "N")
      let edits = history.marks.prefix(count / 2).map { mark in
        Edit.change(mark) { $0.label = label }
      }
      return try milliseconds { try history.commit(edits, by: "bench", at: .now) }
    }
  }

  /// The time of a change while a copy of the marks from before it is held.
  private func holding(
    _ history: inout History, _ body: (inout History) throws -> Void
  ) rethrows -> Double {
    let held = history.marks
    return try withExtendedLifetime(held) { try milliseconds { try body(&history) } }
  }

  private func milliseconds(_ body: () throws -> Void) rethrows -> Double {
    try ContinuousClock().measure(body) / .milliseconds(1)
  }

  private func row(_ name: String, _ times: [Double]) -> String {
    let sorted = times.sorted()
    let shown = [sorted.count / 2, sorted.count * 95 / 100, sorted.count - 1].map {
      String(format: "%.4f", sorted[$0])
    }
    return "| \(name) | " + shown.joined(separator: " | ") + " |"
  }
}
