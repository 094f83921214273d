import Annotations
import ArgumentParser
import Foundation
import ReviewSession
import ReviewStore
import Waveforms

/// How long setting labels takes, to the disk and to the screen.
struct BenchLabelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "labels", abstract: "Time setting labels in a store, among many.",
    discussion: """
      Prints a Markdown table of medians, 95th percentiles and maxima in milliseconds, in a store of its
      own that is removed again: one label kept on the disk, and what the screen shows of it made anew;
      undo and redo; a change of half of all; and opening a set with a long history.
      """)

  @Option(help: "Number of labels.")
  var count = 100_000

  @Option(help: "Number of changes.")
  var rounds = 300

  @Option(help: "Changes in the history of the set that is opened.")
  var history = 100_000

  func run() throws {
    try check("--count", count, 2...2_000_000)
    try check("--rounds", rounds, 10...100_000)
    try check("--history", history, 1...2_000_000)
    let folder = NSTemporaryDirectory() + "tawara-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = try DecisionStore(path: folder + "/labels.sqlite")
    try Output.lines([
      "\(count) labels, \(rounds) rounds", "", "| | median ms | 95 % ms | max ms |",
      "|---|---|---|---|",
    ])
    var bench = try LabelBench(count: count, store: store)
    let steps = try bench.steps(rounds)
    let first = ProcessMemory.megabytes("VmHWM")
    try Output.lines([
      row("a label, kept on the disk", steps.kept), row("shown", steps.shown),
      row("undo and redo, kept and shown", try bench.undos(rounds)),
      row("half of all, kept and shown", try bench.halves(5)),
    ])
    let memory = ProcessMemory.megabytes("VmHWM")
    let opening = try LabelBench.opening(history, store: store)
    try Output.lines([row("opened behind \(history) changes", opening)])
    try Output.lines([
      "",
      "at most \(Int(first.rounded())) MB after single labels, \(Int(memory.rounded())) MB after halves",
    ])
  }

  private func check(_ name: String, _ value: Int, _ range: ClosedRange<Int>) throws {
    guard range.contains(value) else {
      throw CommandError.badOption(
        name: name, expected: "\(range.lowerBound) to \(range.upperBound)", found: "\(value)")
    }
  }

  private func row(_ name: String, _ times: [Double]) -> String {
    let sorted = times.sorted()
    let shown = [sorted.count / 2, sorted.count * 95 / 100, sorted.count - 1].map {
      String(format: "%.2f", sorted[$0])
    }
    return "| \(name) | " + shown.joined(separator: " | ") + " |"
  }
}

/// Samples of a record that has no channels.
private struct Silence: SampleSource {
  func decode(
    frames: Range<Int>, channels: [Int], into block: inout ChannelBlock<Int32>
  ) {}
}

/// A record with many beats, whose labels are changed.
private struct LabelBench {
  private static let timeLine = TimeLine(ticksPerSecond: 250)
  private static let ticksPerMark = 200

  private var review: RecordReview
  private var book: LabelBook
  private let count: Int

  init(count: Int, store: DecisionStore) throws {
    self.count = count
    let record = Record(
      name: "bench", path: "bench", container: "bench", frameRateHz: 250,
      frameCount: count * Self.ticksPerMark, channels: [], source: Silence())
    review = RecordReview(
      document: ReviewDocument(
        record: record, peaks: PeakReader(record: record), annotators: [], annotations: nil))
    let marks = (0..<count).map { number in
      let tick = number * Self.ticksPerMark
      return Mark(
        id: .random(), ticks: tick..<tick, label: Label(symbol: "N"),
        provenance: .file(annotator: "atr"))
    }
    let index = try MarkIndex(marks, timeLine: Self.timeLine)
    book = try LabelBook(
      TransactionLogKey(record: String(repeating: "0", count: 64), set: "bench"), reader: "bench",
      log: store, beginningWith: SetBeginning(source: nil, marks: index))
    review.show(book)
  }

  mutating func steps(_ rounds: Int) throws -> (kept: [Double], shown: [Double]) {
    var times: (kept: [Double], shown: [Double]) = ([], [])
    for round in 0..<rounds {
      let place = round &* 7919 % count * Self.ticksPerMark
      guard let mark = book.marks.first(atOrAfter: Self.timeLine.seconds(place)) else { continue }
      let symbol = mark.label.symbol == "N" ? "V" : "N"
      let edit = LabelEditing(reader: "bench").change(mark, to: Label(symbol: symbol))
      var made: Transaction?
      times.kept.append(try milliseconds { made = try book.commit([edit]) })
      times.shown.append(milliseconds { review.show(book, after: made.map { [$0] } ?? []) })
    }
    return times
  }

  mutating func undos(_ rounds: Int) throws -> [Double] {
    try (0..<rounds).map { round in
      try milliseconds {
        let made = try round.isMultiple(of: 2) ? book.undo() : book.redo()
        review.show(book, after: made.map { [$0] } ?? [])
      }
    }
  }

  mutating func halves(_ rounds: Int) throws -> [Double] {
    try (0..<rounds).map { round in
      let editing = LabelEditing(reader: "bench", means: .family)
      let label = Label(symbol: round.isMultiple(of: 2) ? "A" : "N")
      return try milliseconds {
        let edits = book.marks.prefix(count / 2).map { editing.change($0, to: label) }
        let made = try book.commit(edits)
        review.show(book, after: made.map { [$0] } ?? [])
      }
    }
  }

  /// Opens a set of a thousand labels that was changed many times.
  static func opening(_ changes: Int, store: DecisionStore) throws -> [Double] {
    let key = TransactionLogKey(record: String(repeating: "1", count: 64), set: "bench")
    let marks = (0..<1000).map { number in
      Mark(
        id: Mark.ID(rawValue: UInt64(number)), ticks: number..<number, label: Label(symbol: "N"),
        provenance: .detector)
    }
    let index = try MarkIndex(marks, timeLine: timeLine)
    try store.begin(key, with: SetBeginning(source: nil, marks: index))
    var history = History(index)
    var position: LogPosition = 0
    let editing = LabelEditing(reader: "bench")
    for start in stride(from: 0, to: changes, by: 1000) {
      let made = try (start..<min(changes, start + 1000)).map { number in
        let mark = history.marks[Mark.ID(rawValue: UInt64(number % 1000))] ?? marks[0]
        let label = Label(symbol: mark.label.symbol == "N" ? "V" : "N")
        return try history.commit([editing.change(mark, to: label)], by: "bench", at: Date())
      }
      position = try store.append(made, to: key, behind: position, leadingTo: history.marks)
      // What is on the screen of a long day's work is not what is measured here.
      history = History(history.marks, basis: history.basis)
    }
    return try (0..<5).map { _ in
      try milliseconds { _ = try LabelBook(key, reader: "bench", log: store) }
    }
  }

  private func milliseconds(_ body: () throws -> Void) rethrows -> Double {
    try Self.milliseconds(body)
  }

  private static func milliseconds(_ body: () throws -> Void) rethrows -> Double {
    try ContinuousClock().measure(body) / .milliseconds(1)
  }
}
