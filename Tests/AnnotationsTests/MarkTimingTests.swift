import Annotations
import Foundation
import TestSupport
import Testing

/// A hundred thousand marks feel like one. Medians, as a machine may have other things to do.
@Suite("Times of editing", .serialized) struct MarkTimingTests {
  /// A millisecond is what is promised; code without optimisation may take twenty.
  private static let bound = isOptimised ? Duration.milliseconds(1) : .milliseconds(20)

  private static var isOptimised: Bool {
    var isChecked = false
    assert(
      {
        isChecked = true; return true
      }())
    return !isChecked
  }

  private static func index() throws -> MarkIndex {
    var random = RandomMarks(seed: 1)
    random.ticks = 0..<25_000_000
    return try MarkIndex(random.marks(100_000), timeLine: RandomMarks.timeLine)
  }

  private static func median(_ body: (Int) throws -> Void) rethrows -> Duration {
    let clock = ContinuousClock()
    let times = try (0..<101).map { number in try clock.measure { try body(number) } }
    return times.sorted()[50]
  }

  @Test func `An edit, its undo and a search take less than a millisecond`() throws {
    var random = RandomMarks(seed: 2)
    random.ticks = 0..<25_000_000
    var history = History(try Self.index())
    var held: [MarkIndex] = []
    let edit = try Self.median { _ in
      // Another copy is held all the time, as the screen does.
      held = [history.marks]
      let mark = random.mark()
      try history.commit([.add(mark)], by: "ab", at: HistoryTests.time)
    }
    let undo = try Self.median { _ in
      held = [history.marks]
      try history.undo(by: "ab", at: HistoryTests.time)
    }
    let find = Self.median { number in
      let seconds = Double(number * 990)
      _ = history.marks.first(atOrAfter: seconds) { $0.label.symbol == "V" }
      _ = history.marks.last(before: seconds) { $0.label.symbol == "V" }
      _ = history.marks.spans(from: seconds, to: seconds + 10)
    }
    #expect(held.first?.count == 100_001)
    #expect(edit < Self.bound, "an edit took \(edit)")
    #expect(undo < Self.bound, "an undo took \(undo)")
    #expect(find < Self.bound, "a search took \(find)")
  }

  @Test func `An edit of half of all marks takes less than a second`() throws {
    var history = History(try Self.index())
    let edits = history.marks.prefix(50_000).map { mark in
      Edit.change(mark) { $0.label = Label(symbol: "A") }
    }
    let time = try ContinuousClock().measure {
      try history.commit(edits, by: "ab", at: HistoryTests.time)
    }
    #expect(time < Self.bound * 1000, "it took \(time)")
  }
}
