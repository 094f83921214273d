import Annotations
import Foundation
import TestSupport
import Testing

@Suite("History of marks") struct HistoryTests {
  static let time = Date(timeIntervalSince1970: 1_700_000_000)

  private static func mark(_ id: UInt64, _ tick: Int, _ symbol: String) -> Mark {
    Mark(
      id: Mark.ID(rawValue: id), ticks: tick..<tick, label: Label(symbol: symbol),
      provenance: .reader("ab"))
  }

  /// A history of nothing, and the symbols of its marks in order.
  private static func empty() -> History { History(MarkIndex(timeLine: RandomMarks.timeLine)) }

  private static func symbols(_ history: History) -> String {
    history.marks.map(\.label.symbol).joined()
  }

  private func add(_ symbol: String, at tick: Int, to history: inout History) throws -> Transaction
  {
    let mark = Self.mark(UInt64(tick), tick, symbol)
    return try history.commit([.add(mark)], by: "ab", at: Self.time)
  }

  @Test func `Undo goes back, redo forth, and both stop at the ends`() throws {
    var history = Self.empty()
    _ = try add("N", at: 1, to: &history)
    _ = try add("V", at: 2, to: &history)
    #expect(Self.symbols(history) == "NV")
    try history.undo(by: "ab", at: Self.time)
    #expect(Self.symbols(history) == "N")
    try history.undo(by: "ab", at: Self.time)
    #expect(try history.undo(by: "ab", at: Self.time) == nil)
    #expect(Self.symbols(history) == "")
    try history.redo(by: "ab", at: Self.time)
    try history.redo(by: "ab", at: Self.time)
    #expect(try history.redo(by: "ab", at: Self.time) == nil)
    #expect(Self.symbols(history) == "NV")
  }

  @Test func `What was undone before another edit can still be reached`() throws {
    var history = Self.empty()
    _ = try add("N", at: 1, to: &history)
    _ = try add("V", at: 2, to: &history)
    try history.undo(by: "ab", at: Self.time)
    _ = try add("A", at: 3, to: &history)
    #expect(Self.symbols(history) == "NA")
    let steps = try history.jump(to: 2, by: "ab", at: Self.time)
    #expect(Self.symbols(history) == "NV")
    #expect(steps.count == 2)
    try history.later(1, by: "ab", at: Self.time)
    #expect(Self.symbols(history) == "NA")
    try history.earlier(9, by: "ab", at: Self.time)
    #expect(Self.symbols(history) == "")
    // Redo takes the way that was left last.
    try history.redo(by: "ab", at: Self.time)
    try history.redo(by: "ab", at: Self.time)
    #expect(Self.symbols(history) == "NA")
  }

  @Test func `An earlier transaction is taken back alone, where its marks are as it left them`()
    throws
  {
    var history = Self.empty()
    let first = try add("N", at: 1, to: &history)
    let second = try add("V", at: 2, to: &history)
    let reverted = try history.revert(first.id, by: "cd", at: Self.time)
    #expect(Self.symbols(history) == "V")
    #expect(reverted?.cause == .revert(first.id))
    #expect(reverted?.basis == second.id)
    let current = history.current
    #expect(throws: MarkConflict.self) {
      try history.revert(first.id, by: "cd", at: Self.time)
    }
    #expect(Self.symbols(history) == "V")
    #expect(history.current == current)
    #expect(try history.revert(Transaction.ID(rawValue: 0), by: "cd", at: Self.time) == nil)
    try history.undo(by: "ab", at: Self.time)
    #expect(Self.symbols(history) == "NV")
  }

  @Test func `A transaction is made whole or not at all`() throws {
    var history = Self.empty()
    _ = try add("N", at: 1, to: &history)
    let before = history.marks
    let edits: [Edit] = [
      .add(Self.mark(5, 5, "V")), .change(Self.mark(1, 1, "N")) { $0.label = Label(symbol: "A") },
      .remove(Self.mark(9, 9, "V")),
    ]
    #expect(throws: MarkConflict.self) { try history.commit(edits, by: "ab", at: Self.time) }
    #expect(history.marks == before)
    #expect(history.revisions.count == 2)
  }

  @Test func `What another program undid out of turn is kept as an edit`() throws {
    var history = Self.empty()
    let first = try add("N", at: 1, to: &history)
    _ = try add("V", at: 2, to: &history)
    try history.take(
      Transaction(
        edits: first.inverted(), author: "cd", time: Self.time, basis: first.id,
        cause: .undo(first.id)))
    #expect(Self.symbols(history) == "V")
    #expect(history.revisions.count == 4)
    try history.undo(by: "ab", at: Self.time)
    #expect(Self.symbols(history) == "NV")
  }

  @Test func `A log keeps the transactions of each record and set apart, in order`() throws {
    let log: any TransactionLog = MemoryTransactionLog()
    let keys = [("a", "atr"), ("a", "me"), ("b", "me")].map {
      TransactionLogKey(record: $0.0, set: $0.1)
    }
    let made = keys.indices.flatMap { index in
      (0..<3).map {
        (
          keys[index],
          Transaction(
            id: Transaction.ID(rawValue: UInt64(10 * index + $0)), edits: [], author: "ab",
            time: Self.time)
        )
      }
    }
    let empty = MarkIndex(timeLine: TimeLine(ticksPerSecond: 250))
    for key in keys { try log.begin(key, with: SetBeginning(source: nil, marks: empty)) }
    var positions: [TransactionLogKey: LogPosition] = [:]
    for (key, transaction) in made {
      positions[key] = try log.append(
        [transaction], to: key, behind: positions[key] ?? 0, leadingTo: empty)
    }
    for key in keys {
      #expect(try log.transactions(of: key, behind: 0) == made.filter { $0.0 == key }.map(\.1))
    }
    #expect(
      try log.transactions(of: TransactionLogKey(record: "c", set: "me"), behind: 0).isEmpty)
    #expect(throws: LogHasGrown.self) {
      try log.append([made[0].1], to: keys[0], behind: 1, leadingTo: empty)
    }
  }
}
