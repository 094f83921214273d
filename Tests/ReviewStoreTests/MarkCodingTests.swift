import Annotations
import Foundation
import ReviewStore
import TestSupport
import Testing

/// What the log keeps of marks and edits.
@Suite("Marks in the store") struct MarkCodingTests {
  private let key = TransactionLogKey(record: String(repeating: "a", count: 64), set: "ab")

  /// Marks with everything that a mark can say.
  private var full: [Mark] {
    let provenances: [Provenance] = [
      .file(annotator: "atr"), .model("g8"), .detector, .reader("ab"), .reader("ab", by: .family),
      .reader("ab", by: .selection), .reader("ab", by: .detector), .reader("ab", by: .adjudication),
      .reader("ab", by: .model("g8", probability: 0.971)),
      .reader("ab", by: .model("g8", probability: nil)), .model("g8", probability: 0.25),
      .disputed("cd", number: 100_000),
    ]
    let ticks = [0..<0, -5..<(-5), 7..<1_000_000, Int.min..<0, 3..<Int.max]
    return provenances.enumerated().map { number, provenance in
      Mark(
        id: Mark.ID(rawValue: .max - UInt64(number)), ticks: ticks[number % ticks.count],
        rank: [0, 3, Mark.lastRank, -1, 300][number % 5],
        label: Label(symbol: "X", text: ["", "AVRT", "Zürich ❤"][number % 3]),
        channels: [[], [0], [3, 400, -1]][number % 3], provenance: provenance,
        fields: number.isMultiple(of: 2)
          ? nil
          : FormatFields(
            code: 200, subtype: -128, number: 127, rawText: number < 5 ? [0, 255] : nil,
            durationSeconds: number < 7 ? 0.1 : nil))
    }
  }

  @Test("every field comes back, of what a set begins with and of its edits")
  func roundTrip() throws {
    let store = try DecisionStore.inMemory()
    var random = RandomMarks(seed: 1)
    let plain = try MarkIndex(random.marks(500), timeLine: RandomMarks.timeLine)
    let marks = try MarkIndex(full + plain, timeLine: RandomMarks.timeLine)
    let definition = LabelDefinition(code: 42, symbol: "VT", text: "a type of its own")
    let beginning = SetBeginning(source: "atr", marks: marks, definitions: [definition])
    try store.begin(key, with: beginning)
    #expect(try store.beginning(of: key) == beginning)
    let made = Transaction(
      edits: full.map { .remove($0) } + full.map { .add($0) } + random.edits(plain, count: 300),
      author: "ab", time: Date(timeIntervalSince1970: 0.125), cause: .edit)
    _ = try store.append([made], to: key, behind: 0, leadingTo: marks)
    #expect(try store.transactions(of: key, behind: 0) == [made])
  }

  @Test("a log says that it has grown, and keeps nothing then")
  func grown() throws {
    let store = try DecisionStore.inMemory()
    let empty = MarkIndex(timeLine: RandomMarks.timeLine)
    try store.begin(key, with: SetBeginning(source: nil, marks: empty))
    let first = Transaction(edits: [], author: "ab", time: .now)
    let position = try store.append([first], to: key, behind: 0, leadingTo: empty)
    #expect(throws: LogHasGrown.self) {
      try store.append(
        [Transaction(edits: [], author: "cd", time: .now)], to: key, behind: 0, leadingTo: empty)
    }
    #expect(try store.transactions(of: key, behind: 0).count == 1)
    #expect(try store.transactions(of: key, behind: position).isEmpty)
  }
}
